// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/numerics/scalp/numpy_trigonometry.h"

#include <cmath>

#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__)
#if __GLIBC_PREREQ(2, 35)
#define MASKSCOPE_LIBMVEC
#include <immintrin.h>
#endif
#endif

namespace maskscope::numpy {

#ifdef MASKSCOPE_LIBMVEC

namespace {

#define MASKSCOPE_AVX512 __attribute__((target("avx512f")))

// Names by the vector ABI of x86-64: e for AVX-512, N without a mask, 8 values, v for each vector argument.
extern "C" {
MASKSCOPE_AVX512 __m512d acosOf8(__m512d) __asm__("_ZGVeN8v_acos");
MASKSCOPE_AVX512 __m512d atan2Of8(__m512d, __m512d) __asm__("_ZGVeN8vv_atan2");
MASKSCOPE_AVX512 __m512d cosOf8(__m512d) __asm__("_ZGVeN8v_cos");
MASKSCOPE_AVX512 __m512d sinOf8(__m512d) __asm__("_ZGVeN8v_sin");
}

MASKSCOPE_AVX512 double vectorAcos(double x) { return _mm512_cvtsd_f64(acosOf8(_mm512_set1_pd(x))); }
MASKSCOPE_AVX512 double vectorAtan2(double y, double x)
{
    return _mm512_cvtsd_f64(atan2Of8(_mm512_set1_pd(y), _mm512_set1_pd(x)));
}
MASKSCOPE_AVX512 double vectorCos(double x) { return _mm512_cvtsd_f64(cosOf8(_mm512_set1_pd(x))); }
MASKSCOPE_AVX512 double vectorSin(double x) { return _mm512_cvtsd_f64(sinOf8(_mm512_set1_pd(x))); }

/// NumPy's AVX512_SKX.
bool hasVectors()
{
    static const bool has = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd")
        && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512vl");
    return has;
}

} // namespace

double acos(double x) { return hasVectors() ? vectorAcos(x) : std::acos(x); }
double atan2(double y, double x) { return hasVectors() ? vectorAtan2(y, x) : std::atan2(y, x); }
double cos(double x) { return hasVectors() ? vectorCos(x) : std::cos(x); }
double sin(double x) { return hasVectors() ? vectorSin(x) : std::sin(x); }

#else

double acos(double x) { return std::acos(x); }
double atan2(double y, double x) { return std::atan2(y, x); }
double cos(double x) { return std::cos(x); }
double sin(double x) { return std::sin(x); }

#endif

} // namespace maskscope::numpy
