// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/metrics/sums/effect_axis.h"
#include "analysis/metrics/drawing/figure_support.h"
#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/drawing/montage_order.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"

namespace maskscope {
namespace {

using Cell = RowGroups::Cell;

/// Values by group of RowGroups spread over PredictionSet::channels; NaN for a channel without rows.
Eigen::VectorXd byChannel(const PredictionStatistics& s, const Eigen::VectorXd& values)
{
    Eigen::VectorXd out = Eigen::VectorXd::Constant(static_cast<Eigen::Index>(s.set().channels.size()),
                                                    std::numeric_limits<double>::quiet_NaN());
    for (Eigen::Index c = 0; c < values.size(); ++c)
        out(s.groups().channelIndex[static_cast<std::size_t>(c)]) = values(c);
    return out;
}

Eigen::VectorXd frontness(const PredictionStatistics& s)
{
    Eigen::VectorXd front(s.groups().channels());
    for (Eigen::Index c = 0; c < front.size(); ++c) {
        const auto index = static_cast<std::size_t>(s.groups().channelIndex[static_cast<std::size_t>(c)]);
        front(c) = montagePlace(s.set().channels[index]).front;
    }
    return front;
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions&)
{
    const RowGroups& groups = s.groups();
    const GroupSums& cells = s.predictions().cells();
    const auto channel = groups.cellLabels(&Cell::channel);
    const EffectAxis effect = effectAxis(cells, groups.cellLabels(&Cell::recording), groups.recordings(), channel,
                                         groups.channels(), frontness(s));
    // Over sqrt(dim), a score has the scale of one dimension, as the mean over dimensions has: that mean is itself the
    // projection on the unit vector (1, ..., 1)/sqrt(dim), divided by sqrt(dim).
    const double scale = 1 / std::sqrt(static_cast<double>(s.predictions().dim()));
    const GroupSums sums = mergeCells(cells, channel, groups.channels());
    const Eigen::VectorXd plain
        = (sums.sums.rowwise().mean().array() / sums.counts.array()) + s.predictions().mean().mean();

    ResultBuilder out("channel_means", "diag.v1.");
    if (effect.share > 0) {
        out.add("channel_axis_share", effect.share, "1", recordingsOf(s),
                "Share of the variance between channel means along the axis that the figure shows. The axis is fitted "
                "to the same predictions.");
    }
    out.addArray("mean_over_dimensions", "channel", byChannel(s, plain));
    out.addArray("axis_score", "channel", byChannel(s, scale * effect.score));
    out.addArray("axis_score_low", "channel", byChannel(s, scale * effect.low));
    out.addArray("axis_score_high", "channel", byChannel(s, scale * effect.high));
    out.addArray("recordings_with_channel", "channel", byChannel(s, effect.recordings.cast<double>()));
    return std::move(out).take();
}

/// The run's values in the order of the categories; x is the category's place.
Series dots(const RunView& run, const std::vector<std::string>& order, std::string_view array, bool bars)
{
    Series series;
    series.style = SeriesStyle::Dots;
    const auto values = arrayValues(run, array), low = arrayValues(run, "axis_score_low"),
               high = arrayValues(run, "axis_score_high");
    const auto count = arrayValues(run, "recordings_with_channel");
    for (std::size_t c = 0; c < std::min(values.size(), run.channels.size()); ++c) {
        if (!std::isfinite(values[c]))
            continue;
        const auto at = std::find(order.begin(), order.end(), run.channels[c].name) - order.begin();
        series.x.push_back(static_cast<double>(at));
        series.y.push_back(values[c]);
        const bool interval = bars && c < low.size() && std::isfinite(low[c]) && c < high.size();
        if (bars) { // no interval: a bar of no length
            series.low.push_back(interval ? low[c] : values[c]);
            series.high.push_back(interval ? high[c] : values[c]);
        }
        std::string hover = run.channels[c].name + ": " + shortNumber(values[c]);
        if (interval)
            hover += " [" + shortNumber(low[c]) + ", " + shortNumber(high[c]) + "]";
        if (c < count.size())
            hover += ", n = " + shortNumber(count[c]) + (count[c] == 1 ? " recording" : " recordings");
        series.hover.push_back(std::move(hover));
    }
    return series;
}

CartesianPlot plotRun(const RunView& run, const std::vector<std::string>& order)
{
    CartesianPlot plot;
    plot.x.title = "Channel, front to back";
    plot.x.scale = AxisScale::Categories;
    plot.x.categories = order;
    plot.x.channels = true;
    plot.x.low = -0.5;
    plot.x.high = static_cast<double>(std::max<std::size_t>(order.size(), 1)) - 0.5;
    plot.references.push_back({ true, 0, "zero" });
    Series old = dots(run, order, "mean_over_dimensions", false);
    old.name = "mean over all dimensions (old)";
    old.color = kNullGrey;
    Series own = dots(run, order, "axis_score", true);
    own.name = "along the channels' first axis";
    own.color = run.color;
    plot.series = { std::move(old), std::move(own) };
    return plot;
}

Figure figure(std::span<const RunView> runs)
{
    std::vector<std::span<const PredictionChannel>> channels;
    for (const RunView& run : runs)
        channels.push_back(run.channels);
    const auto order = montageOrder(channels);
    Figure f { "channel_means", "Channel means", {}, {}, true, true, {}, {} };
    ValueRange range;
    range.include(0);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        Panel panel = runPanel(runs[i], static_cast<int>(i), 0);
        CartesianPlot plot = plotRun(runs[i], order);
        for (const Series& s : plot.series) {
            range.include(s.y);
            range.include(s.low);
            range.include(s.high);
        }
        panel.plot = std::move(plot);
        f.panels.push_back(std::move(panel));
    }
    for (Panel& panel : f.panels)
        std::get<CartesianPlot>(panel.plot).y = range.linearAxis("Mean prediction (model units)");
    f.caption = "Mean prediction of each channel: along the direction in which channels differ most (coloured; bars: "
                "95 % t interval between recordings, from 3 recordings on; "
        + recordingCount(runs)
        + ") and averaged over all dimensions as in the old diagnosis (grey), which a LayerNorm holds near zero "
          "whatever the model does. "
          "The direction is fitted to the same predictions, so noise spreads the dots too.";
    return f;
}

} // namespace

/// Per-channel prediction means, the old scalar beside one that a LayerNorm does not cancel.
Metric channelMeans() { return { "channel_means", "Channel means", compute, figure }; }

} // namespace maskscope
