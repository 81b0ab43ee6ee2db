// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <span>

#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/drawing/number_figure.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"
#include "analysis/metrics/intervals/row_clusters.h"
#include "analysis/numerics/least_squares.h"

namespace maskscope {
namespace {

using Cell = RowGroups::Cell;

/// Cells of (position bin, channel) that hold rows, and their labels.
struct TwoWay {
    std::vector<int> position, channel; ///< [cell]
    std::vector<int> ofFine; ///< [cell of RowGroups] its cell here
    int positions = 0, channels = 0;
    GroupSums cells;
};

TwoWay twoWayCells(const RowGroups& groups, const GroupSums& fine)
{
    const int channels = groups.channels();
    std::vector<int> cellOf(static_cast<std::size_t>(groups.bins * channels), -1);
    std::vector<int> positionOf(static_cast<std::size_t>(groups.bins), -1);
    TwoWay t;
    t.channels = channels;
    for (const Cell& c : groups.cells) {
        int& position = positionOf[static_cast<std::size_t>(c.bin)];
        if (position < 0)
            position = t.positions++;
        int& cell = cellOf[static_cast<std::size_t>(c.bin) * static_cast<std::size_t>(channels)
                           + static_cast<std::size_t>(c.channel)];
        if (cell < 0) {
            cell = static_cast<int>(t.position.size());
            t.position.push_back(position);
            t.channel.push_back(c.channel);
        }
        t.ofFine.push_back(cell);
    }
    t.cells = mergeCells(fine, t.ofFine, static_cast<int>(t.position.size()));
    return t;
}

/// Fitted means of position + channel without interaction, by least squares: right where cells are unequal or empty.
/// [cell, dim]
RowMatrixD additiveMeans(const TwoWay& t)
{
    const Eigen::Index parameters = t.positions + t.channels;
    Eigen::MatrixXd normal = Eigen::MatrixXd::Zero(parameters, parameters);
    RowMatrixD right = RowMatrixD::Zero(parameters, t.cells.sums.cols());
    for (std::size_t i = 0; i < t.position.size(); ++i) {
        const auto cell = static_cast<Eigen::Index>(i);
        const Eigen::Index p = t.position[i], c = t.positions + t.channel[i];
        const double n = t.cells.counts(cell);
        normal(p, p) += n;
        normal(c, c) += n;
        normal(p, c) += n;
        normal(c, p) += n;
        right.row(p) += t.cells.sums.row(cell);
        right.row(c) += t.cells.sums.row(cell);
    }
    const RowMatrixD coefficients = leastSquaresCoefficients(normal, right);
    RowMatrixD means(t.cells.sums.rows(), t.cells.sums.cols());
    for (std::size_t i = 0; i < t.position.size(); ++i)
        means.row(static_cast<Eigen::Index>(i))
            = coefficients.row(t.position[i]) + coefficients.row(t.positions + t.channel[i]);
    return means;
}

/// Group means, one row a group. [group, dim]
RowMatrixD meansOf(const GroupSums& groups) { return groups.sums.array().colwise() / groups.counts.array(); }

enum Fit { PositionFit, ChannelFit, AdditiveFit, CellFit, kFits };

/// [cell of RowGroups, fit] sum over its rows of |z|^2 - |z - fit|^2, z less the overall mean.
Eigen::MatrixXd explainedByCell(const TwoWay& t, const GroupSums& fine)
{
    const RowMatrixD position = meansOf(mergeCells(t.cells, t.position, t.positions)),
                     channel = meansOf(mergeCells(t.cells, t.channel, t.channels)), additive = additiveMeans(t),
                     cell = meansOf(t.cells);
    Eigen::MatrixXd explained(fine.counts.size(), static_cast<Eigen::Index>(kFits));
    for (Eigen::Index i = 0; i < fine.counts.size(); ++i) {
        const int at = t.ofFine[static_cast<std::size_t>(i)];
        const auto inTwoWay = static_cast<std::size_t>(at);
        const auto less
            = [&](const auto& mean) { return 2 * fine.sums.row(i).dot(mean) - fine.counts(i) * mean.squaredNorm(); };
        explained(i, PositionFit) = less(position.row(t.position[inTwoWay]));
        explained(i, ChannelFit) = less(channel.row(t.channel[inTwoWay]));
        explained(i, AdditiveFit) = less(additive.row(at));
        explained(i, CellFit) = less(cell.row(at));
    }
    return explained;
}

MetricNumbers partition(const TwoWay& t, const Eigen::MatrixXd& explained)
{
    const double total = t.cells.squares.sum(), rows = t.cells.counts.sum();
    const double position = explained.col(PositionFit).sum(), channel = explained.col(ChannelFit).sum(),
                 additive = explained.col(AdditiveFit).sum(), cells = explained.col(CellFit).sum();
    const auto k = static_cast<double>(t.position.size());
    // What chance alone gives a degree of freedom, from the spread inside the cells.
    const double perDegree = (total - cells) / std::max(1.0, rows - k);
    const double interactionDegrees = k - t.positions - t.channels + 1;
    return {
        { "position", position / total },
        { "channel", channel / total },
        { "position_unique", (additive - channel) / total },
        { "channel_unique", (additive - position) / total },
        { "additive", additive / total },
        { "interaction", (cells - additive) / total },
        { "residual", (total - cells) / total },
        { "interaction_adj", std::max(0.0, cells - additive - perDegree * interactionDegrees) / total },
        { "residual_adj", std::min(1.0, perDegree * (rows - 1) / total) },
        { "cells", k },
    };
}

constexpr std::array kShares { "position", "channel",     "position_unique", "channel_unique",
                               "additive", "interaction", "residual" };

/// Numerators of kShares, and their common denominator in the last row. [share + 1, cluster]
Eigen::MatrixXd shareSums(const RowClusters& clusters, const Eigen::MatrixXd& explained, const Eigen::VectorXd& total)
{
    const auto position = explained.col(PositionFit), channel = explained.col(ChannelFit),
               additive = explained.col(AdditiveFit), cells = explained.col(CellFit);
    const std::array<Eigen::VectorXd, kShares.size() + 1> parts {
        position, channel, additive - channel, additive - position, additive, cells - additive, total - cells, total
    };
    Eigen::MatrixXd sums(static_cast<Eigen::Index>(parts.size()), clusters.count());
    for (std::size_t k = 0; k < parts.size(); ++k) {
        const std::vector<double> sum = clusters.sumCells(parts[k]);
        sums.row(static_cast<Eigen::Index>(k)) = Eigen::Map<const Eigen::RowVectorXd>(sum.data(), sums.cols());
    }
    return sums;
}

/// Of the shares that are ratios of sums; the adjusted ones have none.
void addIntervals(MetricValue& value, const RowClusters& clusters, const Eigen::MatrixXd& sums)
{
    const auto shares = [&](std::span<const double> weights, std::span<double> out) {
        const Eigen::VectorXd drawn = sums * Eigen::Map<const Eigen::VectorXd>(weights.data(), sums.cols());
        for (std::size_t k = 0; k < kShares.size(); ++k)
            out[k] = drawn(static_cast<Eigen::Index>(k)) / drawn(drawn.size() - 1);
    };
    const auto estimates = jackknifeClusters(clusters.count(), static_cast<int>(kShares.size()), shares);
    for (std::size_t k = 0; k < kShares.size(); ++k)
        setInterval(value, kShares[k], estimates[k], clusters.unit());
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions& options)
{
    ResultBuilder out("variance_partition", "diag.v1.");
    if (!(s.predictions().totalSumOfSquares() > 0))
        return std::move(out).take();
    const GroupSums& fine = s.predictions().cells();
    const TwoWay cells = twoWayCells(s.groups(), fine);
    const Eigen::MatrixXd explained = explainedByCell(cells, fine);
    MetricValue* value = out.add(
        "variance_partition", partition(cells, explained), "1", recordingsOf(s),
        "In-sample shares: they exceed 0 without any effect (0.42 at 2 recordings), and so do their intervals; "
        "*_adj takes chance out for independent tokens only. The held-out R2 is the safer number.");
    if (value && options.intervals) {
        const RowClusters clusters(s.groups());
        addIntervals(*value, clusters, shareSums(clusters, explained, fine.squares));
    }
    return std::move(out).take();
}

Figure figure(std::span<const RunView> runs)
{
    return makeNumberFigure({ "variance_partition",
                              "Variance partition",
                              "Share of variance",
                              { { "diag.v1.variance_partition", "position", "position" },
                                { "diag.v1.variance_partition", "channel", "channel" },
                                { "diag.v1.variance_partition", "position only", "position_unique" },
                                { "diag.v1.variance_partition", "channel only", "channel_unique" },
                                { "diag.v1.variance_partition", "both added", "additive" },
                                { "diag.v1.variance_partition", "interaction", "interaction" },
                                { "diag.v1.variance_partition", "rest", "residual" } },
                              "Two-way shares of the variance of predictions, in sample: above 0 without any effect." },
                            runs);
}

} // namespace

/// Two-way sums of squares of position bin and channel, pooled over dimensions, as shares of the total: position and
/// channel each alone, each added last (`_unique`), both added (by least squares, so that unbalanced data are no
/// problem), interaction = cells - additive, residual = 1 - cells (type I and II sums of squares; Searle 1971, ch. 7).
/// Unit of inference: the recording. No null. Intervals (`intervals`, one a share) draw recordings (sequences) anew and
/// hold the fitted means, which is right to first order (row_clusters.h). Cannot show an effect that is absent.
Metric variancePartition() { return { "variance_partition", "Variance partition", compute, figure }; }

} // namespace maskscope
