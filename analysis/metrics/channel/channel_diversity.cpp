// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "analysis/figures/scalp_head.h"
#include "analysis/figures/scalp_map.h"
#include "analysis/metrics/drawing/figure_support.h"
#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"
#include "analysis/metrics/intervals/row_clusters.h"
#include "analysis/numerics/counter_random.h"

namespace maskscope {
namespace {

using Cell = RowGroups::Cell;

/// Mean over dimensions of the spread over channels of the channel means. Channels without rows do not count.
double meanSpread(const RowMatrixD& means)
{
    const Eigen::RowVectorXd centre = means.colwise().mean();
    return ((means.rowwise() - centre).array().square().colwise().mean()).sqrt().mean();
}

RowMatrixD channelMeanVectors(const GroupSums& sums) { return sums.sums.array().colwise() / sums.counts.array(); }

/// The number with channel labels exchanged among the sequences of each recording: what is left is what chance and
/// unequal recordings give. A recording has about one sequence a channel, so whole (recording, channel) sums move.
std::vector<double> permutedSpreads(const RowGroups& groups, const GroupSums& cells, const MetricOptions& options)
{
    std::vector<int> pair;
    pair.reserve(groups.cells.size());
    const int channels = groups.channels();
    for (const Cell& c : groups.cells)
        pair.push_back(c.recording * channels + c.channel);
    const GroupSums sums = mergeCells(cells, pair, groups.recordings() * channels);
    std::vector<std::vector<int>> present(static_cast<std::size_t>(groups.recordings()));
    for (int g = 0; g < groups.recordings() * channels; ++g) {
        if (sums.counts(g) > 0)
            present[static_cast<std::size_t>(g / channels)].push_back(g % channels);
    }
    CounterRandom random(options.seed);
    std::vector<double> spreads;
    for (int draw = 0; draw < options.permutations; ++draw) {
        GroupSums permuted(channels, cells.sums.cols());
        for (int r = 0; r < groups.recordings(); ++r) {
            const auto& from = present[static_cast<std::size_t>(r)];
            std::vector<int> to = from;
            random.shuffle(to);
            for (std::size_t i = 0; i < from.size(); ++i)
                permuted.addGroup(to[i], sums, Eigen::Index { r } * channels + from[i]);
        }
        spreads.push_back(meanSpread(channelMeanVectors(permuted)));
    }
    std::sort(spreads.begin(), spreads.end());
    return spreads;
}

/// [cell] influence on meanSpread(means), times rows: the derivative of the spread with respect to the weight of a
/// cell's rows, which move only their own channel's mean.
Eigen::VectorXd influenceOnSpread(const RowGroups& groups, const GroupSums& cells, const RowMatrixD& means)
{
    const RowMatrixD away = means.rowwise() - means.colwise().mean();
    const auto channels = static_cast<double>(means.rows()), dim = static_cast<double>(means.cols());
    const Eigen::RowVectorXd spread = (away.colwise().squaredNorm() / channels).cwiseSqrt();
    const auto channel = groups.cellLabels(&Cell::channel);
    const GroupSums byChannel = mergeCells(cells, channel, groups.channels());
    RowMatrixD slope = away; // of the mean spread, with respect to the mean of each channel [channel, dim]
    for (Eigen::Index d = 0; d < slope.cols(); ++d)
        slope.col(d) *= spread(d) > 0 ? 1 / (channels * spread(d) * dim) : 0.0;
    Eigen::VectorXd influence(cells.counts.size());
    for (Eigen::Index i = 0; i < influence.size(); ++i) {
        const int c = channel[static_cast<std::size_t>(i)];
        influence(i) = (cells.sums.row(i) - cells.counts(i) * means.row(c)).dot(slope.row(c)) / byChannel.counts(c);
    }
    return influence * cells.counts.sum();
}

void addDiversity(ResultBuilder& out, PredictionStatistics& s, const RowMatrixD& means, const MetricOptions& options)
{
    const RowGroups& groups = s.groups();
    const bool several = groups.severalRecordings();
    MetricValue* value = out.add(
        "channel_diversity_per_dim", meanSpread(means), kModelUnit, recordingsOf(s),
        several ? "Noise raises it and its interval: hold it against its null, channel labels exchanged within each "
                  "recording (mean and 95 % quantile of the draws)."
                : "One recording: its own offsets between channels count in full, and there is no null.");
    if (options.intervals) {
        const RowClusters clusters(groups);
        clusters.setInfluenceInterval(
            value, clusters.sumCells(influenceOnSpread(groups, s.predictions().cells(), means)), options);
    }
    if (!value || !several || options.permutations < 1)
        return;
    const auto spreads = permutedSpreads(groups, s.predictions().cells(), options);
    const auto n = static_cast<double>(spreads.size());
    const auto at = static_cast<std::size_t>(std::min(n - 1, std::ceil(0.95 * n) - 1));
    value->null = MetricNumbers { { "mean", std::accumulate(spreads.begin(), spreads.end(), 0.0) / n },
                                  { "quantile_95", spreads[at] } };
}

void addTotalSpread(ResultBuilder& out, PredictionStatistics& s, const MetricOptions& options)
{
    const Eigen::VectorXd spread = s.predictions().covariance().diagonal().cwiseMax(0.0).cwiseSqrt();
    MetricValue* value = out.add("total_std_per_dim", spread.mean(), kModelUnit, recordingsOf(s),
                                 "The spread of all predictions, to hold channel_diversity_per_dim against.");
    if (!options.intervals)
        return;
    // A row's influence on the mean of sqrt(v_d): the mean over dimensions of (x_d^2 - v_d) / (2 sqrt(v_d)).
    const Eigen::VectorXd weight
        = spread.unaryExpr([&](double v) { return v > 0 ? 1 / (2 * v * static_cast<double>(spread.size())) : 0.0; });
    Eigen::VectorXd influence(s.set().rows());
    s.predictions().eachBlock([&](Eigen::Index first, const RowMatrixD& block) {
        influence.segment(first, block.rows()) = (block.cwiseAbs2() * weight).array() - spread.mean() / 2;
    });
    const RowClusters clusters(s.groups());
    clusters.setInfluenceInterval(value, clusters.sumRows(influence), options);
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions& options)
{
    const RowGroups& groups = s.groups();
    MatrixStatistics& x = s.predictions();
    const RowMatrixD means
        = channelMeanVectors(mergeCells(x.cells(), groups.cellLabels(&Cell::channel), groups.channels()));
    ResultBuilder out("channel_diversity", "diag.v1.");
    if (groups.channels() > 1)
        addDiversity(out, s, means, options);
    addTotalSpread(out, s, options);
    const Eigen::RowVectorXd grand = means.colwise().mean();
    Eigen::VectorXd distance = Eigen::VectorXd::Constant(static_cast<Eigen::Index>(s.set().channels.size()),
                                                         std::numeric_limits<double>::quiet_NaN());
    for (Eigen::Index c = 0; groups.channels() > 1 && c < means.rows(); ++c)
        distance(groups.channelIndex[static_cast<std::size_t>(c)])
            = (means.row(c) - grand).norm() / std::sqrt(static_cast<double>(x.dim()));
    out.addArray("channel_distance", "channel", distance);
    return std::move(out).take();
}

/// Channels that have a value; those among them without a position are named.
ScalpMapPlot mapOf(const RunView& run, const ColorScale& scale, std::vector<std::string>& unplaced)
{
    std::vector<PredictionChannel> channels;
    std::vector<double> shown;
    const auto values = arrayValues(run, "channel_distance");
    for (std::size_t c = 0; c < std::min(values.size(), run.channels.size()); ++c) {
        if (!std::isfinite(values[c]))
            continue;
        const PredictionChannel& channel = run.channels[c];
        if (!channel.position && std::find(unplaced.begin(), unplaced.end(), channel.name) == unplaced.end())
            unplaced.push_back(channel.name);
        channels.push_back(channel);
        shown.push_back(values[c]);
    }
    return makeScalpMap(channels, shown, scale, scalpHead(run.sphere, run.channels));
}

Figure figure(std::span<const RunView> runs)
{
    Figure f { "channel_diversity", "Channel diversity", {}, {}, true, true, {}, {} };
    ValueRange range;
    for (const RunView& run : runs)
        range.include(arrayValues(run, "channel_distance"));
    ColorScale scale;
    scale.title = "RMS distance (model units)";
    scale.low = 0;
    scale.high = range.empty() || !(range.high() > 0) ? 1 : range.high();
    scale.map = ColorMap::Viridis;
    std::vector<std::string> unplaced;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        Panel panel = runPanel(runs[i], 0, static_cast<int>(i));
        panel.plot = mapOf(runs[i], scale, unplaced);
        f.panels.push_back(std::move(panel));
    }
    f.colorScale = scale;
    f.caption
        = "Distance of each channel's mean prediction from the mean over channels (root mean square over dimensions; "
        + recordingCount(runs)
        + "). Offsets of the electrodes in these recordings raise it as well as learned channel structure does.";
    if (const std::string sphere = sphereSentence(f); !sphere.empty())
        f.caption += " " + sphere;
    if (!unplaced.empty())
        f.caption += " Not on the maps, for want of a position: " + joinNames(unplaced) + ".";
    return f;
}

} // namespace

/// How far the channels' mean predictions lie apart: the mean over dimensions of the standard deviation over channels
/// of the channel means; and where on the scalp, as each channel's distance from the mean. Unit of inference: the
/// recording. Null: channel labels exchanged within each recording (permutation test of a two-way layout; Good 2005,
/// ch. 7). The interval draws the recordings' (sequences') influence anew; it does not take out what noise adds. Cannot
/// show that the model knows the channel: offsets of the electrodes in the recordings raise it too.
Metric channelDiversity() { return { "channel_diversity", "Channel diversity", compute, figure }; }

} // namespace maskscope
