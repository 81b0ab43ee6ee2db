// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/blas_check.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include <dlfcn.h>

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/ones.h>
#include <torch/version.h>

#include "model/inference_session.h"

namespace maskscope {

namespace {

constexpr double kSlowGigaflops = 8; // reference BLAS: 2.4; OpenBLAS, oneDNN, MKL: 40 and more

std::string libraryOf(const char* symbol)
{
    void* address = dlsym(RTLD_DEFAULT, symbol);
    Dl_info found {};
    if (address == nullptr || dladdr(address, &found) == 0 || found.dli_fname == nullptr)
        return {};
    std::error_code error; // behind the links of update-alternatives stands who made it
    const auto file = std::filesystem::canonical(found.dli_fname, error);
    return error ? found.dli_fname : file.string();
}

BlasSpeed measure()
{
    constexpr std::int64_t n = 512;
    const at::Tensor a = at::ones({ n, n }), b = at::ones({ n, n });
    at::Tensor out = at::ones({ n, n });
    const int threads = at::get_num_threads();
    at::set_num_threads(1);
    BlasSpeed speed;
    for (int i = 0; i < 5 && speed.gigaflops < 4 * kSlowGigaflops; ++i) { // several: the first one warms up
        const auto start = std::chrono::steady_clock::now();
        at::mm_out(out, a, b);
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        speed.gigaflops = std::max(speed.gigaflops, 2e-9 * n * n * n / std::max(seconds.count(), 1e-9));
    }
    at::set_num_threads(threads);
    if (speed.gigaflops < kSlowGigaflops) {
        char figure[32];
        std::snprintf(figure, sizeof figure, "%.1f", speed.gigaflops);
        speed.warning = "matrix products are slow here (" + std::string(figure) + " GFLOP/s with " + blasName()
            + "): installing libopenblas0-openmp makes inference many times faster";
    }
    return speed;
}

} // namespace

std::string blasName()
{
    if (at::hasMKL())
        return "MKL";
    using GetConfig = char* (*)();
    if (const auto config = reinterpret_cast<GetConfig>(dlsym(RTLD_DEFAULT, "openblas_get_config")))
        return config();
    const std::string library = libraryOf("sgemm_");
    if (library.empty())
        return "unknown";
    return library.find("openblas") != std::string::npos ? "OpenBLAS (" + library + ")" : library;
}

const BlasSpeed& blasSpeed()
{
    static const BlasSpeed speed = measure();
    return speed;
}

std::vector<std::pair<std::string, std::string>> computeLibraryVersions()
{
    return { { "libtorch", TORCH_VERSION }, { "blas", blasName() } };
}

} // namespace maskscope
