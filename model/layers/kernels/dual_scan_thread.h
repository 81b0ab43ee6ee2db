// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layers/kernels/device_math.h"

namespace maskscope::device {

/// One launch of the dual scan (equations: dual_scan_kernel.h). Pointers are of the device, strides in floats between
/// rows.
struct DualScanArguments {
    const Span* sequences; ///< [sequence]
    int sequenceCount;
    int heads, headWidth, states, groups;
    const float* decay; ///< [head] -exp(A_log)
    const float* stepBias; ///< [head]
    const float* skip; ///< [head * headWidth] D
    float* input; ///< [row, channel] in: u; out: y
    const float* inputCode; ///< B [row, group, state], of the same stride
    const float* outputCode; ///< C [row, group, state], of the same stride
    long long inputStride;
    const float* gate; ///< z [row, channel]
    long long gateStride;
    const float* step; ///< [row, head] dt before bias and softplus
    long long stepStride;
};

constexpr int kDualThreads = 64; ///< channels of a block, all of one head
constexpr int kDualSteps = 8; ///< tokens whose codes are held in shared memory at once
constexpr int kDualMostStates = 128;

inline Grid dualScanGrid(const DualScanArguments& a)
{
    return { static_cast<unsigned>(a.sequenceCount),
             static_cast<unsigned>(a.heads * ceilDivide(a.headWidth, kDualThreads)), 1, kDualThreads };
}

/// A thread owns one channel of one sequence, its states in registers; decay and step of a head's token are computed
/// once a block. Barriers as in ScanThread.
template <int States>
struct DualScanThread {
    struct Codes {
        alignas(16) float input[kDualSteps][States], output[kDualSteps][States]; // B, C
        float step[kDualSteps], decay[kDualSteps];
    };

    const DualScanArguments& a;
    Span rows;
    int thread, head, place; // place: channel within the head
    long long channel, code;
    float state[States];
    float skip;
    float nextInput = 0, nextGate = 0;

    MASKSCOPE_HOST_DEVICE DualScanThread(const DualScanArguments& arguments, int sequence, int tile, int threadOfBlock)
        : a(arguments)
        , rows(arguments.sequences[sequence])
        , thread(threadOfBlock)
    {
        const int tilesPerHead = ceilDivide(a.headWidth, kDualThreads);
        head = tile / tilesPerHead;
        place = tile % tilesPerHead * kDualThreads + thread;
        channel = static_cast<long long>(head) * a.headWidth + place;
        code = static_cast<long long>(head / (a.heads / a.groups)) * a.states;
        skip = place < a.headWidth ? a.skip[channel] : 0.F;
        MASKSCOPE_UNROLL
        for (int n = 0; n < States; ++n)
            state[n] = 0.F;
        load(0);
    }

    MASKSCOPE_HOST_DEVICE void load(int token)
    {
        if (place >= a.headWidth || token >= rows.tokens)
            return;
        nextInput = a.input[(rows.first + token) * a.inputStride + channel];
        nextGate = a.gate[(rows.first + token) * a.gateStride + channel];
    }

    /// This thread's share of B, C, dt and exp(dt A) of the tokens from `first`.
    MASKSCOPE_HOST_DEVICE void stage(Codes& codes, int first) const
    {
        for (int i = thread; i < kDualSteps * States; i += kDualThreads) {
            const int t = i / States, n = i % States;
            const bool present = first + t < rows.tokens && n < a.states;
            const long long at = (rows.first + first + t) * a.inputStride + code + n;
            codes.input[t][n] = present ? a.inputCode[at] : 0.F;
            codes.output[t][n] = present ? a.outputCode[at] : 0.F;
        }
        if (thread < kDualSteps && first + thread < rows.tokens) {
            const float dt = softplus(a.step[(rows.first + first + thread) * a.stepStride + head] + a.stepBias[head]);
            codes.step[thread] = dt;
            codes.decay[thread] = expf(dt * a.decay[head]);
        }
    }

    MASKSCOPE_HOST_DEVICE void advance(const Codes& codes, int first)
    {
        if (place >= a.headWidth)
            return;
        const int count = rows.tokens - first < kDualSteps ? rows.tokens - first : kDualSteps;
        for (int t = 0; t < count; ++t) {
            const float u = nextInput, z = nextGate;
            load(first + t + 1);
            const float drive = u * codes.step[t], decay = codes.decay[t];
            float y = skip * u;
            MASKSCOPE_UNROLL
            for (int n = 0; n < States; ++n) {
                state[n] = decay * state[n] + drive * codes.input[t][n];
                y += state[n] * codes.output[t][n];
            }
            a.input[(rows.first + first + t) * a.inputStride + channel] = y * silu(z);
        }
    }
};

/// Calls `run` with the smallest width of registers that holds `states`; false where none does.
template <class Run>
bool withDualStates(int states, Run run)
{
    if (states < 1 || states > kDualMostStates)
        return false;
    if (states <= 16)
        run(StateWidth<16> {});
    else if (states <= 32)
        run(StateWidth<32> {});
    else if (states <= 64)
        run(StateWidth<64> {});
    else
        run(StateWidth<128> {});
    return true;
}

} // namespace maskscope::device
