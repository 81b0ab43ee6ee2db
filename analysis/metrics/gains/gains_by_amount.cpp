// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "analysis/metrics/drawing/figure_support.h"
#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/sums/plan_statistics.h"

namespace maskscope {

namespace {

Series curveOf(const RunView& run, const char* name, const std::string& array, SeriesStyle style)
{
    Series series;
    series.name = name;
    series.color = run.color;
    series.style = style;
    series.y = toList(arrayValues(run, array));
    for (std::size_t i = 0; i < series.y.size(); ++i) {
        series.x.push_back(static_cast<double>(i));
        series.hover.push_back(std::string(kVisibleBins[i]) + " visible " + name + ": " + shortNumber(series.y[i]));
    }
    return series;
}

Figure figure(std::span<const RunView> runs)
{
    Figure f { "gains_by_amount", "Gain from context by the number of visible tokens", {}, {}, true, true, {}, {} };
    ValueRange range;
    range.include(0);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        CartesianPlot plot;
        plot.x.title = "Visible tokens on that side";
        plot.x.scale = AxisScale::Categories;
        plot.x.low = -0.5;
        plot.x.high = static_cast<double>(kVisibleBins.size()) - 0.5;
        plot.x.categories.assign(kVisibleBins.begin(), kVisibleBins.end());
        plot.references.push_back({ true, 0, "" });
        for (Series& series : std::array {
                 curveOf(runs[i], "before", "context_gain_swapped_by_visible_before", SeriesStyle::Line),
                 curveOf(runs[i], "after", "context_gain_swapped_by_visible_after", SeriesStyle::DashedLine) }) {
            if (std::ranges::none_of(series.y, [](double v) { return std::isfinite(v); }))
                continue;
            range.include(series.y);
            plot.series.push_back(std::move(series));
        }
        Panel panel = runPanel(runs[i], 0, static_cast<int>(i));
        panel.plot = std::move(plot);
        f.panels.push_back(std::move(panel));
    }
    const bool any = std::ranges::any_of(
        f.panels, [](const Panel& panel) { return !std::get<CartesianPlot>(panel.plot).series.empty(); });
    if (!any)
        f.panels.clear(); // nothing is visible in any run
    for (Panel& panel : f.panels)
        std::get<CartesianPlot>(panel.plot).y = range.linearAxis("Gain (masked MSE)");
    f.caption
        = "What the true context is worth against that of another recording, by how many tokens are visible before "
          "(line) and after (dashed) the masked one; "
        + recordingCount(runs) + ". A causal model can gain from those before alone.";
    return f;
}

} // namespace

/// The gain from the true context against the number of visible tokens before and after the masked one: a figure of the
/// numbers of gains(), from the same passes.
Metric gainsByAmount()
{
    return {
        "gains_by_amount", "Gain from context by the number of visible tokens", {}, figure, MetricPage::Gains, "gains"
    };
}

} // namespace maskscope
