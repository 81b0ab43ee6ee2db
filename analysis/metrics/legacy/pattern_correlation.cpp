// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>

#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"

namespace maskscope {
namespace {

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1)
        return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions&)
{
    ResultBuilder out("pattern_correlation", "legacy.");
    if (!s.targets())
        return std::move(out).take();
    const std::vector<double> r = toVector(s.pairs().correlation);
    const auto n = static_cast<double>(r.size());
    const auto above = [&](double limit) {
        return static_cast<double>(std::count_if(r.begin(), r.end(), [limit](double v) { return v > limit; })) / n;
    };
    out.add("pattern_correlation",
            MetricNumbers { { "mean", std::accumulate(r.begin(), r.end(), 0.0) / n },
                            { "median", median(r) },
                            { "over_0.5", above(0.5) },
                            { "over_0.7", above(0.7) } },
            "1", tokensOf(s),
            "Has no null: a constant vector near the mean target scores high; a constant row counts as 0.");
    return std::move(out).take();
}

} // namespace

/// Pearson's r of each predicted token with its target, over dimensions.
Metric patternCorrelation() { return { "pattern_correlation", "Pattern correlation", compute, {} }; }

} // namespace maskscope
