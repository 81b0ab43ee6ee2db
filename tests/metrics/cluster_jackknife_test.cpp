// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Intervals from the values of units: by hand, against NumPy and SciPy, and how often they hold the truth.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "analysis/numerics/cluster_jackknife.h"
#include "analysis/numerics/student_t.h"
#include "analysis/numerics/unit_interval.h"
#include "tests/masking/python.h"
#include "tests/metrics/synthetic.h"

namespace maskscope::test {

namespace {

const std::vector<double> kNumerator { 3, 1, 4, 1, 5, 9, 2 }, kDenominator { 2, 7, 1, 8, 2, 8, 4 };

TEST(Jackknife, OfARatioByHand)
{
    // 10 / 10; without each 9/8, 8/8, 7/6, 9/9, 7/9; pseudo-values: 5 less 4 of those.
    const ClusterEstimate estimate
        = jackknifeRatio(std::vector<double> { 1, 2, 3, 1, 3 }, std::vector<double> { 2, 2, 4, 1, 1 });
    const std::vector<double> without { 9.0 / 8, 8.0 / 8, 7.0 / 6, 9.0 / 9, 7.0 / 9 };
    ASSERT_EQ(estimate.perCluster.size(), 5U);
    double mean = 0, squares = 0, cubes = 0;
    for (std::size_t i = 0; i < without.size(); ++i) {
        EXPECT_NEAR(estimate.perCluster[i], 5 - 4 * without[i], 1e-12);
        mean += estimate.perCluster[i] / 5;
    }
    for (const double v : estimate.perCluster) {
        squares += (v - mean) * (v - mean);
        cubes += std::pow(v - mean, 3);
    }
    const double half = 2.776445105 * std::sqrt(squares / 20), // Student's t of 4 degrees of freedom
        skewness = cubes / 5 / std::pow(squares / 5, 1.5),
                 longer = half * (1 + 3.25 * std::sqrt(std::abs(skewness)) / 5);
    ASSERT_TRUE(estimate.interval);
    EXPECT_NEAR(estimate.interval->low, mean - (skewness < 0 ? longer : half), 1e-9);
    EXPECT_NEAR(estimate.interval->high, mean + (skewness > 0 ? longer : half), 1e-9);
}

constexpr const char* kPython = R"(
import json, numpy as np
from scipy import stats
a, b = np.array([3, 1, 4, 1, 5, 9, 2.]), np.array([2, 7, 1, 8, 2, 8, 4.]); n = len(a)
without = np.array([np.delete(a, i).sum() / np.delete(b, i).sum() for i in range(n)])
v = n * a.sum() / b.sum() - (n - 1) * without
half = stats.t.ppf(.975, n - 1) * stats.sem(v); longer = half * (1 + 3.25 * np.sqrt(abs(stats.skew(v))) / n)
ts = [0, .1, .7, 1, 1.9, 2.5, 5, 20]
print(json.dumps({"values": v.tolist(), "low": v.mean() - (longer if stats.skew(v) < 0 else half),
                  "high": v.mean() + (longer if stats.skew(v) > 0 else half), "t": ts,
                  "p": [[2 * stats.t.sf(t, df) for t in ts] for df in range(1, 31)],
                  "quantile": [stats.t.ppf(.975, df) for df in range(1, 101)]}))
)";

class AgainstSciPy : public testing::Test {
protected:
    void SetUp() override
    {
        if (!pythonHas("numpy, scipy"))
            GTEST_SKIP() << "/usr/bin/python3 lacks numpy or scipy";
        const auto output = runPython(kPython);
        ASSERT_TRUE(output);
        reference = nlohmann::json::parse(*output);
    }
    nlohmann::json reference;
};

TEST_F(AgainstSciPy, JackknifeOfARatio)
{
    const ClusterEstimate estimate = jackknifeRatio(kNumerator, kDenominator);
    for (std::size_t i = 0; i < kNumerator.size(); ++i)
        EXPECT_NEAR(estimate.perCluster[i], reference["values"][i].get<double>(), 1e-12);
    ASSERT_TRUE(estimate.interval);
    EXPECT_NEAR(estimate.interval->low, reference["low"].get<double>(), 1e-9);
    EXPECT_NEAR(estimate.interval->high, reference["high"].get<double>(), 1e-9);
}

TEST_F(AgainstSciPy, StudentsT)
{
    for (int df = 1; df <= 30; ++df)
        for (std::size_t i = 0; i < reference["t"].size(); ++i)
            for (const double side : { 1.0, -1.0 }) {
                const double t = side * reference["t"][i].get<double>();
                EXPECT_NEAR(studentTTwoSided(t, df), reference["p"][static_cast<std::size_t>(df - 1)][i].get<double>(),
                            1e-12)
                    << t << " of " << df;
            }
    for (int df = 1; df <= 100; ++df)
        EXPECT_NEAR(studentT975(df), reference["quantile"][static_cast<std::size_t>(df - 1)].get<double>(), 2e-5) << df;
}

TEST(Jackknife, GivesTheSameInEveryOrder)
{
    std::vector<std::size_t> order(kNumerator.size());
    std::iota(order.begin(), order.end(), 0);
    const ClusterEstimate first = jackknifeRatio(kNumerator, kDenominator);
    for (int turn = 0; turn < 5; ++turn) {
        std::ranges::next_permutation(order);
        std::rotate(order.begin(), order.begin() + 3, order.end());
        std::vector<double> a, b;
        for (const std::size_t i : order) {
            a.push_back(kNumerator[i]);
            b.push_back(kDenominator[i]);
        }
        const ClusterEstimate other = jackknifeRatio(a, b);
        EXPECT_NEAR(other.interval->low, first.interval->low, 1e-12);
        EXPECT_NEAR(other.interval->high, first.interval->high, 1e-12);
        for (std::size_t i = 0; i < order.size(); ++i)
            EXPECT_NEAR(other.perCluster[i], first.perCluster[order[i]], 1e-12);
    }
}

/// The general form of several numbers against the ratio's own, and the mean, whose pseudo-values are the values.
TEST(Jackknife, OfSeveralNumbersAtOnce)
{
    const auto statistics = [&](std::span<const double> weights, std::span<double> out) {
        double a = 0, b = 0, n = 0;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            a += weights[i] * kNumerator[i];
            b += weights[i] * kDenominator[i];
            n += weights[i];
        }
        out[0] = a / b;
        out[1] = a / n;
    };
    const auto both = jackknifeClusters(7, 2, statistics);
    const ClusterEstimate ratio = jackknifeRatio(kNumerator, kDenominator);
    ASSERT_EQ(both.size(), 2U);
    for (std::size_t i = 0; i < 7; ++i) {
        EXPECT_NEAR(both[0].perCluster[i], ratio.perCluster[i], 1e-12);
        EXPECT_NEAR(both[1].perCluster[i], kNumerator[i], 1e-12);
    }
    EXPECT_NEAR(both[0].interval->high, ratio.interval->high, 1e-12);
    EXPECT_NEAR(both[1].interval->low, unitInterval(kNumerator)->low, 1e-12);
}

