// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layers/kernels/device_math.h"

namespace maskscope::device {

/// One launch of the selective scan (equations: selective_scan_kernel.h). Pointers are of the device, strides in floats
/// between rows. A row's first `channels` (or `states`) floats belong to the matrix.
struct ScanArguments {
    const Span* sequences; ///< [sequence]
    int sequenceCount;
    int channels; ///< E
    int states; ///< N, at most kScanMostStates
    const float* decay; ///< [state, channel] -exp(A_log) * log2(e)
    const float* skip; ///< [channel] D
    const float* stepBias; ///< [channel]
    const float* input; ///< u [row, channel]
    long long inputStride;
    const float* gate; ///< z [row, channel]
    long long gateStride;
    const float* inputCode; ///< B [row, state]
    const float* outputCode; ///< C [row, state], of the same stride
    long long codeStride;
    float* step; ///< [row, channel] in: dt before bias and softplus; out: y
    long long stepStride;
};

constexpr int kScanThreads = 128; ///< channels of a block: neighbours in memory, so that loads of a warp are one line
constexpr int kScanSteps = 16; ///< tokens whose B and C are held in shared memory at once
constexpr int kScanMostStates = 64;

inline Grid scanGrid(const ScanArguments& a)
{
    return { static_cast<unsigned>(a.sequenceCount), static_cast<unsigned>(ceilDivide(a.channels, kScanThreads)), 1,
             kScanThreads };
}

/// A thread owns one channel of one sequence; its states live in registers (N rounded up to `States`, the surplus with
/// codes of zero). The block alternates stage(), barrier, advance(), barrier over chunks of kScanSteps tokens.
template <int States>
struct ScanThread {
    struct Codes {
        alignas(16) float input[kScanSteps][States], output[kScanSteps][States]; // B, C
    };

    const ScanArguments& a;
    Span rows;
    int thread, channel;
    float decay[States], state[States];
    float skip, bias;
    float nextInput = 0, nextGate = 0, nextStep = 0; // of the coming token, loaded while this one is computed

    MASKSCOPE_HOST_DEVICE ScanThread(const ScanArguments& arguments, int sequence, int tile, int threadOfBlock)
        : a(arguments)
        , rows(arguments.sequences[sequence])
        , thread(threadOfBlock)
        , channel(tile * kScanThreads + threadOfBlock)
    {
        const bool active = channel < a.channels;
        skip = active ? a.skip[channel] : 0.F;
        bias = active ? a.stepBias[channel] : 0.F;
        MASKSCOPE_UNROLL
        for (int n = 0; n < States; ++n) {
            decay[n] = active && n < a.states ? a.decay[static_cast<long long>(n) * a.channels + channel] : 0.F;
            state[n] = 0.F;
        }
        load(0);
    }

    MASKSCOPE_HOST_DEVICE void load(int token)
    {
        if (channel >= a.channels || token >= rows.tokens)
            return;
        const long long row = rows.first + token;
        nextInput = a.input[row * a.inputStride + channel];
        nextGate = a.gate[row * a.gateStride + channel];
        nextStep = a.step[row * a.stepStride + channel];
    }

    /// This thread's share of B and C of the tokens from `first`.
    MASKSCOPE_HOST_DEVICE void stage(Codes& codes, int first) const
    {
        for (int i = thread; i < kScanSteps * States; i += kScanThreads) {
            const int t = i / States, n = i % States;
            const bool present = first + t < rows.tokens && n < a.states;
            const long long at = (rows.first + first + t) * a.codeStride + n;
            codes.input[t][n] = present ? a.inputCode[at] : 0.F;
            codes.output[t][n] = present ? a.outputCode[at] : 0.F;
        }
    }

    MASKSCOPE_HOST_DEVICE void advance(const Codes& codes, int first)
    {
        if (channel >= a.channels)
            return;
        const int count = rows.tokens - first < kScanSteps ? rows.tokens - first : kScanSteps;
        for (int t = 0; t < count; ++t) {
            const float u = nextInput, z = nextGate, dt = softplus(nextStep + bias);
            load(first + t + 1);
            const float drive = dt * u;
            float y = skip * u;
            MASKSCOPE_UNROLL
            for (int n = 0; n < States; ++n) {
                state[n] = exp2f(dt * decay[n]) * state[n] + drive * codes.input[t][n];
                y += state[n] * codes.output[t][n];
            }
            a.step[(rows.first + first + t) * a.stepStride + channel] = y * silu(z);
        }
    }
};

/// Calls `run` with the smallest width of registers that holds `states`; false where none does.
template <class Run>
bool withScanStates(int states, Run run)
{
    if (states < 1 || states > kScanMostStates)
        return false;
    if (states <= 8)
        run(StateWidth<8> {});
    else if (states <= 16)
        run(StateWidth<16> {});
    else if (states <= 32)
        run(StateWidth<32> {});
    else
        run(StateWidth<64> {});
    return true;
}

} // namespace maskscope::device
