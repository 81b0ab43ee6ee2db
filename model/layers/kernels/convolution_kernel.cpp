// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layers/kernels/convolution_kernel.h"

#include <algorithm>

#include "model/layers/kernels/lanes.h"

namespace maskscope {

namespace {

constexpr int kChannelsPerJob = 256; // 1 kB of each row: few page changes, enough jobs

struct Convolve {
    template <int W>
    static MASKSCOPE_INLINE void run(const ConvolutionParameters* p, const ConvolutionSequence* rows, int first,
                                     int last)
    {
        using namespace lanes;
        for (int t = 0; t < rows->tokens; ++t) {
            const int taps = std::min(p->width, t + 1); // the earlier ones fall before the start
            const float* in = rows->in + (t - taps + 1) * rows->inStride;
            const float* weight = p->weight.data() + static_cast<std::int64_t>(p->width - taps) * p->channels;
            float* out = rows->out + t * rows->outStride;
            for (int c = first; c < last; c += W) {
                const int count = last - c;
                Lanes<W> sum = load<W>(p->bias.data() + c, count);
                for (std::ptrdiff_t k = 0; k < taps; ++k)
                    sum += load<W>(weight + k * p->channels + c, count) * load<W>(in + k * rows->inStride + c, count);
                store<W>(out + c, silu<W>(sum), count);
            }
        }
    }
};

} // namespace

void causalConvolutionSilu(const ConvolutionParameters& parameters, std::span<const ConvolutionSequence> sequences)
{
    const int parts = (parameters.channels + kChannelsPerJob - 1) / kChannelsPerJob;
    const auto jobs = static_cast<std::int64_t>(sequences.size()) * parts;
#pragma omp parallel for schedule(dynamic, 4)
    for (std::int64_t job = 0; job < jobs; ++job) {
        const int first = static_cast<int>(job % parts) * kChannelsPerJob;
        lanes::dispatch<Convolve>(&parameters, &sequences[static_cast<std::size_t>(job / parts)], first,
                                  std::min(first + kChannelsPerJob, parameters.channels));
    }
}

} // namespace maskscope
