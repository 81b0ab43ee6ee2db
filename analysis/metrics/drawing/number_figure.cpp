// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/drawing/number_figure.h"

#include <algorithm>
#include <cmath>

namespace maskscope {
namespace {

constexpr double kUntrainedBeside = 0.18, kNullBeside = 0.3; // of a category, to the right of the number
constexpr std::size_t kCategoriesSideBySide = 4; // with more, the runs stand below each other

/// What is drawn of one number of one run.
struct Shown {
    double value = 0;
    std::optional<Interval> interval, untrained;
    std::optional<double> null; ///< its 97.5 %
};

std::optional<double> nullOf(const MetricValue& value)
{
    const auto* numbers = value.null ? std::get_if<MetricNumbers>(&*value.null) : nullptr;
    if (!numbers)
        return std::nullopt;
    const auto at = std::ranges::find(*numbers, "quantile_97.5", &MetricNumbers::value_type::first);
    return at == numbers->end() ? std::nullopt : std::optional(at->second);
}

std::optional<Shown> shownOf(const RunView& run, const ShownNumber& number)
{
    const MetricValue* value = run.result ? run.result->value(number.key) : nullptr;
    if (!value || !value->untestable.empty())
        return std::nullopt;
    if (const double* plain = std::get_if<double>(&value->value))
        return std::isfinite(*plain)
            ? std::optional(Shown { *plain, value->interval, untrainedRange(*value), nullOf(*value) })
            : std::nullopt;
    const auto* named = std::get_if<MetricNumbers>(&value->value);
    if (!named)
        return std::nullopt;
    const auto at = std::ranges::find(*named, number.entry, &MetricNumbers::value_type::first);
    if (at == named->end() || !std::isfinite(at->second))
        return std::nullopt;
    Shown shown { at->second, {}, {}, {} };
    const auto interval = std::ranges::find(value->intervals, number.entry, &std::pair<std::string, Interval>::first);
    if (interval != value->intervals.end())
        shown.interval = interval->second;
    return shown;
}

struct DotSeries {
    Series own, untrained, null;

    explicit DotSeries(Rgb color)
    {
        own.color = color;
        own.name = "95 % interval";
        untrained.color = kUntrainedTan;
        untrained.name = "untrained copies";
        null.color = kNullGrey;
        null.name = "97.5 % of the null";
        for (Series* series : { &own, &untrained, &null })
            series->style = SeriesStyle::Dots;
    }

    void add(double x, const Shown& shown, const std::string& title)
    {
        own.x.push_back(x);
        own.y.push_back(shown.value);
        own.low.push_back(shown.interval ? shown.interval->low : shown.value);
        own.high.push_back(shown.interval ? shown.interval->high : shown.value);
        own.hover.push_back(title + ": " + shortNumber(shown.value));
        if (shown.untrained) {
            untrained.x.push_back(x + kUntrainedBeside);
            untrained.y.push_back((shown.untrained->low + shown.untrained->high) / 2);
            untrained.low.push_back(shown.untrained->low);
            untrained.high.push_back(shown.untrained->high);
            untrained.hover.push_back("untrained: " + shortNumber(shown.untrained->low) + " to "
                                      + shortNumber(shown.untrained->high));
        }
        if (shown.null) {
            null.x.push_back(x + kNullBeside);
            null.y.push_back(*shown.null);
            null.hover.push_back("97.5 % of the null: " + shortNumber(*shown.null));
        }
    }

    void into(CartesianPlot& plot)
    {
        for (Series* series : { &own, &untrained, &null })
            if (!series->x.empty())
                plot.series.push_back(std::move(*series));
    }
};

CartesianPlot emptyPlot(std::vector<std::string> categories)
{
    CartesianPlot plot;
    plot.references.push_back({ true, 0, "" });
    plot.x.scale = AxisScale::Categories;
    plot.x.low = -0.5;
    plot.x.high = static_cast<double>(categories.size()) - 0.5;
    plot.x.categories = std::move(categories);
    return plot;
}

void addRunPanels(Figure& f, std::span<const RunView> runs, const std::vector<ShownNumber>& numbers)
{
    std::vector<std::string> titles;
    for (const ShownNumber& number : numbers)
        titles.push_back(number.title);
    const bool below = numbers.size() > kCategoriesSideBySide;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        CartesianPlot plot = emptyPlot(titles);
        DotSeries dots(runs[i].color);
        for (std::size_t n = 0; n < numbers.size(); ++n)
            if (const auto shown = shownOf(runs[i], numbers[n]))
                dots.add(static_cast<double>(n), *shown, numbers[n].title);
        dots.into(plot);
        const int at = static_cast<int>(i);
        Panel panel = runPanel(runs[i], below ? at : 0, below ? 0 : at);
        panel.plot = std::move(plot);
        f.panels.push_back(std::move(panel));
    }
}

void addOnePanel(Figure& f, std::span<const RunView> runs, const ShownNumber& number)
{
    std::vector<std::string> labels;
    for (const RunView& run : runs)
        labels.push_back(run.label);
    CartesianPlot plot = emptyPlot(labels);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        DotSeries dots(runs[i].color);
        if (const auto shown = shownOf(runs[i], number))
            dots.add(static_cast<double>(i), *shown, runs[i].label);
        dots.into(plot);
    }
    Panel panel;
    panel.title = number.title;
    panel.titleColor = kNullGrey;
    panel.plot = std::move(plot);
    f.panels.push_back(std::move(panel));
}

bool showsColor(const Figure& f, Rgb color)
{
    for (const Panel& panel : f.panels)
        for (const Series& series : std::get<CartesianPlot>(panel.plot).series)
            if (series.color == color)
                return true;
    return false;
}

} // namespace

Figure makeNumberFigure(const NumberFigure& of, std::span<const RunView> runs)
{
    Figure f { of.id, of.title, {}, {}, true, true, {}, {} };
    std::vector<ShownNumber> numbers;
    std::ranges::copy_if(of.numbers, std::back_inserter(numbers), [&](const ShownNumber& number) {
        return std::ranges::any_of(runs, [&](const RunView& run) { return shownOf(run, number).has_value(); });
    });
    if (numbers.size() == 1)
        addOnePanel(f, runs, numbers.front());
    else if (!numbers.empty())
        addRunPanels(f, runs, numbers);
    ValueRange range;
    range.include(0);
    for (const Panel& panel : f.panels)
        for (const Series& series : std::get<CartesianPlot>(panel.plot).series)
            for (const auto* values : { &series.y, &series.low, &series.high })
                range.include(*values);
    for (Panel& panel : f.panels)
        std::get<CartesianPlot>(panel.plot).y = range.linearAxis(of.axis);
    f.caption = of.caption + " Bars: 95 % intervals (" + recordingCount(runs) + ")";
    if (showsColor(f, kUntrainedTan))
        f.caption += "; brown: the range of untrained copies";
    if (showsColor(f, kNullGrey))
        f.caption += "; grey: 97.5 % of the null";
    f.caption += ".";
    return f;
}

} // namespace maskscope
