// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layers/kernels/device_math.h"

namespace maskscope::device {

/// One launch of the depthwise causal convolution with SiLU (equation: convolution_kernel.h). Pointers are of the
/// device, strides in floats between rows. `out` may not overlap `in`.
struct ConvolutionArguments {
    const Span* sequences; ///< [sequence]
    int sequenceCount;
    int mostTokens; ///< of the longest sequence
    int channels, taps;
    const float* weight; ///< [tap, channel]
    const float* bias; ///< [channel]
    const float* in; ///< [row, channel]
    long long inStride;
    float* out; ///< [row, channel]
    long long outStride;
};

constexpr int kConvolutionThreads = 128; ///< channels of a block
constexpr int kConvolutionSteps = 32; ///< tokens of a block: time is cut too, as each token needs but K - 1 before it
constexpr int kConvolutionMostTaps = 8;

inline Grid convolutionGrid(const ConvolutionArguments& a)
{
    return { static_cast<unsigned>(a.sequenceCount), static_cast<unsigned>(ceilDivide(a.channels, kConvolutionThreads)),
             static_cast<unsigned>(ceilDivide(a.mostTokens, kConvolutionSteps)), kConvolutionThreads };
}

/// A thread owns one channel of kConvolutionSteps tokens; the last samples slide through registers. Fewer taps than
/// `Taps` are padded with weights of zero at the early end.
template <int Taps>
MASKSCOPE_HOST_DEVICE void convolutionThread(const ConvolutionArguments& a, int sequence, int tile, int chunk,
                                             int thread)
{
    const int channel = tile * kConvolutionThreads + thread;
    const Span rows = a.sequences[sequence];
    const int first = chunk * kConvolutionSteps;
    if (channel >= a.channels || first >= rows.tokens)
        return;
    const auto sample = [&](int token) {
        return token < 0 || token >= rows.tokens ? 0.F : a.in[(rows.first + token) * a.inStride + channel];
    };
    float weight[Taps], window[Taps]; // window[k] meets weight[k]
    MASKSCOPE_UNROLL
    for (int k = 0; k < Taps; ++k) {
        const int tap = k - (Taps - a.taps);
        weight[k] = tap < 0 ? 0.F : a.weight[static_cast<long long>(tap) * a.channels + channel];
        window[k] = tap <= 0 ? 0.F : sample(first - a.taps + tap); // shifted by one before its first use
    }
    const float bias = a.bias[channel];
    float next = sample(first);
    const int last = rows.tokens < first + kConvolutionSteps ? rows.tokens : first + kConvolutionSteps;
    for (int t = first; t < last; ++t) {
        MASKSCOPE_UNROLL
        for (int k = 0; k + 1 < Taps; ++k)
            window[k] = window[k + 1];
        window[Taps - 1] = next;
        next = sample(t + 1);
        float sum = bias;
        MASKSCOPE_UNROLL
        for (int k = 0; k < Taps; ++k)
            sum += weight[k] * window[k];
        a.out[(rows.first + t) * a.outStride + channel] = silu(sum);
    }
}

/// Calls `run` with the smallest number of registers that holds `taps`; false where none does.
template <class Run>
bool withConvolutionTaps(int taps, Run run)
{
    if (taps < 1 || taps > kConvolutionMostTaps)
        return false;
    if (taps <= 4)
        run(StateWidth<4> {});
    else
        run(StateWidth<kConvolutionMostTaps> {});
    return true;
}

} // namespace maskscope::device
