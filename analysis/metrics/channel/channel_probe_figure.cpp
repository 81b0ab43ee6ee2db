// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/channel/channel_probe_figure.h"

#include <algorithm>
#include <cmath>

#include "analysis/metrics/drawing/figure_support.h"
#include "analysis/metrics/drawing/montage_order.h"
#include "analysis/metrics/intervals/untrained.h"

namespace maskscope {
namespace {

const MetricValue* probeOf(const RunView& run)
{
    return run.result ? run.result->value("diag.v1.channel_probe") : nullptr;
}

Series accuracies(const RunView& run, const std::vector<std::string>& order)
{
    Series series { "share told", run.color, SeriesStyle::Dots, false, {}, {}, {}, {}, {} };
    const auto values = arrayValues(run, "accuracy");
    for (std::size_t c = 0; c < std::min(values.size(), run.channels.size()); ++c) {
        if (!std::isfinite(values[c]))
            continue;
        const auto at = std::find(order.begin(), order.end(), run.channels[c].name) - order.begin();
        series.x.push_back(static_cast<double>(at));
        series.y.push_back(values[c]);
        series.hover.push_back(run.channels[c].name + ": told in " + shortNumber(100 * values[c]) + " % of its tokens");
    }
    return series;
}

/// What untrained copies reach, channel by channel.
Series untrainedAccuracies(const RunView& run, const std::vector<std::string>& order)
{
    Series series { "untrained copies", kUntrainedTan, SeriesStyle::Dots, false, {}, {}, {}, {}, {} };
    const auto low = arrayValues(run, std::string("accuracy") + kUntrainedLow),
               high = arrayValues(run, std::string("accuracy") + kUntrainedHigh);
    for (std::size_t c = 0; c < std::min({ low.size(), high.size(), run.channels.size() }); ++c) {
        if (!std::isfinite(low[c]) || !std::isfinite(high[c]))
            continue;
        series.x.push_back(
            static_cast<double>(std::find(order.begin(), order.end(), run.channels[c].name) - order.begin()) + 0.25);
        series.y.push_back((low[c] + high[c]) / 2);
        series.low.push_back(low[c]);
        series.high.push_back(high[c]);
        series.hover.push_back("untrained: " + shortNumber(100 * low[c]) + " to " + shortNumber(100 * high[c]) + " %");
    }
    return series;
}

/// Chance, and what shuffled labels reach, where they were drawn.
std::vector<ReferenceLine> references(const RunView& run)
{
    std::vector<ReferenceLine> lines;
    const MetricValue* value = probeOf(run);
    const auto* null = value && value->null ? std::get_if<MetricNumbers>(&*value->null) : nullptr;
    if (!null)
        return lines;
    for (const auto& [name, number] : *null) {
        if (name == "chance")
            lines.push_back({ true, number, "chance" });
        if (name == "quantile_97.5")
            lines.push_back({ true, number, "97.5 % of shuffled labels" });
    }
    return lines;
}

std::string captionOf(std::span<const RunView> runs)
{
    std::string text = "Share of each channel's tokens whose predictions lie nearest to that channel's mean in the "
                       "other recordings ("
        + recordingCount(runs)
        + "). Lines: chance, and 97.5 % of channel labels shuffled within recordings. Offsets of the electrodes that "
          "predictions copy from the context raise it as well as knowledge of the channel does. Brown: the "
          "range of untrained copies.";
    for (const RunView& run : runs) {
        const MetricValue* value = probeOf(run);
        if (value && !value->untestable.empty())
            text += " Not testable for " + run.label + ": " + value->untestable + ".";
    }
    return text;
}

} // namespace

Figure channelProbeFigure(std::span<const RunView> runs)
{
    std::vector<std::span<const PredictionChannel>> channels;
    for (const RunView& run : runs)
        channels.push_back(run.channels);
    const auto order = montageOrder(channels);
    Figure f { "channel_probe", "Can the channel be told?", {}, {}, true, true, {}, {} };
    for (std::size_t i = 0; i < runs.size(); ++i) {
        CartesianPlot plot;
        plot.x.title = "Channel, front to back";
        plot.x.scale = AxisScale::Categories;
        plot.x.categories = order;
        plot.x.channels = true;
        plot.x.low = -0.5;
        plot.x.high = static_cast<double>(std::max<std::size_t>(order.size(), 1)) - 0.5;
        plot.y = { "Share of tokens told", AxisScale::Linear, 0, 1, {}, {} };
        plot.references = references(runs[i]);
        plot.series = { accuracies(runs[i], order) };
        if (Series untrained = untrainedAccuracies(runs[i], order); !untrained.x.empty())
            plot.series.push_back(std::move(untrained));
        Panel panel = runPanel(runs[i], static_cast<int>(i), 0);
        panel.plot = std::move(plot);
        f.panels.push_back(std::move(panel));
    }
    f.caption = captionOf(runs);
    return f;
}

} // namespace maskscope
