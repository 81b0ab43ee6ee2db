// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <vector>

#include "analysis/metrics/drawing/figure_support.h"
#include "analysis/metrics/metric_list.h"

namespace maskscope {
namespace {

struct Gain {
    const char* key;
    const char* title;
};
constexpr std::array<Gain, 3> kGains {
    { { "context_gain_swapped", "Context" }, { "position_gain", "Position" }, { "channel_gain", "Channel" } }
};
constexpr double kBeside = 0.015; // of the mask ratio: untrained copies stand a little to the right

const MetricValue* gainOf(const RunView& run, const Gain& gain)
{
    const MetricValue* value = run.result ? run.result->value(std::string("diag.v1.") + gain.key) : nullptr;
    return value && value->untestable.empty() && std::holds_alternative<double>(value->value) ? value : nullptr;
}

void addPoint(Series& series, double x, double y, const Interval& interval, const std::string& hover)
{
    series.x.push_back(x);
    series.y.push_back(y);
    series.low.push_back(interval.low);
    series.high.push_back(interval.high);
    series.hover.push_back(hover);
}

/// A line through the runs of one checkpoint, by mask ratio; nothing where there is only one.
std::optional<Series> lineOf(std::span<const RunView> runs, std::size_t first, const Gain& gain)
{
    std::vector<std::pair<double, double>> points;
    for (const RunView& run : runs)
        if (const MetricValue* value = gainOf(run, gain); value && run.checkpoint == runs[first].checkpoint)
            points.emplace_back(run.maskRatio, std::get<double>(value->value));
    if (points.size() < 2)
        return std::nullopt;
    std::ranges::sort(points);
    Series line;
    line.color = runs[first].color;
    line.style = SeriesStyle::DashedLine;
    for (const auto& [x, y] : points) {
        line.x.push_back(x);
        line.y.push_back(y);
    }
    return line;
}

CartesianPlot plotOf(std::span<const RunView> runs, const Gain& gain)
{
    CartesianPlot plot;
    plot.references.push_back({ true, 0, "" });
    Series untrained { "range of untrained copies", kUntrainedTan, SeriesStyle::Dots, false, {}, {}, {}, {}, {} };
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto firstOfIt = std::ranges::find(runs, runs[i].checkpoint, &RunView::checkpoint);
        if (firstOfIt == runs.begin() + static_cast<std::ptrdiff_t>(i))
            if (auto line = lineOf(runs, i, gain))
                plot.series.push_back(std::move(*line));
        const MetricValue* value = gainOf(runs[i], gain);
        if (!value)
            continue;
        const double y = std::get<double>(value->value), x = runs[i].maskRatio;
        Series own { runs[i].label, runs[i].color, SeriesStyle::Dots, false, {}, {}, {}, {}, {} };
        addPoint(own, x, y, value->interval.value_or(Interval { y, y }), runs[i].label + ": " + shortNumber(y));
        plot.series.push_back(std::move(own));
        if (const auto range = untrainedRange(*value))
            addPoint(untrained, x + kBeside, (range->low + range->high) / 2, *range,
                     "untrained: " + shortNumber(range->low) + " to " + shortNumber(range->high));
    }
    if (!untrained.x.empty())
        plot.series.push_back(std::move(untrained));
    return plot;
}

std::string untestableText(std::span<const RunView> runs)
{
    std::string text;
    for (const Gain& gain : kGains) {
        std::vector<std::string> names;
        for (const RunView& run : runs)
            if (run.result && run.result->value(std::string("diag.v1.") + gain.key) && !gainOf(run, gain))
                names.push_back(run.label);
        if (!names.empty())
            text += " Not testable: " + std::string(gain.title) + " of " + joinNames(names) + ".";
    }
    return text;
}

Figure figure(std::span<const RunView> runs)
{
    Figure f { "gains_by_ratio", "Gains against the mask ratio", {}, {}, true, true, {}, {} };
    ValueRange range;
    range.include(0);
    for (std::size_t i = 0; i < kGains.size(); ++i) {
        Panel panel;
        panel.title = kGains[i].title;
        panel.titleColor = kNullGrey;
        panel.column = static_cast<int>(i);
        CartesianPlot plot = plotOf(runs, kGains[i]);
        for (const Series& series : plot.series)
            for (const auto* values : { &series.y, &series.low, &series.high })
                range.include(*values);
        panel.plot = std::move(plot);
        f.panels.push_back(std::move(panel));
    }
    for (Panel& panel : f.panels) {
        auto& plot = std::get<CartesianPlot>(panel.plot);
        plot.x = { "Mask ratio", AxisScale::Linear, 0, 1.05, {}, {} };
        for (const double ratio : { 0.0, 0.25, 0.5, 0.75, 1.0 })
            plot.x.ticks.emplace_back(ratio, shortNumber(ratio));
        plot.y = range.linearAxis("Gain (masked MSE)");
    }
    f.caption = "What the true context, position and channel are worth at each run's mask ratio, with 95 % intervals ("
        + recordingCount(runs)
        + "); runs of one checkpoint are joined. Masked errors of different ratios are of different tokens: compare "
          "with the untrained copies beside each (brown)."
        + untestableText(runs);
    return f;
}

} // namespace

/// The gains of gains() against the mask ratio, all runs in one panel a factor. No numbers of its own.
Metric gainsByRatio()
{
    return { "gains_by_ratio", "Gains against the mask ratio", {}, figure, MetricPage::Gains, "gains" };
}

} // namespace maskscope
