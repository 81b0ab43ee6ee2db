// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/position/position_correlation_figure.h"

#include <algorithm>
#include <cmath>

#include "analysis/metrics/drawing/figure_support.h"

namespace maskscope {
namespace {

std::vector<double> ranks(std::size_t count)
{
    std::vector<double> x(count);
    for (std::size_t i = 0; i < count; ++i)
        x[i] = static_cast<double>(i + 1);
    return x;
}

CartesianPlot sortedPlot(const RunView& run)
{
    CartesianPlot plot;
    const auto curve = arrayValues(run, "sorted_correlation"), median = arrayValues(run, "null_median");
    if (!median.empty()) {
        Series null { "null, 95 % of permutations",
                      kNullGrey,
                      SeriesStyle::DashedLine,
                      false,
                      ranks(median.size()),
                      toList(median),
                      toList(arrayValues(run, "null_low")),
                      toList(arrayValues(run, "null_high")),
                      {} };
        plot.series.push_back(std::move(null));
    }
    if (Series band = untrainedBand(run, "sorted_correlation", ranks(curve.size())); !band.x.empty())
        plot.series.push_back(std::move(band));
    if (!curve.empty()) {
        Series own {
            "|r| with position", run.color, SeriesStyle::Line, false, ranks(curve.size()), toList(curve), {}, {}, {}
        };
        for (std::size_t i = 0; i < curve.size(); ++i)
            own.hover.push_back("rank " + std::to_string(i + 1) + ": |r| = " + shortNumber(curve[i]));
        plot.series.push_back(std::move(own));
    }
    return plot;
}

CartesianPlot profilePlot(const RunView& run)
{
    CartesianPlot plot;
    plot.references.push_back({ true, 0, "zero" });
    const auto x = arrayValues(run, "profile_position"), y = arrayValues(run, "profile");
    const auto low = arrayValues(run, "profile_low"), high = arrayValues(run, "profile_high");
    if (y.empty())
        return plot;
    Series course { "mean course", run.color, SeriesStyle::Line, false, toList(x), toList(y), {}, {}, {} };
    for (std::size_t i = 0; i < y.size(); ++i)
        course.hover.push_back("t/T = " + shortNumber(x[i]) + ": " + shortNumber(y[i]) + " SD");
    if (std::any_of(low.begin(), low.end(), [](double v) { return std::isfinite(v); })) {
        for (std::size_t i = 0; i < y.size(); ++i) { // a bin in too few recordings: a band of no width
            course.low.push_back(std::isfinite(low[i]) ? low[i] : y[i]);
            course.high.push_back(std::isfinite(high[i]) ? high[i] : y[i]);
        }
    }
    plot.series.push_back(std::move(course));
    return plot;
}

void include(const CartesianPlot& plot, ValueRange& x, ValueRange& y)
{
    for (const Series& s : plot.series) {
        x.include(s.x);
        y.include(s.y);
        y.include(s.low);
        y.include(s.high);
    }
}

std::string profileShares(std::span<const RunView> runs)
{
    std::vector<std::string> shares;
    for (const RunView& run : runs) {
        const double share = numberOf(run, "diag.v1.position_profile_share");
        if (std::isfinite(share))
            shares.push_back(shortNumber(100 * share) + " %");
    }
    return shares.empty() ? "" : ", which holds " + joinNames(shares) + " of the variance between positions";
}

} // namespace

Figure positionCorrelationFigure(std::span<const RunView> runs)
{
    // The rows have different x axes, so columns share none.
    Figure f { "position_correlation", "Position correlation", {}, {}, false, true, {}, {} };
    ValueRange rank, unused, course;
    rank.include(1);
    course.include(0);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        Panel top = runPanel(runs[i], 0, static_cast<int>(i)), bottom = runPanel(runs[i], 1, static_cast<int>(i));
        CartesianPlot sorted = sortedPlot(runs[i]), profile = profilePlot(runs[i]);
        include(sorted, rank, unused);
        include(profile, unused, course);
        top.plot = std::move(sorted);
        bottom.plot = std::move(profile);
        f.panels.push_back(std::move(top));
        f.panels.push_back(std::move(bottom));
    }
    for (Panel& panel : f.panels) {
        auto& plot = std::get<CartesianPlot>(panel.plot);
        plot.x = panel.row == 0 ? Axis { "Dimension, sorted", AxisScale::Linear, 1, std::max(2.0, rank.high()), {}, {} }
                                : Axis { "Position in the sequence, t/T", AxisScale::Linear, 0, 1, {}, {} };
        plot.y = panel.row == 0 ? Axis { "|r| with position", AxisScale::Linear, 0, 1, {}, {} }
                                : course.linearAxis("Mean course (SD of predictions)");
    }
    f.caption = "Top: |r| of each dimension with the position, sorted, over 95 % of permutations that turn the "
                "positions round within sequences, one turn a recording ("
        + recordingCount(runs)
        + "); linear, so blind to a course that rises and falls. Bottom: mean course along the direction in which "
          "positions differ most"
        + profileShares(runs)
        + " (band: 95 % t interval between recordings, from 3 on; the direction is fitted to the same predictions). "
          "Brown: the range of untrained copies. Neither shows that the model learned the position: untrained models "
          "follow it too.";
    return f;
}

} // namespace maskscope
