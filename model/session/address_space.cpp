// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/address_space.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <dlfcn.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

namespace maskscope {

namespace {

constexpr std::uint64_t MiB = std::uint64_t { 1 } << 20U;
constexpr std::uint64_t blasBuffer = 128 * MiB; // of addresses, a thread
constexpr std::uint64_t threadStack = 16 * MiB; // and what the allocator sets aside for a thread
constexpr std::uint64_t workingSet = 256 * MiB; // of the smallest analysis
constexpr int outOfMemoryStatus = 5; // as exitStatus() has it for a lack of memory

std::uint64_t numberAt(const char* text)
{
    std::uint64_t number = 0;
    for (; *text >= '0' && *text <= '9' && number < MiB * MiB; ++text)
        number = 10 * number + static_cast<std::uint64_t>(*text - '0');
    return number;
}

/// Addresses this process has left; nothing without a limit. Calls nothing but the system.
std::optional<std::uint64_t> addressesLeft()
{
    rlimit limit {};
    if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return std::nullopt;
    std::array<char, 64> text {};
    const int file = ::open("/proc/self/statm", O_RDONLY | O_CLOEXEC); // NOLINT(*-vararg)
    const ssize_t length = file < 0 ? -1 : ::read(file, text.data(), text.size() - 1);
    if (file >= 0)
        ::close(file);
    if (length <= 0)
        return std::nullopt;
    const std::uint64_t used = numberAt(text.data()) * static_cast<std::uint64_t>(::getpagesize());
    return limit.rlim_cur > used ? limit.rlim_cur - used : 0;
}

int cores()
{
    cpu_set_t set;
    CPU_ZERO(&set);
    return ::sched_getaffinity(0, sizeof set, &set) == 0 ? std::max(1, CPU_COUNT(&set)) : 1;
}

bool hasOpenBlas() { return ::dlsym(RTLD_DEFAULT, "openblas_get_num_threads") != nullptr; }

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // whose memory is not there yet at that time
/// Threads for which OpenBLAS takes memory while it is loaded.
int threadsAtStart(char** environment)
{
    int threads = cores();
    for (char** entry = environment; entry != nullptr && *entry != nullptr; ++entry)
        for (const std::string_view name : { "OPENBLAS_NUM_THREADS=", "GOTO_NUM_THREADS=", "OMP_NUM_THREADS=" })
            if (std::string_view(*entry).starts_with(name))
                if (const std::uint64_t asked = numberAt(*entry + name.size()); asked > 0)
                    threads = static_cast<int>(std::min(static_cast<std::uint64_t>(threads), asked));
    return threads;
}

void endBeforeLibraries(int /*count*/, char** /*arguments*/, char** environment)
{
    const auto left = addressesLeft();
    if (!left || !hasOpenBlas()
        || *left >= static_cast<std::uint64_t>(threadsAtStart(environment)) * blasBuffer + 32 * MiB)
        return;
    constexpr std::string_view sentence = "maskscope: memory: the limit of addresses (ulimit -v) is too low to start: "
                                          "expected 2 GB and more, found less than the libraries take.\n";
    static_cast<void>(!::write(STDERR_FILENO, sentence.data(), sentence.size()));
    ::_exit(outOfMemoryStatus);
}

/// The loader calls it before the constructors of shared libraries, one of which is OpenBLAS's.
[[gnu::section(".preinit_array"), gnu::used]] void (*beforeLibraries)(int, char**, char**)
    = endBeforeLibraries; // NOLINT
#endif

/// Makes OpenBLAS take what it will need now, while there is room: it keeps it.
void takeBlasBuffers(int threads)
{
    using SetCount = void (*)(int);
    using Product = void (*)(const char*, const char*, const int*, const int*, const int*, const float*, const float*,
                             const int*, const float*, const int*, const float*, float*, const int*);
    const auto setCount = reinterpret_cast<SetCount>(::dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
    const auto product = reinterpret_cast<Product>(::dlsym(RTLD_DEFAULT, "sgemm_"));
    if (setCount == nullptr || product == nullptr)
        return;
    setCount(threads);
    constexpr int n = 256;
    constexpr float one = 1, zero = 0;
    const std::vector<float> a(std::size_t { n } * n, 1);
    std::vector<float> out(a.size());
#pragma omp parallel num_threads(threads) firstprivate(out)
    {
#pragma omp barrier // so that all of them compute at the same time, each with memory of its own
        product("N", "N", &n, &n, &n, &one, a.data(), &n, a.data(), &n, &zero, out.data(), &n);
    }
}

std::string megabytes(std::uint64_t bytes) { return std::to_string(bytes / MiB) + " MB"; }

} // namespace

Result<void> requireAddressSpace(int threads)
{
    const auto left = addressesLeft();
    if (!left || !hasOpenBlas())
        return {};
    using Count = int (*)();
    const auto count = reinterpret_cast<Count>(::dlsym(RTLD_DEFAULT, "openblas_get_num_threads"));
    const int wanted = threads > 0 ? threads : cores();
    static std::atomic<int> granted { 0 };
    if (wanted <= granted)
        return {};
    const auto more = static_cast<std::uint64_t>(std::max(0, wanted - count())) + static_cast<std::uint64_t>(wanted);
    const std::uint64_t needed = more * blasBuffer + static_cast<std::uint64_t>(wanted) * threadStack + workingSet;
    if (*left >= needed) {
        takeBlasBuffers(wanted);
        granted = wanted;
        return {};
    }
    return failure(ErrorCode::OutOfMemory, "memory",
                   "the limit of addresses (ulimit -v) leaves too little to compute with " + std::to_string(wanted)
                       + (wanted == 1 ? " thread" : " threads"),
                   megabytes(needed) + (wanted > 1 ? " (fewer --threads need less)" : ""), megabytes(*left));
}

} // namespace maskscope
