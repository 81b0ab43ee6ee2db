// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"

namespace maskscope {
namespace {

using TokenMask = std::vector<char>; // [token] of one sequence

/// [recording][sequence] masks; sequences without a masked token are not in the set.
std::map<int, std::map<int, TokenMask>> masksByRecording(const PredictionSet& set)
{
    std::map<int, std::map<int, TokenMask>> masks;
    for (std::size_t row = 0; row < set.position.size(); ++row) {
        TokenMask& mask = masks[set.recording[row]][set.sequence[row]];
        mask.resize(std::max({ mask.size(), static_cast<std::size_t>(set.seqLen[row]),
                               static_cast<std::size_t>(set.tokenIndex[row]) + 1 }),
                    0);
        mask[static_cast<std::size_t>(set.tokenIndex[row])] = 1;
    }
    return masks;
}

struct Agreement {
    double alike = 0; ///< mean over pairs of sequences of the share of tokens masked in both or in neither
    double independent = 0; ///< the same, had each been drawn by itself with its own ratio
};

Agreement agreementOf(const std::map<int, TokenMask>& sequences)
{
    Agreement sum;
    double pairs = 0;
    for (auto a = sequences.begin(); a != sequences.end(); ++a) {
        for (auto b = std::next(a); b != sequences.end(); ++b) {
            const auto length = static_cast<std::ptrdiff_t>(std::min(a->second.size(), b->second.size()));
            const auto end = a->second.begin() + length;
            const auto n = static_cast<double>(length);
            const double p = std::accumulate(a->second.begin(), end, 0.0) / n,
                         q = std::accumulate(b->second.begin(), b->second.begin() + length, 0.0) / n;
            sum.alike += std::inner_product(a->second.begin(), end, b->second.begin(), 0.0, std::plus<>(),
                                            [](char x, char y) { return x == y ? 1.0 : 0.0; })
                / n;
            sum.independent += p * q + (1 - p) * (1 - q);
            ++pairs;
        }
    }
    return { sum.alike / pairs, sum.independent / pairs };
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions&)
{
    ResultBuilder out("mask_synchronisation", "legacy.");
    std::vector<double> alike;
    double independent = 0;
    for (const auto& [recording, sequences] : masksByRecording(s.set())) {
        if (sequences.size() < 2)
            continue;
        const Agreement agreement = agreementOf(sequences);
        alike.push_back(agreement.alike);
        independent += agreement.independent;
    }
    if (alike.empty())
        return std::move(out).take();
    const auto n = static_cast<double>(alike.size());
    const double mean = std::accumulate(alike.begin(), alike.end(), 0.0) / n;
    double squares = 0;
    for (const double v : alike)
        squares += (v - mean) * (v - mean);
    out.add(
        "mask_synchronisation",
        MetricNumbers { { "mean", mean }, { "std", std::sqrt(squares / n) }, { "independent", independent / n } }, "1",
        { static_cast<std::int64_t>(alike.size()), "recording" },
        "Of the masks, not of the model. `independent` is what masks drawn by themselves give (1 at mask ratio 1.0). "
        "The old script counted the padding of a batch as masked alike.");
    return std::move(out).take();
}

} // namespace

/// Share of tokens that two channels of a recording have masked alike: mean over their pairs, then mean and standard
/// deviation over recordings. 1: multi-channel masking. Unit: recordings. No interval, as in the old diagnosis.
Metric maskSynchronisation() { return { "mask_synchronisation", "Mask synchronisation", compute, {} }; }

} // namespace maskscope
