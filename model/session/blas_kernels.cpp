// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/blas_kernels.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <dlfcn.h>
#include <unistd.h>

namespace maskscope {

namespace {

constexpr const char* kChoice = "OPENBLAS_CORETYPE";

} // namespace

std::string betterBlasKernels(std::string_view chosen, bool avx2, bool avx512)
{
    if (chosen != "Prescott")
        return {};
    return avx512 ? "SkylakeX" : avx2 ? "Haswell" : "";
}

void restartWithBetterBlasKernels(char** arguments)
{
#if defined(__x86_64__)
    using CoreName = char* (*)();
    const auto coreName = reinterpret_cast<CoreName>(dlsym(RTLD_DEFAULT, "openblas_get_corename"));
    if (coreName == nullptr || std::getenv(kChoice) != nullptr)
        return;
    const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
    const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    std::error_code error; // started by hand through the loader, that would be what is started anew
    if (std::filesystem::read_symlink("/proc/self/exe", error).filename().string().starts_with("ld"))
        return;
    const std::string better = betterBlasKernels(coreName(), avx2, avx512);
    if (better.empty() || ::setenv(kChoice, better.c_str(), 1) != 0)
        return;
    ::execv("/proc/self/exe", arguments);
    ::unsetenv(kChoice); // it could not be started: go on as we are
#else
    static_cast<void>(arguments);
#endif
}

} // namespace maskscope
