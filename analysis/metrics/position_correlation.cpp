// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/metrics/effect_axis.h"
#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/position_correlation_figure.h"
#include "analysis/metrics/position_null.h"
#include "analysis/metrics/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"

namespace maskscope {
namespace {

using Cell = RowGroups::Cell;

void addList(ResultBuilder& out, const std::string& name, const std::vector<double>& values)
{
    out.addArray(name, { { "rank", values.size() } }, values);
}

void addCurve(ResultBuilder& out, PredictionStatistics& s, const MetricOptions& options)
{
    const std::vector<double> curve = sortedAbsolute(s.positionCorrelation());
    if (curve.empty())
        return;
    const PositionNull null = positionNull(s, options.permutations, options.seed);
    addList(out, "sorted_correlation", curve);
    addList(out, "null_low", null.low);
    addList(out, "null_median", null.median);
    addList(out, "null_high", null.high);
    const std::string scheme = "Null: positions turned round within sequences, one turn a recording.";
    MetricValue* value
        = out.add("position_correlation", curve, "1", recordingsOf(s),
                  "Sorted |r| of the dimensions that vary; null is the 97.5 % quantile of the draws, rank by rank. "
                      + scheme + " Linear: blind to a course that rises and falls.");
    if (value && !null.high.empty())
        value->null = null.high;
    const double mean = std::accumulate(curve.begin(), curve.end(), 0.0) / static_cast<double>(curve.size());
    value = out.add("position_correlation_mean", mean, "1", recordingsOf(s), "Mean of the curve. " + scheme);
    if (value && !null.meanAbsolute.empty())
        value->null = MetricNumbers { { "quantile_2.5", quantile(null.meanAbsolute, 0.025) },
                                      { "median", quantile(null.meanAbsolute, 0.5) },
                                      { "quantile_97.5", quantile(null.meanAbsolute, 0.975) } };
}

/// Course over the sequence along the axis that the position bins' means differ in most. The mean over dimensions would
/// show nothing: a LayerNorm holds it near zero.
void addProfile(ResultBuilder& out, PredictionStatistics& s)
{
    const RowGroups& groups = s.groups();
    const double total = s.predictions().totalSumOfSquares();
    const Eigen::VectorXd rank = Eigen::VectorXd::LinSpaced(groups.bins, 0, groups.bins - 1);
    const EffectAxis effect = effectAxis(s.predictions().cells(), groups.cellLabels(&Cell::recording),
                                         groups.recordings(), groups.cellLabels(&Cell::bin), groups.bins, rank);
    if (!(total > 0) || !(effect.share > 0))
        return;
    const double sd = std::sqrt(total / static_cast<double>(s.set().rows()));
    out.addArray("profile_position", "bin", (rank.array() + 0.5) / groups.bins);
    out.addArray("profile", "bin", effect.score / sd);
    out.addArray("profile_low", "bin", effect.low / sd);
    out.addArray("profile_high", "bin", effect.high / sd);
    out.add("position_profile_share", effect.share, "1", recordingsOf(s),
            "Share of the variance between position bins along the axis of the profile. The axis is fitted to the same "
            "predictions.");
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions& options)
{
    ResultBuilder out("position_correlation", "diag.v1.");
    addCurve(out, s, options);
    addProfile(out, s);
    return std::move(out).take();
}

} // namespace

/// Per-dimension r with the position as a sorted curve over its permutation null, and the mean course over t/T.
Metric positionCorrelation()
{
    return { "position_correlation", "Position correlation", compute, positionCorrelationFigure };
}

} // namespace maskscope
