// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layers/kernels/lanes.h"

#include <algorithm>
#include <cstdlib>

namespace maskscope::lanes {

namespace {

int widestOfMachine()
{
#if defined(__x86_64__) && defined(__GNUC__)
    __builtin_cpu_init();
    const bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
    const bool v4 = v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512vl");
    return v4 ? 16 : v3 ? 8 : 4;
#else
    return 4;
#endif
}

} // namespace

int vectorWidth()
{
    static const int width = [] {
        const char* wish = std::getenv("MASKSCOPE_VECTOR_WIDTH");
        const int limit = wish != nullptr ? std::atoi(wish) : 0;
        const int widest = widestOfMachine();
        return limit > 0 ? std::min(widest, limit) : widest;
    }();
    return width;
}

} // namespace maskscope::lanes
