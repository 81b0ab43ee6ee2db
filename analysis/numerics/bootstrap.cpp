// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/numerics/bootstrap.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "analysis/numerics/counter_random.h"

namespace maskscope {

namespace {

constexpr double kTail = 0.025; // on either side

/// Linear interpolation between order statistics.
double sortedQuantile(const std::vector<double>& sorted, double q)
{
    const double at = std::clamp(q, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], at - static_cast<double>(below));
}

using Columns = std::vector<std::vector<double>>; // [number][value]

/// Draws of every number, each ascending; those that are not finite (an empty denominator) are left out.
Columns resample(int clusters, int numbers, const WeightedStatistics& statistics, int resamples, std::uint64_t seed)
{
    CounterRandom random(seed);
    std::vector<double> weights(static_cast<std::size_t>(clusters)), values(static_cast<std::size_t>(numbers));
    Columns draws(values.size());
    for (int b = 0; b < resamples; ++b) {
        std::ranges::fill(weights, 0.0);
        for (int i = 0; i < clusters; ++i)
            weights[static_cast<std::size_t>(random.uniform() * clusters)] += 1;
        statistics(weights, values);
        for (std::size_t k = 0; k < values.size(); ++k)
            if (std::isfinite(values[k]))
                draws[k].push_back(values[k]);
    }
    for (auto& column : draws)
        std::ranges::sort(column);
    return draws;
}

/// Each number without each cluster in turn.
Columns jackknife(int clusters, int numbers, const WeightedStatistics& statistics)
{
    std::vector<double> weights(static_cast<std::size_t>(clusters), 1.0), values(static_cast<std::size_t>(numbers));
    Columns without(values.size());
    for (double& weight : weights) {
        weight = 0;
        statistics(weights, values);
        weight = 1;
        for (std::size_t k = 0; k < values.size(); ++k)
            without[k].push_back(values[k]);
    }
    return without;
}

/// Sixth of the skewness of the jackknife's values about their mean (Efron 1987, eq. 6.6); 0 where they are equal.
double acceleration(const std::vector<double>& without)
{
    double mean = 0, squares = 0, cubes = 0;
    for (const double v : without)
        mean += v / static_cast<double>(without.size());
    for (const double v : without) {
        squares += (mean - v) * (mean - v);
        cubes += (mean - v) * (mean - v) * (mean - v);
    }
    const double a = cubes / (6 * std::pow(squares, 1.5));
    return std::isfinite(a) ? a : 0;
}

/// Share of draws below the value, ties by half. A draw counts as a tie as far as it is closer than a thousandth of
/// their spread: drawing every cluster once gives the value itself but for the order of sums, and a difference in the
/// last digit must not decide on which side it lies.
double shareBelow(const std::vector<double>& draws, double value)
{
    const double spread = sortedQuantile(draws, 0.84) - sortedQuantile(draws, 0.16);
    const double nearness = 1e-3 * (spread > 0 ? spread : draws.back() - draws.front());
    double below = 0;
    for (const double draw : draws)
        below += nearness > 0 ? std::clamp(0.5 + (value - draw) / (2 * nearness), 0.0, 1.0)
            : draw < value    ? 1
            : draw > value    ? 0
                              : 0.5;
    return below / static_cast<double>(draws.size());
}

std::optional<std::pair<double, double>> correctedInterval(double value, const std::vector<double>& draws,
                                                           const std::vector<double>& without)
{
    if (!std::isfinite(value) || draws.empty())
        return std::nullopt;
    const double share = shareBelow(draws, value);
    const double least = 0.5 / static_cast<double>(draws.size()); // below it there is no bias to be told
    if (!(share >= least && share <= 1 - least))
        return std::pair { sortedQuantile(draws, kTail), sortedQuantile(draws, 1 - kTail) };
    const double bias = normalQuantile(share), a = acceleration(without);
    const auto adjusted = [&](double tail) {
        const double z = bias + normalQuantile(tail);
        return sortedQuantile(draws, normalDistribution(bias + z / (1 - a * z)));
    };
    return std::pair { adjusted(kTail), adjusted(1 - kTail) };
}

} // namespace

double normalDistribution(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

double normalQuantile(double p)
{
    constexpr std::array a { -3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                             1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00 };
    constexpr std::array b { -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
                             6.680131188771972e+01, -1.328068155288572e+01 };
    constexpr std::array c { -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                             -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00 };
    constexpr std::array d { 7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
                             3.754408661907416e+00 };
    const auto tail = [&](double q) {
        return (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5])
            / ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
    };
    double x = 0;
    if (p < 0.02425) {
        x = tail(std::sqrt(-2 * std::log(p)));
    } else if (p > 1 - 0.02425) {
        x = -tail(std::sqrt(-2 * std::log1p(-p)));
    } else {
        const double q = p - 0.5, r = q * q;
        x = (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q
            / (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
    }
    const double e = normalDistribution(x) - p;
    const double u = e * std::sqrt(2 * std::numbers::pi) * std::exp(x * x / 2);
    return x - u / (1 + x * u / 2);
}

std::vector<std::optional<std::pair<double, double>>>
bootstrapIntervals(int clusters, int numbers, const WeightedStatistics& statistics, int resamples, std::uint64_t seed)
{
    std::vector<std::optional<std::pair<double, double>>> intervals(static_cast<std::size_t>(numbers));
    if (clusters < 2 || resamples < 1)
        return intervals;
    std::vector<double> values(intervals.size());
    statistics(std::vector<double>(static_cast<std::size_t>(clusters), 1.0), values);
    const Columns draws = resample(clusters, numbers, statistics, resamples, seed);
    const Columns without = jackknife(clusters, numbers, statistics);
    for (std::size_t k = 0; k < intervals.size(); ++k)
        intervals[k] = correctedInterval(values[k], draws[k], without[k]);
    return intervals;
}

std::optional<std::pair<double, double>> bootstrapInterval(int clusters, const WeightedStatistic& statistic,
                                                           int resamples, std::uint64_t seed)
{
    return bootstrapIntervals(
        clusters, 1,
        [&](std::span<const double> weights, std::span<double> numbers) { numbers[0] = statistic(weights); }, resamples,
        seed)[0];
}

std::optional<std::pair<double, double>> bootstrapRatio(std::span<const double> numerator,
                                                        std::span<const double> denominator, int resamples,
                                                        std::uint64_t seed)
{
    const std::size_t clusters = numerator.size();
    if (clusters < 2 || resamples < 1)
        return std::nullopt;
    CounterRandom random(seed);
    std::vector<double> draws, without;
    for (int k = 0; k < resamples; ++k) { // sums of what is drawn: weights would take twice the time
        double a = 0, b = 0;
        for (std::size_t i = 0; i < clusters; ++i) {
            const auto drawn = static_cast<std::size_t>(random.uniform() * static_cast<double>(clusters));
            a += numerator[drawn];
            b += denominator[drawn];
        }
        if (std::isfinite(a / b))
            draws.push_back(a / b);
    }
    std::ranges::sort(draws);
    double a = 0, b = 0;
    for (std::size_t i = 0; i < clusters; ++i) {
        a += numerator[i];
        b += denominator[i];
    }
    for (std::size_t i = 0; i < clusters; ++i)
        without.push_back((a - numerator[i]) / (b - denominator[i]));
    return correctedInterval(a / b, draws, without);
}

} // namespace maskscope
