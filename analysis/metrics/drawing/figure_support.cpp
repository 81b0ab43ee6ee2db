// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/drawing/figure_support.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "analysis/metrics/intervals/untrained.h"

namespace maskscope {

void ValueRange::include(double value)
{
    if (!std::isfinite(value))
        return;
    m_low = std::min(m_low, value);
    m_high = std::max(m_high, value);
}

void ValueRange::include(std::span<const double> values)
{
    for (const double v : values)
        include(v);
}

Axis ValueRange::linearAxis(std::string title) const
{
    Axis axis;
    axis.title = std::move(title);
    axis.low = empty() ? -1 : m_low;
    axis.high = empty() ? 1 : m_high;
    double air = 0.05 * (axis.high - axis.low);
    if (!(air > 1e-12 * std::max(std::abs(axis.low), std::abs(axis.high))))
        air = axis.high == 0 ? 1 : 0.1 * std::abs(axis.high);
    axis.low -= air;
    axis.high += air;
    return axis;
}

std::span<const double> arrayValues(const RunView& run, std::string_view name)
{
    const MetricArray* array = run.result ? run.result->array(name) : nullptr;
    return array ? std::span<const double>(array->values) : std::span<const double>();
}

Series untrainedBand(const RunView& run, const std::string& array, std::vector<double> x)
{
    Series band;
    band.name = "untrained copies";
    band.color = kUntrainedTan;
    band.style = SeriesStyle::DottedLine;
    const auto low = arrayValues(run, array + kUntrainedLow), high = arrayValues(run, array + kUntrainedHigh);
    for (std::size_t i = 0; i < std::min({ x.size(), low.size(), high.size() }); ++i) {
        if (!std::isfinite(low[i]) || !std::isfinite(high[i]))
            continue;
        band.x.push_back(x[i]);
        band.y.push_back((low[i] + high[i]) / 2);
        band.low.push_back(low[i]);
        band.high.push_back(high[i]);
    }
    return band;
}

double numberOf(const RunView& run, std::string_view key)
{
    const MetricValue* value = run.result ? run.result->value(key) : nullptr;
    const double* number = value ? std::get_if<double>(&value->value) : nullptr;
    return number ? *number : std::numeric_limits<double>::quiet_NaN();
}

std::vector<double> toList(std::span<const double> values) { return { values.begin(), values.end() }; }

Panel runPanel(const RunView& run, int row, int column)
{
    Panel panel;
    panel.title = run.label;
    panel.titleColor = run.color;
    panel.row = row;
    panel.column = column;
    return panel;
}

std::string recordingCount(std::span<const RunView> runs)
{
    std::size_t least = runs.empty() ? 0 : runs[0].recordings.size(), most = least;
    for (const RunView& run : runs) {
        least = std::min(least, run.recordings.size());
        most = std::max(most, run.recordings.size());
    }
    std::string text = "n = " + std::to_string(least);
    if (most != least)
        text += " to " + std::to_string(most);
    return text + (most == 1 ? " recording" : " recordings");
}

std::string shortNumber(double value)
{
    std::array<char, 32> text {};
    std::snprintf(text.data(), text.size(), "%.3g", value);
    return text.data();
}

std::string joinNames(const std::vector<std::string>& names)
{
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i)
        text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
    return text;
}

} // namespace maskscope