TEST(UnitInterval, NeedsFiveFiniteValues)
{
    EXPECT_FALSE(unitInterval(std::vector<double> { 1, 2, 3, 4 }));
    EXPECT_TRUE(unitInterval(std::vector<double> { 1, 2, 3, 4, 5 }));
    EXPECT_FALSE(unitInterval(std::vector<double> { 1, 2, 3, 4, std::numeric_limits<double>::quiet_NaN() }));
    EXPECT_FALSE(jackknifeRatio(std::vector<double> { 1, 2, 3, 4 }, std::vector<double> { 1, 1, 1, 1 }).interval);
    EXPECT_TRUE(
        jackknifeRatio(std::vector<double> { 1, 2, 3, 4 }, std::vector<double> { 1, 1, 1, 1 }).perCluster.empty());
    const auto same = unitInterval(std::vector<double>(6, 2.5));
    EXPECT_EQ(same->low, 2.5);
    EXPECT_EQ(same->high, 2.5);
    EXPECT_EQ(unitRange(std::vector<double> { 3, -1 })->low, -1);
    EXPECT_FALSE(unitRange(std::vector<double> { 3 }));
}

TEST(UnitInterval, OfACosineStaysWithinOne)
{
    const std::vector<double> without { 0.97, 0.99, 0.985, 0.98, 0.995 };
    const auto interval = jackknifeCosineInterval(without, 0.985);
    ASSERT_TRUE(interval);
    EXPECT_LT(interval->low, 0.985);
    EXPECT_LT(interval->high, 1);
    EXPECT_GT(interval->low, -1);
    EXPECT_FALSE(jackknifeCosineInterval(std::vector<double> { 0.9, 0.9, 1, 0.9, 0.9 }, 0.9));
}

/// Share of 4,000 samples whose interval holds the mean of what they were drawn from.
double coverage(int n, Normal& random, double sigma)
{
    constexpr int draws = 4000;
    const double truth = sigma > 0 ? std::exp(sigma * sigma / 2) : 0;
    int held = 0;
    for (int i = 0; i < draws; ++i) {
        std::vector<double> values(static_cast<std::size_t>(n));
        for (double& v : values)
            v = sigma > 0 ? std::exp(sigma * random()) : random();
        const auto interval = unitInterval(values);
        held += interval->low <= truth && truth <= interval->high ? 1 : 0;
    }
    return static_cast<double>(held) / draws;
}

TEST(UnitInterval, CoversWhatItSays)
{
    Normal random(2026);
    for (const int n : { 5, 8, 12, 20 }) { // a standard error of the share: 0.004
        const double normal = coverage(n, random, 0), skewed = coverage(n, random, 0.8);
        EXPECT_GE(normal, 0.93) << n;
        EXPECT_LE(normal, 0.985) << n;
        EXPECT_GE(skewed, 0.90) << n;
    }
}

} // namespace

} // namespace maskscope::test
