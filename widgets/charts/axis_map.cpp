// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/axis_map.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace maskscope {

AxisMap::AxisMap(const Axis& axis, double from, double to)
    : m_logarithmic(axis.scale == AxisScale::Log10)
    , m_from(from)
    , m_to(to)
{
    std::tie(m_low, m_high) = drawnRange(axis);
}

std::optional<double> AxisMap::at(double value) const
{
    if (!std::isfinite(value) || (m_logarithmic && value <= 0))
        return std::nullopt;
    const double unit
        = m_logarithmic ? std::log(value / m_low) / std::log(m_high / m_low) : (value - m_low) / (m_high - m_low);
    return m_from + std::clamp(unit, -10.0, 11.0) * (m_to - m_from);
}

std::optional<double> AxisMap::atOrLowEnd(double value) const
{
    return m_logarithmic && value <= 0 ? std::optional(m_from) : at(value);
}

std::pair<double, double> drawnRange(const Axis& axis)
{
    if (axis.scale == AxisScale::Categories)
        return { -0.5, std::max<double>(1, double(axis.categories.size())) - 0.5 };
    double low = std::isfinite(axis.low) ? axis.low : 0;
    double high = std::isfinite(axis.high) ? axis.high : low + 1;
    if (low > high)
        std::swap(low, high);
    if (axis.scale == AxisScale::Log10) {
        high = high > 0 ? high : 1;
        low = low > 0 ? low : high * 1e-3;
        return low < high ? std::pair(low, high) : std::pair(low / 2, high * 2);
    }
    const double half = low == 0 ? 1 : 0.5 * std::abs(low);
    const bool isRange = high - low > 1e-12 * std::max(std::abs(low), std::abs(high));
    return isRange ? std::pair(low, high) : std::pair(low - half, high + half);
}

} // namespace maskscope
