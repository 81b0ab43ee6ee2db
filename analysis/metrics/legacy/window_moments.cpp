// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"

namespace maskscope {
namespace {

/// Pearson's r; 0 where either is constant, as the old script had it.
double correlation(const Eigen::VectorXd& a, const std::vector<double>& b)
{
    const Eigen::Map<const Eigen::VectorXd> other(b.data(), static_cast<Eigen::Index>(b.size()));
    const Eigen::ArrayXd x = a.array() - a.mean(), y = other.array() - other.mean();
    const double scale = std::sqrt(x.square().sum() * y.square().sum());
    return scale > 0 ? (x * y).sum() / scale : 0;
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions&)
{
    ResultBuilder out("window_moments", "legacy.");
    const PredictionSet& set = s.set();
    const auto rows = static_cast<std::size_t>(set.rows());
    if (set.output != OutputKind::Signal || set.windowMeanUv.size() != rows || set.windowStdUv.size() != rows)
        return std::move(out).take();
    const std::string note = "Of the predicted with the raw window (µV). Models that standardise each window never see "
                             "what is compared here: near 0 for a perfect one. No null.";
    out.add("mean_correlation", correlation(s.rowMoments().mean, set.windowMeanUv), "1", tokensOf(s), note);
    out.add("std_correlation", correlation(s.rowMoments().variance.cwiseSqrt(), set.windowStdUv), "1", tokensOf(s),
            note);
    return std::move(out).take();
}

} // namespace

/// Pearson's r over masked windows of the predicted window's mean with the true window's mean, and of the standard
/// deviations, for models that predict samples. Unit: tokens. No interval and no null, as in the old diagnosis.
Metric windowMoments() { return { "window_moments", "Window means and spreads", compute, {} }; }

} // namespace maskscope
