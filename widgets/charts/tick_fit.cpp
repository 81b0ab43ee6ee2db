// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/tick_fit.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "widgets/charts/axis_map.h"
#include "widgets/charts/text_fit.h"

namespace maskscope {

namespace {

using Extent = std::function<double(const QString&)>; // of a label along the axis

bool labelsTouch(const std::vector<AxisTick>& ticks, const AxisMap& map, const Extent& extent, double gap)
{
    double end = -std::numeric_limits<double>::infinity();
    for (const AxisTick& tick : ticks) {
        const auto at = map.at(tick.value);
        if (tick.label.isEmpty() || !at)
            continue;
        const double half = extent(tick.label) / 2;
        if (*at - half < end + gap)
            return true;
        end = *at + half;
    }
    return false;
}

void keepEveryNthLabel(std::vector<AxisTick>& ticks, std::size_t every)
{
    for (std::size_t i = 0; i < ticks.size(); ++i)
        if (i % every != 0)
            ticks[i].label.clear();
}

std::vector<AxisTick> thinned(const Axis& axis, double length, const Extent& extent, double gap, int most)
{
    const AxisMap map(axis, 0, length);
    std::vector<AxisTick> ticks;
    for (int labels = most; labels >= 2; --labels) {
        ticks = axisTicks(axis, map.low(), map.high(), labels);
        if (!labelsTouch(ticks, map, extent, gap))
            return ticks;
    }
    for (std::size_t every = 2; labelsTouch(ticks, map, extent, gap) && every < ticks.size(); ++every) {
        ticks = axisTicks(axis, map.low(), map.high(), 2);
        keepEveryNthLabel(ticks, every);
    }
    return ticks;
}

/// Minor ticks of a logarithmic axis need room between the decades.
void dropCrowdedMinorTicks(std::vector<AxisTick>& ticks, const Axis& axis, double length)
{
    const AxisMap map(axis, 0, length);
    if (axis.scale == AxisScale::Log10 && length / std::log10(map.high() / map.low()) < 22)
        std::erase_if(ticks, [](const AxisTick& tick) { return !tick.major; });
}

double widestLabel(const std::vector<AxisTick>& ticks, const QFont& font)
{
    double widest = 0;
    for (const AxisTick& tick : ticks)
        widest = std::max(widest, textWidth(tick.label, font));
    return widest;
}

FittedTicks fitCategories(const Axis& axis, double length, const FigureStyle& style)
{
    const QFont font = style.font(style.type.label);
    FittedTicks fitted { axisTicks(axis, 0, 0, 0), false, lineHeight(font) };
    const AxisMap map(axis, 0, length);
    if (!labelsTouch(
            fitted.ticks, map, [&](const QString& text) { return textWidth(text, font); }, 3))
        return fitted;
    const double step = length / std::max<double>(1, double(axis.categories.size()));
    keepEveryNthLabel(fitted.ticks, std::size_t(std::max(1.0, std::ceil(0.86 * style.type.label / step))));
    fitted.upright = true;
    fitted.labelSize = widestLabel(fitted.ticks, font);
    return fitted;
}

} // namespace

FittedTicks fitHorizontalTicks(const Axis& axis, double length, const FigureStyle& style)
{
    if (axis.scale == AxisScale::Categories && axis.ticks.empty())
        return fitCategories(axis, length, style);
    const QFont font = style.font(style.type.label);
    const int most = std::clamp(static_cast<int>(length / 26), 2, 7);
    const auto width = [&](const QString& text) { return textWidth(text, font); };
    std::vector<AxisTick> ticks = thinned(axis, length, width, 5, most);
    dropCrowdedMinorTicks(ticks, axis, length);
    return { std::move(ticks), false, lineHeight(font) };
}

FittedTicks fitVerticalTicks(const Axis& axis, double length, const FigureStyle& style)
{
    const QFont font = style.font(style.type.label);
    const int most = std::clamp(static_cast<int>(length / 16), 2, axis.scale == AxisScale::Log10 ? 9 : 6);
    std::vector<AxisTick> ticks = thinned(
        axis, length, [&](const QString&) { return 0.8 * font.pixelSize(); }, 3, most);
    dropCrowdedMinorTicks(ticks, axis, length);
    const double widest = widestLabel(ticks, font);
    return { std::move(ticks), false, widest };
}

} // namespace maskscope
