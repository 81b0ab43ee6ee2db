// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The intervals of a mean that unitInterval was chosen from.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "analysis/numerics/counter_random.h"
#include "analysis/numerics/student_t.h"
#include "analysis/validity/interval_coverage.h"

namespace maskscope {

namespace {

constexpr int kResamples = 1000;
using Values = std::span<const double>;
using MaybeInterval = std::optional<Interval>;

struct Basis {
    double n = 0, mean = 0, error = 0, t = 0;
    double third = 0; ///< third central moment / second^1.5
};

Basis basisOf(Values values)
{
    Basis b { .n = static_cast<double>(values.size()), .t = studentT975(static_cast<int>(values.size()) - 1) };
    for (const double v : values)
        b.mean += v / b.n;
    double squares = 0, cubes = 0;
    for (const double v : values) {
        squares += (v - b.mean) * (v - b.mean);
        cubes += (v - b.mean) * (v - b.mean) * (v - b.mean);
    }
    b.error = std::sqrt(squares / (b.n * (b.n - 1)));
    b.third = squares > 0 ? cubes / b.n / std::pow(squares / b.n, 1.5) : 0;
    return b;
}

MaybeInterval student(Values values)
{
    const Basis b = basisOf(values);
    return Interval { b.mean - b.t * b.error, b.mean + b.t * b.error };
}

/// Johnson (1978): the middle moved by the third moment.
MaybeInterval johnson(Values values)
{
    const Basis b = basisOf(values);
    const double middle = b.mean + b.third * b.error / (6 * std::sqrt(b.n));
    return Interval { middle - b.t * b.error, middle + b.t * b.error };
}

/// Hall (1992): a monotone cubic of t that takes its skewness away, turned round.
MaybeInterval hall(Values values)
{
    const Basis b = basisOf(values);
    const double skewness = b.third * std::sqrt(b.n * (b.n - 1)) / (b.n - 2), a = skewness / (3 * std::sqrt(b.n));
    const auto turned = [&](double q) { return std::abs(a) < 1e-7 ? q : (std::cbrt(1 + 3 * a * (q - a / 2)) - 1) / a; };
    return Interval { b.mean - turned(b.t) * b.error, b.mean - turned(-b.t) * b.error };
}

double normalDistribution(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

/// By bisection: it is asked a few times an interval.
double normalQuantile(double p)
{
    double low = -9, high = 9;
    for (int step = 0; step < 50; ++step) {
        const double middle = (low + high) / 2;
        (normalDistribution(middle) < p ? low : high) = middle;
    }
    return low;
}

/// One resample's values, `drawn` in place.
void resample(Values values, CounterRandom& random, std::vector<double>& drawn)
{
    for (double& v : drawn)
        v = values[static_cast<std::size_t>(random.uniform() * static_cast<double>(values.size()))];
}

/// Efron (1987): bias-corrected, the acceleration from the skewness of the values.
MaybeInterval bca(Values values)
{
    const Basis b = basisOf(values);
    CounterRandom random(0);
    std::vector<double> means, drawn(values.size());
    for (int k = 0; k < kResamples; ++k) {
        resample(values, random, drawn);
        means.push_back(basisOf(drawn).mean);
    }
    std::ranges::sort(means);
    const auto below = static_cast<double>(std::ranges::lower_bound(means, b.mean) - means.begin());
    const double bias = normalQuantile(std::clamp(below / kResamples, 1.0 / kResamples, 1 - 1.0 / kResamples));
    const double acceleration = b.third / (6 * std::sqrt(b.n));
    const auto limit = [&](double tail) {
        const double z = bias + normalQuantile(tail);
        const double share = normalDistribution(bias + z / (1 - acceleration * z));
        return means[std::min(static_cast<std::size_t>(share * kResamples), means.size() - 1)];
    };
    return Interval { limit(0.025), limit(0.975) };
}

/// Quantiles of the studentised mean over resamples; at most `cap` times those of Student's t in size.
MaybeInterval bootstrapT(Values values, double cap)
{
    const Basis b = basisOf(values);
    CounterRandom random(0);
    std::vector<double> t, drawn(values.size());
    for (int k = 0; k < kResamples; ++k) {
        resample(values, random, drawn);
        const Basis of = basisOf(drawn);
        const double largest = std::min(cap * b.t, 1e6); // all of one value: as far as may be
        t.push_back(of.error > 1e-12 * b.error ? std::clamp((of.mean - b.mean) / of.error, -largest, largest)
                                               : std::copysign(largest, of.mean - b.mean));
    }
    std::ranges::sort(t);
    const double upper = t[static_cast<std::size_t>(0.975 * kResamples)];
    return Interval { b.mean - upper * b.error, b.mean - t[static_cast<std::size_t>(0.025 * kResamples)] * b.error };
}

MaybeInterval hull(const MaybeInterval& a, const MaybeInterval& b)
{
    return Interval { std::min(a->low, b->low), std::max(a->high, b->high) };
}

} // namespace

const std::vector<IntervalMethod>& intervalMethods()
{
    constexpr double uncapped = 1e9;
    static const std::vector<IntervalMethod> methods {
        { "Student's t", student },
        { "BCa", bca, true },
        { "Johnson's t", johnson },
        { "Hall's transformation", hall },
        { "bootstrap-t", [](Values v) { return bootstrapT(v, uncapped); }, true },
        { "hull of t and bootstrap-t", [](Values v) { return hull(student(v), bootstrapT(v, uncapped)); }, true },
        { "bootstrap-t, at most 2 t", [](Values v) { return bootstrapT(v, 2); }, true },
        { "bootstrap-t, at most 1.6 t", [](Values v) { return bootstrapT(v, 1.6); }, true },
        { "t with a longer tail", unitInterval },
    };
    return methods;
}

} // namespace maskscope
