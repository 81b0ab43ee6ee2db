// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/error/reconstruction_figure.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/metrics/drawing/figure_support.h"
#include "analysis/numerics/band_power.h"

namespace maskscope {
namespace {

constexpr std::array kLetters { "δ", "θ", "α", "β", "γ" };

std::string axisName(std::size_t band)
{
    const FrequencyBand& b = eegBands()[band];
    return std::string(kLetters[band]) + " " + shortNumber(b.lowHz) + "–" + shortNumber(b.highHz);
}

const MetricValue* bandValue(const RunView& run, const std::string& what, std::size_t band)
{
    const MetricValue* value = run.result
        ? run.result->value("diag.v1.reconstruction_log_power_" + what + "_" + eegBands()[band].name)
        : nullptr;
    return value && value->untestable.empty() && std::holds_alternative<double>(value->value) ? value : nullptr;
}

void addPoint(Series& series, double x, const Interval& range, double y, std::string hover)
{
    series.x.push_back(x);
    series.y.push_back(y);
    series.low.push_back(range.low);
    series.high.push_back(range.high);
    series.hover.push_back(std::move(hover));
}

/// Dots with intervals of one number over the bands, at `shift` from the middle of each.
Series dots(const RunView& run, const std::string& what, std::string name, Rgb color, double shift)
{
    Series series { std::move(name), color, SeriesStyle::Dots, false, {}, {}, {}, {}, {} };
    for (std::size_t b = 0; b < eegBands().size(); ++b) {
        const MetricValue* value = bandValue(run, what, b);
        if (!value)
            continue;
        const double y = std::get<double>(value->value);
        addPoint(series, static_cast<double>(b) + shift, value->interval.value_or(Interval { y, y }), y,
                 axisName(b) + " Hz: " + series.name + " " + shortNumber(y));
    }
    return series;
}

Series untrained(const RunView& run)
{
    Series series { "error of untrained copies", kUntrainedTan, SeriesStyle::Dots, false, {}, {}, {}, {}, {} };
    for (std::size_t b = 0; b < eegBands().size(); ++b) {
        const MetricValue* value = bandValue(run, "error", b);
        if (const auto range = value ? untrainedRange(*value) : std::nullopt)
            addPoint(series, static_cast<double>(b) + 0.25, *range, (range->low + range->high) / 2,
                     "untrained: " + shortNumber(range->low) + " to " + shortNumber(range->high));
    }
    return series;
}

CartesianPlot plotRun(const RunView& run)
{
    CartesianPlot plot;
    plot.x.title = "Band (Hz)";
    plot.x.scale = AxisScale::Categories;
    plot.x.low = -0.5;
    plot.x.high = static_cast<double>(eegBands().size()) - 0.5;
    for (std::size_t b = 0; b < eegBands().size(); ++b)
        plot.x.categories.push_back(axisName(b));
    plot.references.push_back({ true, 0, "" });
    plot.series = { dots(run, "error", "error", run.color, -0.2), dots(run, "bias", "bias", { 34, 34, 34 }, 0),
                    untrained(run) };
    return plot;
}

} // namespace

Figure reconstructionFigure(std::span<const RunView> runs)
{
    Figure f { "reconstruction", "Reconstructed power by band", {}, {}, true, true, {}, {} };
    if (std::none_of(runs.begin(), runs.end(),
                     [](const RunView& run) { return run.result && !run.result->values.empty(); })) {
        f.caption = "None of these models predicts samples.";
        return f;
    }
    ValueRange range;
    range.include(0);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        Panel panel = runPanel(runs[i], 0, static_cast<int>(i));
        CartesianPlot plot = plotRun(runs[i]);
        for (const Series& s : plot.series) {
            range.include(s.y);
            range.include(s.low);
            range.include(s.high);
        }
        panel.plot = std::move(plot);
        f.panels.push_back(std::move(panel));
    }
    for (Panel& panel : f.panels)
        std::get<CartesianPlot>(panel.plot).y = range.linearAxis("Log10 power, predicted less true");
    f.caption = "Log10 of the predicted windows' power less that of the true ones, by band: mean size of the error "
                "(coloured) and mean with its sign (dark; below 0: too little power); bars: 95 % intervals ("
        + recordingCount(runs)
        + "). Only models that predict samples have it. Power can be right where the waveform is wrong.";
    return f;
}

} // namespace maskscope
