// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

/// Vectors of 4, 8 or 16 floats and the few functions the kernels need on them.
///
/// A kernel is a struct with `template <int W> static void run(...)`. dispatch<Kernel>(...) runs it with the widest
/// vectors of the machine (AVX-512, AVX2 with FMA, or the base instruction set), so that one build serves all.
namespace maskscope::lanes {

#define MASKSCOPE_INLINE inline __attribute__((always_inline))

/// Through a class template: an alias template would drop the attribute.
template <int W>
struct Vector {
    using Float __attribute__((vector_size(sizeof(float) * W))) = float;
    using Int __attribute__((vector_size(sizeof(std::int32_t) * W))) = std::int32_t;
};
template <int W>
using Lanes = typename Vector<W>::Float;
template <int W>
using LanesInt = typename Vector<W>::Int;

template <int W>
static MASKSCOPE_INLINE Lanes<W> load(const float* from)
{
    Lanes<W> out;
    std::memcpy(&out, from, sizeof out);
    return out;
}

/// The first `count` lanes; the others are zero.
template <int W>
static MASKSCOPE_INLINE Lanes<W> load(const float* from, std::int64_t count)
{
    if (count >= W)
        return load<W>(from);
    Lanes<W> out {};
    for (int i = 0; i < count; ++i)
        out[i] = from[i];
    return out;
}

template <int W>
static MASKSCOPE_INLINE void store(float* to, Lanes<W> value)
{
    std::memcpy(to, &value, sizeof value);
}

template <int W>
static MASKSCOPE_INLINE void store(float* to, Lanes<W> value, std::int64_t count)
{
    if (count >= W)
        return store<W>(to, value);
    for (int i = 0; i < count; ++i)
        to[i] = value[i];
}

template <int W>
static MASKSCOPE_INLINE float sum(Lanes<W> value)
{
    float total = 0;
    for (int i = 0; i < W; ++i)
        total += value[i];
    return total;
}

/// p(f) 2^k of an argument k + f in [-126, 127] with k whole and f in [-1/2, 1/2], or NaN.
///
/// Adding and taking away 1.5 * 2^23 rounds to an integer and leaves that integer in the low bits: this is why this
/// code must not be compiled with -ffast-math.
template <int W, typename Polynomial>
static MASKSCOPE_INLINE Lanes<W> scaledByPowerOfTwo(Lanes<W> x, Polynomial polynomial)
{
    constexpr float magic = 12582912.F;
    const Lanes<W> shifted = x + magic;
    const Lanes<W> p = polynomial(x - (shifted - magic));
    const LanesInt<W> exponent = std::bit_cast<LanesInt<W>>(shifted) << 23;
    return std::bit_cast<Lanes<W>>(std::bit_cast<LanesInt<W>>(p) + exponent);
}

struct ExactExp2 {
    template <typename V>
    MASKSCOPE_INLINE V operator()(V f) const
    {
        V p = f * 0.00015345811588337698F + 0.0013399931215934855F;
        p = p * f + 0.009618488958656683F;
        p = p * f + 0.05550328776975363F;
        p = p * f + 0.24022646890619823F;
        p = p * f + 0.6931472057372621F;
        return p * f + 1.000000000554169F;
    }
};

struct FastExp2 {
    template <typename V>
    MASKSCOPE_INLINE V operator()(V f) const
    {
        V p = f * 0.001327656379414164F + 0.00967554269529626F;
        p = p * f + 0.05550712939427581F;
        p = p * f + 0.2402211969579925F;
        p = p * f + 0.6931469673364461F;
        return p * f + 1.000000071655139F;
    }
};

/// 2^x, relative error below 1.2e-7 (weighted least-squares polynomial of degree 6, 1.9e-9 before rounding). Arguments
/// are held to [-126, 127]: the result neither underflows to denormals nor overflows. NaN stays.
template <int W>
static MASKSCOPE_INLINE Lanes<W> exp2(Lanes<W> x)
{
    const Lanes<W> low = Lanes<W> {} - 126.F, high = Lanes<W> {} + 127.F;
    x = x < low ? low : x;
    x = x > high ? high : x;
    return scaledByPowerOfTwo<W>(x, ExactExp2 {});
}

/// 2^x of an argument that is not above 0, or NaN, for the innermost loop: relative error below 2.2e-7, without fused
/// multiply-add 2.4e-7 (minimax polynomial of degree 5, 7.5e-8 before rounding).
template <int W>
static MASKSCOPE_INLINE Lanes<W> exp2OfNegative(Lanes<W> x)
{
    const Lanes<W> low = Lanes<W> {} - 126.F;
    return scaledByPowerOfTwo<W>(x < low ? low : x, FastExp2 {});
}

inline constexpr float kLog2E = 1.44269504088896340736F;

template <int W>
static MASKSCOPE_INLINE Lanes<W> exp(Lanes<W> x)
{
    return exp2<W>(x * kLog2E);
}

/// log(1 + exp(x)) = max(x, 0) + log1p(exp(-|x|)), with log1p(e) = 2 artanh(e / (2 + e)) by a polynomial in the square
/// (4e-9 before rounding), so that the small values of very negative x keep their relative precision.
template <int W>
static MASKSCOPE_INLINE Lanes<W> softplus(Lanes<W> x)
{
    const Lanes<W> e = exp<W>(x < 0 ? x : -x);
    const Lanes<W> s = e / (e + 2.F);
    const Lanes<W> q = s * s;
    Lanes<W> p = q * 0.2817833440028302F + 0.27960602866905887F;
    p = p * q + 0.400249102742956F;
    p = p * q + 0.6666631468215544F;
    p = p * q + 2.000000007921039F;
    return p * s + (x < 0 ? Lanes<W> {} : x);
}

/// x / (1 + exp(-x))
template <int W>
static MASKSCOPE_INLINE Lanes<W> silu(Lanes<W> x)
{
    return x / (exp<W>(-x) + 1.F);
}

template <class Kernel, class... Arguments>
void runBase(Arguments... arguments)
{
    Kernel::template run<4>(arguments...);
}

#if defined(__x86_64__) && defined(__GNUC__)
template <class Kernel, class... Arguments>
__attribute__((target("arch=x86-64-v3"))) void runV3(Arguments... arguments)
{
    Kernel::template run<8>(arguments...);
}

template <class Kernel, class... Arguments>
// NOLINTNEXTLINE(clang-diagnostic-ignored-attributes): g++'s
__attribute__((target("arch=x86-64-v4,prefer-vector-width=512"))) void runV4(Arguments... arguments)
{
    Kernel::template run<16>(arguments...);
}
#endif

/// Vector width to use: 16, 8 or 4. MASKSCOPE_VECTOR_WIDTH in the environment lowers it (tests, odd machines).
[[nodiscard]] int vectorWidth();

template <class Kernel, class... Arguments>
void dispatch(Arguments... arguments)
{
#if defined(__x86_64__) && defined(__GNUC__)
    switch (vectorWidth()) {
    case 16:
        return runV4<Kernel, Arguments...>(arguments...);
    case 8:
        return runV3<Kernel, Arguments...>(arguments...);
    default:
        break;
    }
#endif
    runBase<Kernel, Arguments...>(arguments...);
}

} // namespace maskscope::lanes
