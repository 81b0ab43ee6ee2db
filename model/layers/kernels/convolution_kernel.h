// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace maskscope {

/// Depthwise causal convolution of one sequence, then SiLU:
///   out[t] = silu(bias + sum_k weight[k] in[t - K + 1 + k]), zeros before the start.
struct ConvolutionSequence {
    int tokens = 0;
    const float* in = nullptr; ///< [token, channel]
    std::int64_t inStride = 0; ///< floats between rows
    float* out = nullptr; ///< [token, channel]
    std::int64_t outStride = 0;
};

struct ConvolutionParameters {
    int channels = 0;
    int width = 0; ///< K
    std::span<const float> weight; ///< [tap, channel] (transposed from the checkpoint's [channel, 1, tap])
    std::span<const float> bias; ///< [channel]
};

/// Runs on OpenMP's threads over sequences and blocks of channels.
void causalConvolutionSilu(const ConvolutionParameters& parameters, std::span<const ConvolutionSequence> sequences);

} // namespace maskscope
