// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/color_contrast.h"

#include <algorithm>
#include <cmath>

namespace maskscope {

namespace {

double linearized(double channel)
{
    return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

QColor mixed(const QColor& a, const QColor& b, double share)
{
    const auto mix = [share](int from, int to) { return static_cast<int>(std::lround(from + share * (to - from))); };
    return { mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue()) };
}

} // namespace

double relativeLuminance(const QColor& color)
{
    return 0.2126 * linearized(double(color.redF())) + 0.7152 * linearized(double(color.greenF()))
        + 0.0722 * linearized(double(color.blueF()));
}

double contrastRatio(const QColor& a, const QColor& b)
{
    const double la = relativeLuminance(a);
    const double lb = relativeLuminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

QColor withContrast(const QColor& color, const QColor& ground, double minimum)
{
    const QColor away = relativeLuminance(ground) < 0.2 ? QColor(Qt::white) : QColor(Qt::black);
    constexpr int steps = 25;
    for (int i = 0; i <= steps; ++i) {
        const QColor candidate = mixed(color, away, double(i) / steps);
        if (contrastRatio(candidate, ground) >= minimum)
            return candidate;
    }
    return away;
}

} // namespace maskscope
