// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/axis_ticks.h"

#include <algorithm>
#include <cmath>

namespace maskscope {

namespace {

const QChar minusSign(0x2212);

QString superscript(int number)
{
    static const QString digits = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
    QString text;
    const QString written = QString::number(number);
    for (const QChar c : written)
        text += c == QLatin1Char('-') ? QStringLiteral("⁻") : QString(digits[c.digitValue()]);
    return text;
}

/// The next of ..., 1, 2, 5, 10, 20, ... after `step`, which is one of them.
double coarser(double step)
{
    const double decade = std::pow(10.0, std::floor(std::log10(step) + 1e-9));
    const double factor = step / decade;
    return decade * (factor < 1.5 ? 2 : factor < 3 ? 5 : 10);
}

int tickCount(double low, double high, double step)
{
    const double slack = 1e-6;
    return static_cast<int>(std::floor(high / step + slack) - std::ceil(low / step - slack)) + 1;
}

/// The finest step with at most `maxTicks` ticks, but never so coarse that less than two remain.
double tickStep(double low, double high, int maxTicks)
{
    double step = std::pow(10.0, std::floor(std::log10((high - low) / (maxTicks + 1))));
    while (tickCount(low, high, step) > maxTicks && tickCount(low, high, coarser(step)) >= 2)
        step = coarser(step);
    return step;
}

QString formatTick(double value, double step, double largest)
{
    if (value == 0)
        return QStringLiteral("0");
    if (largest < 1e5 && step >= 1e-4)
        return formatDecimal(value, std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9))));
    const int exponent = static_cast<int>(std::floor(std::log10(largest) + 1e-9));
    const double scale = std::pow(10.0, exponent);
    const int decimals = std::max(0, -static_cast<int>(std::floor(std::log10(step / scale) + 1e-9)));
    return formatDecimal(value / scale, decimals) + QStringLiteral("×") + formatPowerOfTen(exponent);
}

std::vector<AxisTick> linearTicks(double low, double high, int maxLabels)
{
    const double step = tickStep(low, high, maxLabels);
    const double first = std::ceil(low / step - 1e-6);
    const double last = std::floor(high / step + 1e-6);
    const double largest = std::max(std::abs(first), std::abs(last)) * step;
    const auto every = std::ceil((last - first + 1) / std::max(2, maxLabels));
    std::vector<AxisTick> ticks;
    for (double i = first; i <= last && ticks.size() < 100; ++i) {
        const double value = i == 0 ? 0 : i * step;
        const bool isLabelled = std::fmod(i - first, every) == 0;
        ticks.push_back({ value, isLabelled ? formatTick(value, step, largest) : QString(), true });
    }
    return ticks;
}

std::vector<AxisTick> decadeTicks(double low, double high, int first, int last, int maxLabels)
{
    const int every = std::max(1, static_cast<int>(std::ceil(double(last - first + 1) / std::max(1, maxLabels))));
    // Labels on multiples of `every`, so that 10⁰ has one; in a range too short for two of these, from its low end on.
    const int multiples = static_cast<int>(std::floor(double(last) / every) - std::ceil(double(first) / every)) + 1;
    const int anchor = multiples >= 2 ? 0 : first;
    std::vector<AxisTick> ticks;
    for (int exponent = first - 1; exponent <= last; ++exponent) {
        const double decade = std::pow(10.0, exponent);
        if (exponent >= first) {
            const bool labelled = (exponent - anchor) % every == 0;
            ticks.push_back({ decade, labelled ? formatPowerOfTen(exponent) : QString(), true });
        }
        for (int factor = 2; factor < 10 && last - first < 8; ++factor)
            if (const double value = factor * decade; value >= low && value <= high)
                ticks.push_back({ value, {}, false });
    }
    return ticks;
}

std::vector<AxisTick> logTicks(double low, double high, int maxLabels)
{
    const int first = static_cast<int>(std::ceil(std::log10(low) - 1e-9));
    const int last = static_cast<int>(std::floor(std::log10(high) + 1e-9));
    if (last - first >= 1)
        return decadeTicks(low, high, first, last, maxLabels);
    return linearTicks(low, high, maxLabels); // under two decades: plain numbers on the logarithmic axis
}

std::vector<AxisTick> givenTicks(const Axis& axis, double low, double high, int maxLabels)
{
    std::vector<AxisTick> ticks;
    for (const auto& [value, label] : axis.ticks)
        if (value >= low && value <= high)
            ticks.push_back({ value, QString::fromStdString(label), true });
    const std::size_t every
        = (ticks.size() + std::size_t(std::max(1, maxLabels)) - 1) / std::size_t(std::max(1, maxLabels));
    for (std::size_t i = 0; i < ticks.size(); ++i)
        if (every > 1 && i % every != 0)
            ticks[i] = { ticks[i].value, {}, false };
    return ticks;
}

} // namespace

QString formatDecimal(double value, int decimals)
{
    QString text = QString::number(std::abs(value), 'f', decimals);
    const bool isZero = text.toDouble() == 0;
    return value < 0 && !isZero ? minusSign + text : text;
}

QString formatPowerOfTen(int exponent) { return QStringLiteral("10") + superscript(exponent); }

QString formatValue(double value)
{
    if (!std::isfinite(value))
        return QStringLiteral("no value");
    const double size = std::abs(value);
    if (size == 0 || (size >= 1e-3 && size < 1e6)) {
        const int digits = size == 0 ? 0 : static_cast<int>(std::floor(std::log10(size)));
        return formatDecimal(value, size == 0 ? 0 : std::clamp(3 - digits, 0, 6));
    }
    const int exponent = static_cast<int>(std::floor(std::log10(size)));
    return formatDecimal(value / std::pow(10.0, exponent), 2) + QStringLiteral("×") + formatPowerOfTen(exponent);
}

std::vector<AxisTick> axisTicks(const Axis& axis, double low, double high, int maxLabels)
{
    if (!axis.ticks.empty())
        return givenTicks(axis, low, high, maxLabels);
    if (axis.scale == AxisScale::Log10)
        return logTicks(low, high, maxLabels);
    if (axis.scale == AxisScale::Linear)
        return linearTicks(low, high, maxLabels);
    std::vector<AxisTick> ticks;
    for (std::size_t i = 0; i < axis.categories.size(); ++i)
        ticks.push_back({ double(i), QString::fromStdString(axis.categories[i]), true });
    return ticks;
}

} // namespace maskscope
