// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"
#include "analysis/numerics/least_squares.h"

namespace maskscope {
namespace {

using Cell = RowGroups::Cell;

/// Cells of (position bin, channel) that hold rows, and their labels.
struct TwoWay {
    std::vector<int> position, channel; ///< [cell]
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
    std::vector<int> label;
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
        label.push_back(cell);
    }
    t.cells = mergeCells(fine, label, static_cast<int>(t.position.size()));
    return t;
}

/// Sum of squares of position + channel without interaction, by least squares: right where cells are unequal or empty.
double additiveSumOfSquares(const TwoWay& t)
{
    const Eigen::Index parameters = t.positions + t.channels;
    Eigen::MatrixXd normal = Eigen::MatrixXd::Zero(parameters, parameters);
    RowsD right = RowsD::Zero(parameters, t.cells.sums.cols());
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
    return explainedSumOfSquares(normal, right);
}

MetricNumbers partition(const TwoWay& t)
{
    const double total = t.cells.squares.sum(), rows = t.cells.counts.sum();
    const double position = mergeCells(t.cells, t.position, t.positions).betweenSumOfSquares();
    const double channel = mergeCells(t.cells, t.channel, t.channels).betweenSumOfSquares();
    const double cells = t.cells.betweenSumOfSquares();
    const double additive = additiveSumOfSquares(t);
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

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions&)
{
    ResultBuilder out("variance_partition", "diag.v1.");
    if (s.predictions().totalSumOfSquares() > 0) {
        out.add("variance_partition", partition(twoWayCells(s.groups(), s.predictions().cells())), "1", tokensOf(s),
                "In-sample shares over tokens: they exceed 0 without any effect (0.42 at 2 recordings); *_adj takes "
                "chance out "
                "for independent tokens only. The held-out R2 is the safer number.");
    }
    return std::move(out).take();
}

} // namespace

/// Two-way sums of squares, pooled over dimensions, as shares of the total.
Metric variancePartition() { return { "variance_partition", "Variance partition", compute, {} }; }

} // namespace maskscope
