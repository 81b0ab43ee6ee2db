// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/numerics/unit_interval.h"

#include <algorithm>
#include <cmath>

#include "analysis/numerics/student_t.h"

namespace maskscope {

namespace {

/// How far skewness moves a limit; of the factors tried, the smallest that keeps a margin at every n
/// (docs/validity.md).
constexpr double kTailFactor = 3.25;

bool allFinite(std::span<const double> values)
{
    return std::ranges::all_of(values, [](double v) { return std::isfinite(v); });
}

struct Moments {
    double mean = 0, error = 0, skewness = 0; ///< standard error of the mean; third moment / second^1.5, of the values

    /// How much further the limit on the side of the longer tail lies.
    [[nodiscard]] double tail(int n) const { return 1 + kTailFactor * std::sqrt(std::abs(skewness)) / n; }
};

Moments momentsOf(std::span<const double> values)
{
    const auto n = static_cast<double>(values.size());
    Moments m;
    for (const double v : values)
        m.mean += v / n;
    double squares = 0, cubes = 0;
    for (const double v : values) {
        squares += (v - m.mean) * (v - m.mean);
        cubes += (v - m.mean) * (v - m.mean) * (v - m.mean);
    }
    m.error = std::sqrt(squares / (n * (n - 1)));
    const double skewness = cubes / n / std::pow(squares / n, 1.5);
    m.skewness = std::isfinite(skewness) ? skewness : 0; // all values are equal
    return m;
}

} // namespace

std::optional<Interval> unitInterval(std::span<const double> values)
{
    if (values.size() < static_cast<std::size_t>(kPopulationUnits) || !allFinite(values))
        return std::nullopt;
    const auto n = static_cast<int>(values.size());
    const Moments m = momentsOf(values);
    const double half = studentT975(n - 1) * m.error, longer = half * m.tail(n);
    return Interval { m.mean - (m.skewness < 0 ? longer : half), m.mean + (m.skewness > 0 ? longer : half) };
}

bool meanIsBelow(std::span<const double> values, double limit)
{
    constexpr double level = 0.05;
    if (values.size() < static_cast<std::size_t>(kPopulationUnits) || !allFinite(values))
        return false;
    const auto n = static_cast<int>(values.size());
    const Moments m = momentsOf(values);
    const double error = m.error * (m.skewness > 0 ? m.tail(n) : 1);
    return m.mean < limit && (error <= 0 || studentTTwoSided((limit - m.mean) / error, n - 1) / 2 < level);
}

std::vector<double> pseudoValues(std::span<const double> leaveOneOut, double estimate)
{
    const auto n = static_cast<double>(leaveOneOut.size());
    std::vector<double> values(leaveOneOut.begin(), leaveOneOut.end());
    for (double& v : values)
        v = n * estimate - (n - 1) * v;
    return values;
}

std::optional<Interval> jackknifeInterval(std::span<const double> leaveOneOut, double estimate)
{
    return unitInterval(pseudoValues(leaveOneOut, estimate));
}

std::optional<Interval> jackknifeCosineInterval(std::span<const double> leaveOneOut, double estimate)
{
    std::vector<double> without(leaveOneOut.begin(), leaveOneOut.end());
    for (double& v : without)
        v = std::atanh(v); // infinite or not a number from 1 on: no interval
    const auto interval = jackknifeInterval(without, std::atanh(estimate));
    if (!interval)
        return std::nullopt;
    return Interval { std::tanh(interval->low), std::tanh(interval->high) };
}

std::optional<Interval> unitRange(std::span<const double> values)
{
    if (values.size() < 2 || !allFinite(values))
        return std::nullopt;
    const auto [low, high] = std::ranges::minmax(values);
    return Interval { low, high };
}

} // namespace maskscope
