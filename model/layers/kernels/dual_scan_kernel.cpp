// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layers/kernels/dual_scan_kernel.h"

#include <algorithm>
#include <cmath>

#include "model/layers/kernels/lanes.h"

namespace maskscope {

namespace {

struct HeadSteps {
    std::vector<float> step, decay; // [token]
};

/// One number a token and head: not worth vectors.
void prepareSteps(const DualScanParameters& p, const DualScanSequence& rows, int head, HeadSteps& steps)
{
    const auto h = static_cast<std::size_t>(head), tokens = static_cast<std::size_t>(rows.tokens);
    steps.step.resize(tokens);
    steps.decay.resize(tokens);
    for (std::size_t t = 0; t < tokens; ++t) {
        const float x = rows.step[static_cast<std::int64_t>(t) * rows.stepStride + head] + p.stepBias[h];
        steps.step[t] = std::max(x, 0.F) + std::log1p(std::exp(-std::abs(x)));
        steps.decay[t] = std::exp(steps.step[t] * p.decay[h]);
    }
}

struct ScanHead {
    template <int W>
    static MASKSCOPE_INLINE void run(const DualScanParameters* p, const DualScanSequence* rows, int head,
                                     const HeadSteps* steps, float* state)
    {
        for (int lane = 0; lane < p->headWidth; lane += W)
            scanLanes<W>(*p, *rows, head, lane, *steps, state);
    }

    template <int W>
    static MASKSCOPE_INLINE void scanLanes(const DualScanParameters& p, const DualScanSequence& rows, int head,
                                           int lane, const HeadSteps& steps, float* state)
    {
        using namespace lanes;
        const std::int64_t channel = static_cast<std::int64_t>(head) * p.headWidth + lane;
        const std::int64_t code = static_cast<std::int64_t>(head / (p.heads / p.groups)) * p.states;
        const int count = p.headWidth - lane;
        const Lanes<W> skip = load<W>(p.skip.data() + channel, count);
        std::fill(state, state + std::ptrdiff_t { p.states } * W, 0.F);
        for (int t = 0; t < rows.tokens; ++t) {
            const auto i = static_cast<std::size_t>(t);
            const float* inputCode = rows.inputCode + t * rows.inputStride + code;
            const float* outputCode = rows.outputCode + t * rows.inputStride + code;
            float* input = rows.input + t * rows.inputStride + channel;
            const Lanes<W> u = load<W>(input, count);
            const Lanes<W> drive = u * steps.step[i];
            Lanes<W> y = skip * u;
            for (std::ptrdiff_t n = 0; n < p.states; ++n) {
                const Lanes<W> h = load<W>(state + n * W) * steps.decay[i] + drive * inputCode[n];
                store<W>(state + n * W, h);
                y += h * outputCode[n];
            }
            store<W>(input, y * silu<W>(load<W>(rows.gate + t * rows.gateStride + channel, count)), count);
        }
    }
};

} // namespace

void dualScan(const DualScanParameters& parameters, std::span<const DualScanSequence> sequences)
{
    const auto jobs = static_cast<std::int64_t>(sequences.size()) * parameters.heads;
#pragma omp parallel
    {
        HeadSteps steps;
        std::vector<float> state(static_cast<std::size_t>(parameters.states) * 16);
#pragma omp for schedule(dynamic, 1)
        for (std::int64_t job = 0; job < jobs; ++job) {
            const auto& rows = sequences[static_cast<std::size_t>(job / parameters.heads)];
            const int head = static_cast<int>(job % parameters.heads);
            prepareSteps(parameters, rows, head, steps);
            lanes::dispatch<ScanHead>(&parameters, &rows, head, const_cast<const HeadSteps*>(&steps), state.data());
        }
    }
}

} // namespace maskscope
