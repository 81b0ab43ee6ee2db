// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/metrics/sums/effect_axis.h"
#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/position/position_correlation_figure.h"
#include "analysis/metrics/intervals/position_null.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"
#include "analysis/metrics/intervals/row_clusters.h"

namespace maskscope {
namespace {

using Cell = RowGroups::Cell;

void addList(ResultBuilder& out, const std::string& name, const std::vector<double>& values)
{
    out.addArray(name, { { "rank", values.size() } }, values);
}

/// [row] influence on the mean |r|: the derivative of each |r_d| with respect to the row's weight, averaged over the
/// dimensions that vary. With x and p centred and of unit variance it is sign(r) (x p - r (x^2 + p^2) / 2).
Eigen::VectorXd influenceOnMeanCorrelation(PredictionStatistics& s, double mean)
{
    const Eigen::VectorXd& r = s.positionCorrelation();
    const Eigen::VectorXd& p = s.centredPosition();
    const double positionVariance = p.squaredNorm() / static_cast<double>(p.size());
    const double varying = static_cast<double>(r.array().isFinite().count());
    Eigen::VectorXd product = Eigen::VectorXd::Zero(r.size()), square = product;
    for (Eigen::Index d = 0; d < r.size(); ++d) {
        const double variance = s.predictions().covariance()(d, d);
        if (std::isnan(r(d)))
            continue;
        product(d) = (r(d) < 0 ? -1 : 1) / std::sqrt(variance * positionVariance) / varying;
        square(d) = std::abs(r(d)) / (2 * variance) / varying;
    }
    Eigen::VectorXd influence(p.size());
    s.predictions().eachBlock([&](Eigen::Index first, const RowMatrixD& block) {
        const auto q = p.segment(first, block.rows());
        influence.segment(first, block.rows()) = (block * product).cwiseProduct(q) - block.cwiseAbs2() * square
            - q.cwiseAbs2() * (mean / (2 * positionVariance));
    });
    return influence;
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
    if (options.intervals) {
        const RowClusters clusters(s.groups());
        clusters.setInfluenceInterval(value, clusters.sumRows(influenceOnMeanCorrelation(s, mean)), options);
    }
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

/// Pearson's r of each dimension with the position p: |r| sorted, and its mean, over a permutation null
/// (position_null.h); and the mean course over p. Unit of inference: the recording. The interval of the mean draws the
/// recordings' (sequences') influence on it anew. Cannot show a course that rises and falls, nor learning: an untrained
/// network scores 0.8.
Metric positionCorrelation()
{
    return { "position_correlation", "Position correlation", compute, positionCorrelationFigure };
}

} // namespace maskscope
