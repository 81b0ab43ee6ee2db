// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/signals/time_axis.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace maskscope {

namespace {

constexpr std::array<double, 14> wholeSteps { 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200 };

double stepOf(double leastS, bool countsSamples)
{
    if (leastS <= 1 || countsSamples)
        return roundUp125(leastS);
    const auto whole = std::ranges::lower_bound(wholeSteps, leastS);
    return whole != wholeSteps.end() ? *whole : 7200 * std::ceil(leastS / 7200);
}

} // namespace

double roundDown125(double value)
{
    const double decade = std::pow(10, std::floor(std::log10(value) + 1e-12));
    for (const double factor : { 5.0, 2.0 })
        if (value >= factor * decade * (1 - 1e-12))
            return factor * decade;
    return decade;
}

double roundUp125(double value)
{
    const double down = roundDown125(value);
    if (down >= value * (1 - 1e-12))
        return down;
    const double lead = down / std::pow(10, std::floor(std::log10(down) + 1e-12));
    return lead > 1.5 && lead < 3 ? down * 2.5 : down * 2;
}

QString timeText(double s, int decimals)
{
    if (s < 60)
        return QStringLiteral("%1 s").arg(s, 0, 'f', decimals);
    const double scale = std::pow(10, decimals);
    const double rounded = std::round(s * scale) / scale;
    const auto minutes = static_cast<qint64>(rounded / 60);
    const QString rest = QStringLiteral("%1").arg(rounded - static_cast<double>(minutes) * 60,
                                                  decimals > 0 ? decimals + 3 : 2, 'f', decimals, QLatin1Char('0'));
    if (minutes < 60)
        return QStringLiteral("%1:%2").arg(minutes).arg(rest);
    return QStringLiteral("%1:%2:%3").arg(minutes / 60).arg(minutes % 60, 2, 10, QLatin1Char('0')).arg(rest);
}

std::vector<TimeTick> timeTicks(double fromS, double toS, double leastS, bool countsSamples)
{
    std::vector<TimeTick> ticks;
    if (!(toS > fromS) || !(leastS > 0))
        return ticks;
    const double step = countsSamples ? std::max(1.0, stepOf(leastS, true)) : stepOf(leastS, false);
    const int decimals = step >= 1 ? 0 : static_cast<int>(std::ceil(-std::log10(step) - 1e-9));
    for (double n = std::ceil(fromS / step - 1e-9); n * step <= toS + step * 1e-9; ++n)
        ticks.push_back({ n * step, countsSamples ? QString::number(n * step, 'f', 0) : timeText(n * step, decimals) });
    return ticks;
}

} // namespace maskscope
