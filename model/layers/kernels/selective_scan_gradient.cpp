// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layers/kernels/selective_scan_gradient.h"

#include <algorithm>
#include <vector>

#include "model/layers/kernels/lanes.h"

namespace maskscope {

namespace {

constexpr int kBlock = 16; // channels that ScanParameters holds together
constexpr float kLn2 = 0.69314718055994530942F;

/// One block of channels of one sequence.
struct Job {
    const float *decay, *skip, *stepBias; // of the block, as in ScanParameters
    int states, channels; // N, E
    int first, count; // channels of the block
    float* history; // [token + 1][state][lane]
    float* carried; // [state][lane] p of the token that follows
};

template <int W>
MASKSCOPE_INLINE lanes::Lanes<W> sigmoid(lanes::Lanes<W> x)
{
    return 1.F / (lanes::exp<W>(-x) + 1.F);
}

struct ScanBlockGradient {
    template <int W>
    static MASKSCOPE_INLINE void run(Job job, ScanSequence rows, ScanGradients gradients)
    {
        for (int lane = 0; lane < job.count; lane += W) {
            keepStates<W>(job, rows, lane);
            goBack<W>(job, rows, gradients, lane);
        }
    }

    template <int W>
    static MASKSCOPE_INLINE void keepStates(const Job& job, const ScanSequence& rows, int lane)
    {
        using namespace lanes;
        using V = Lanes<W>;
        const V bias = load<W>(job.stepBias + lane);
        const int count = job.count - lane, column = job.first + lane;
        std::fill_n(job.history, job.states * W, 0.F);
        for (std::ptrdiff_t t = 0; t < rows.tokens; ++t) {
            const V dt = softplus<W>(load<W>(rows.step + t * rows.stepStride + column, count) + bias);
            const V drive = dt * load<W>(rows.input + t * rows.inputStride + column, count);
            const float *before = job.history + t * job.states * W, *code = rows.inputCode + t * rows.codeStride;
            float* after = job.history + (t + 1) * job.states * W;
            for (std::ptrdiff_t n = 0; n < job.states; ++n)
                store<W>(after + n * W,
                         exp2<W>(dt * load<W>(job.decay + n * kBlock + lane)) * load<W>(before + n * W)
                             + drive * code[n]);
        }
    }

    template <int W>
    static MASKSCOPE_INLINE void goBack(const Job& job, const ScanSequence& rows, const ScanGradients& gradients,
                                        int lane)
    {
        using namespace lanes;
        using V = Lanes<W>;
        const V bias = load<W>(job.stepBias + lane), skip = load<W>(job.skip + lane);
        const int count = job.count - lane, column = job.first + lane;
        std::fill_n(job.carried, job.states * W, 0.F);
        for (std::ptrdiff_t t = rows.tokens - 1; t >= 0; --t) {
            const V u = load<W>(rows.input + t * rows.inputStride + column, count);
            const V z = load<W>(rows.gate + t * rows.gateStride + column, count);
            const V s = load<W>(rows.step + t * rows.stepStride + column, count) + bias;
            const V dt = softplus<W>(s), open = sigmoid<W>(z);
            const V outer = load<W>(gradients.output + t * job.channels + column, count), g = outer * z * open;
            const float *before = job.history + t * job.states * W, *after = before + job.states * W;
            const float *inputCode = rows.inputCode + t * rows.codeStride,
                        *outputCode = rows.outputCode + t * rows.codeStride;
            float *inputCodeGradient = gradients.inputCode + t * job.states,
                  *outputCodeGradient = gradients.outputCode + t * job.states;
            V y = skip * u, stepGradient {}, inputGradient = skip * g;
            for (std::ptrdiff_t n = 0; n < job.states; ++n) {
                const V rate = load<W>(job.decay + n * kBlock + lane), decay = exp2<W>(dt * rate);
                const V h = load<W>(after + n * W), toState = g * outputCode[n] + load<W>(job.carried + n * W);
                y += h * outputCode[n];
                stepGradient += toState * (rate * kLn2 * decay * load<W>(before + n * W) + u * inputCode[n]);
                inputGradient += toState * dt * inputCode[n];
                inputCodeGradient[n] += sum<W>(toState * dt * u);
                outputCodeGradient[n] += sum<W>(g * h);
                store<W>(job.carried + n * W, toState * decay);
            }
            const std::ptrdiff_t at = t * job.channels + column;
            store<W>(gradients.input + at, inputGradient, count);
            store<W>(gradients.gate + at, outer * y * open * (1.F + z * (1.F - open)), count);
            store<W>(gradients.step + at, stepGradient * sigmoid<W>(s), count);
        }
    }
};

constexpr int kParts = 8; // of a sequence's blocks, whatever the threads: sums keep their order

/// Gradients of the codes of one part of a sequence's blocks.
struct PartSums {
    std::vector<float> inputCode, outputCode; // [token, state]
};

/// The blocks of one part; `gradients` points to the part's own sums.
void runPart(const ScanParameters& parameters, const ScanSequence& rows, const ScanGradients& gradients, int part,
             std::vector<float>& history)
{
    const auto stateSize = static_cast<std::size_t>(parameters.states) * kBlock;
    std::vector<float> carried(stateSize); // vectors are at most a block wide
    for (int b = part; b < parameters.blocks(); b += kParts) {
        const auto block = static_cast<std::size_t>(b);
        const int first = b * kBlock;
        const Job job { parameters.decay.data() + block * stateSize,
                        parameters.skip.data() + block * kBlock,
                        parameters.stepBias.data() + block * kBlock,
                        parameters.states,
                        parameters.channels,
                        first,
                        std::min(kBlock, parameters.channels - first),
                        history.data(),
                        carried.data() };
        lanes::dispatch<ScanBlockGradient>(job, rows, gradients);
    }
}

} // namespace

void selectiveScanGradient(const ScanParameters& parameters, std::span<const ScanSequence> sequences,
                           std::span<const ScanGradients> gradients)
{
    const auto states = static_cast<std::size_t>(parameters.states);
    std::size_t tokens = 0;
    for (const auto& s : sequences)
        tokens = std::max(tokens, static_cast<std::size_t>(s.tokens));
    for (std::size_t s = 0; s < sequences.size(); ++s) {
        const std::size_t codes = static_cast<std::size_t>(sequences[s].tokens) * states;
        std::vector<PartSums> sums(kParts);
#pragma omp parallel
        {
            std::vector<float> history((tokens + 1) * states * kBlock);
#pragma omp for schedule(dynamic, 1)
            for (int part = 0; part < kParts; ++part) {
                PartSums& own = sums[static_cast<std::size_t>(part)];
                own.inputCode.assign(codes, 0.F);
                own.outputCode.assign(codes, 0.F);
                ScanGradients into = gradients[s];
                into.inputCode = own.inputCode.data();
                into.outputCode = own.outputCode.data();
                runPart(parameters, sequences[s], into, part, history);
            }
        }
        for (const PartSums& own : sums)
            for (std::size_t i = 0; i < codes; ++i) {
                gradients[s].inputCode[i] += own.inputCode[i];
                gradients[s].outputCode[i] += own.outputCode[i];
            }
    }
}

} // namespace maskscope
