// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layers/kernels/selective_scan_kernel.h"

#include <algorithm>
#include <cmath>

#include "model/layers/kernels/lanes.h"

namespace maskscope {

namespace {

constexpr int kBlock = 16; // channels that travel together: one cache line of each row

struct Block {
    const float* decay; // [state][lane]
    const float* skip; // [lane]
    const float* stepBias; // [lane]
    float* state; // [state][lane], zero at the start
    int states;
    int first; // channel
    int count; // channels, at most kBlock
};

struct ScanBlock {
    template <int W>
    static MASKSCOPE_INLINE void run(Block block, ScanSequence rows)
    {
        for (int lane = 0; lane < block.count; lane += W)
            scanLanes<W>(block, rows, lane);
    }

    template <int W>
    static MASKSCOPE_INLINE void scanLanes(const Block& block, const ScanSequence& rows, int lane)
    {
        using namespace lanes;
        using V = Lanes<W>;
        const V skip = load<W>(block.skip + lane), bias = load<W>(block.stepBias + lane);
        const int count = block.count - lane;
        const float* decays = block.decay + lane;
        float* state = block.state + lane;
        const float *input = rows.input + block.first + lane, *gate = rows.gate + block.first + lane;
        const float *inputCode = rows.inputCode, *outputCode = rows.outputCode;
        float* step = rows.step + block.first + lane;
        for (int t = 0; t < rows.tokens; ++t) {
            // Rows are pages apart, where hardware prefetching stops; a prefetch beyond the end is harmless.
            __builtin_prefetch(input + 4 * rows.inputStride);
            __builtin_prefetch(gate + 4 * rows.gateStride);
            __builtin_prefetch(step + 4 * rows.stepStride, 1);
            const V u = load<W>(input, count);
            const V dt = softplus<W>(load<W>(step, count) + bias);
            const V drive = dt * u;
            V y = skip * u;
            for (std::ptrdiff_t n = 0; n < block.states; ++n) {
                const V decay = exp2OfNegative<W>(dt * load<W>(decays + n * kBlock));
                const V h = decay * load<W>(state + n * kBlock) + drive * inputCode[n];
                store<W>(state + n * kBlock, h);
                y += h * outputCode[n];
            }
            store<W>(step, y * silu<W>(load<W>(gate, count)), count);
            input += rows.inputStride;
            gate += rows.gateStride;
            step += rows.stepStride;
            inputCode += rows.codeStride;
            outputCode += rows.codeStride;
        }
    }
};

} // namespace

int ScanParameters::blocks() const { return (channels + kBlock - 1) / kBlock; }

ScanParameters packScanParameters(std::span<const float> aLog, std::span<const float> skip,
                                  std::span<const float> stepBias, int states)
{
    ScanParameters packed;
    packed.channels = static_cast<int>(skip.size());
    packed.states = states;
    const auto padded = static_cast<std::size_t>(packed.blocks()) * kBlock, n = static_cast<std::size_t>(states);
    packed.decay.assign(padded * n, 0.F);
    packed.skip.assign(padded, 0.F);
    packed.stepBias.assign(padded, 0.F);
    std::ranges::copy(skip, packed.skip.begin());
    std::ranges::copy(stepBias, packed.stepBias.begin());
    for (std::size_t c = 0; c < skip.size(); ++c)
        for (std::size_t s = 0; s < n; ++s)
            packed.decay[(c / kBlock * n + s) * kBlock + c % kBlock] = -std::exp(aLog[c * n + s]) * lanes::kLog2E;
    return packed;
}

void selectiveScan(const ScanParameters& parameters, std::span<const ScanSequence> sequences)
{
    const int blocks = parameters.blocks();
    const auto jobs = static_cast<std::int64_t>(sequences.size()) * blocks;
    const auto stateSize = static_cast<std::size_t>(parameters.states) * kBlock;
#pragma omp parallel
    {
        std::vector<float> state(stateSize);
#pragma omp for schedule(dynamic, 8)
        for (std::int64_t job = 0; job < jobs; ++job) {
            const auto b = static_cast<std::size_t>(job % blocks);
            const int first = static_cast<int>(b) * kBlock;
            std::ranges::fill(state, 0.F);
            const Block block { parameters.decay.data() + b * stateSize,
                                parameters.skip.data() + b * kBlock,
                                parameters.stepBias.data() + b * kBlock,
                                state.data(),
                                parameters.states,
                                first,
                                std::min(kBlock, parameters.channels - first) };
            lanes::dispatch<ScanBlock>(block, sequences[static_cast<std::size_t>(job / blocks)]);
        }
    }
}

} // namespace maskscope
