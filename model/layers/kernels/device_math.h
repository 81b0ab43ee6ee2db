// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <math.h> // the global names: nvcc takes its own functions for them in device code

/// Functions that run on a CUDA device and on the host alike: kernels are thin loops around per-thread bodies, and the
/// tests run those bodies on the CPU.
#if defined(__CUDACC__)
#define MASKSCOPE_HOST_DEVICE __host__ __device__ __forceinline__
#else
#define MASKSCOPE_HOST_DEVICE inline
#endif
#if defined(__CUDA_ARCH__)
#define MASKSCOPE_UNROLL _Pragma("unroll")
#else
#define MASKSCOPE_UNROLL
#endif

namespace maskscope::device {

/// log(1 + exp(x)), exact for small values of very negative x.
MASKSCOPE_HOST_DEVICE float softplus(float x) { return fmaxf(x, 0.F) + log1pf(expf(-fabsf(x))); }

/// x / (1 + exp(-x))
MASKSCOPE_HOST_DEVICE float silu(float x) { return x / (1.F + expf(-x)); }

/// Rows of one sequence in a batch, as the kernels see row_layout.h.
struct Span {
    long long first; ///< row
    int tokens;
};

struct Grid {
    unsigned sequences, tiles, chunks; ///< blocks: x sequences, y tiles of channels, z chunks of tokens
    unsigned threads; ///< of a block
};

/// A number of states known when compiling.
template <int Width>
struct StateWidth {
    static constexpr int value = Width;
};

MASKSCOPE_HOST_DEVICE constexpr int ceilDivide(int a, int b) { return (a + b - 1) / b; }

} // namespace maskscope::device
