// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Bootstrap intervals against closed forms and against SciPy's BCa.
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "analysis/numerics/bootstrap.h"
#include "analysis/numerics/counter_random.h"
#include "tests/masking/python.h"

namespace maskscope::test {

namespace {

std::vector<double> normals(std::size_t n, std::uint64_t seed)
{
    CounterRandom random(seed);
    std::vector<double> values;
    for (std::size_t i = 0; i < n; ++i)
        values.push_back(normalQuantile(random.uniform() * (1 - 1e-12) + 5e-13));
    return values;
}

double mean(std::span<const double> weights, const std::vector<double>& values)
{
    double a = 0, b = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        a += weights[i] * values[i];
        b += weights[i];
    }
    return a / b;
}

TEST(Bootstrap, NormalQuantilesAreTheKnownOnes)
{
    EXPECT_NEAR(normalQuantile(0.975), 1.959963984540054, 1e-12);
    EXPECT_NEAR(normalQuantile(0.5), 0, 1e-14);
    EXPECT_NEAR(normalQuantile(0.001), -3.090232306167813, 1e-12);
    EXPECT_NEAR(normalQuantile(1e-10), -6.361340902404056, 1e-10);
    EXPECT_NEAR(normalDistribution(1.959963984540054), 0.975, 1e-14);
}

TEST(Bootstrap, IntervalOfAMeanIsThatOfTheNormalDistribution)
{
    const auto values = normals(400, 3);
    const auto interval = bootstrapInterval(
        400, [&](std::span<const double> weights) { return mean(weights, values); }, 4000, 1);
    ASSERT_TRUE(interval);
    const std::vector<double> ones(400, 1.0);
    const double m = mean(ones, values);
    double squares = 0;
    for (const double v : values)
        squares += (v - m) * (v - m);
    const double half = 1.96 * std::sqrt(squares) / 400;
    EXPECT_NEAR(interval->first, m - half, 0.08 * half);
    EXPECT_NEAR(interval->second, m + half, 0.08 * half);
}

TEST(Bootstrap, CoversTheTruthAsOftenAsItSays)
{
    int covered = 0;
    constexpr int draws = 300;
    for (int d = 0; d < draws; ++d) {
        const auto values = normals(30, 100 + static_cast<std::uint64_t>(d));
        const auto interval = bootstrapInterval(
            30, [&](std::span<const double> weights) { return mean(weights, values); }, 400, 7);
        covered += interval->first <= 0 && interval->second >= 0 ? 1 : 0;
    }
    EXPECT_GE(covered,
              static_cast<int>(0.89 * draws)); // 95 % less the known shortfall at n = 30 and four standard errors
    EXPECT_LT(covered, draws);
}

TEST(Bootstrap, ConstantsHaveNoWidthAndOneClusterHasNoInterval)
{
    const std::vector<double> a(10, 2.0), b(10, 4.0);
    const auto interval = bootstrapRatio(a, b, 200, 0);
    ASSERT_TRUE(interval);
    EXPECT_EQ(interval->first, 0.5);
    EXPECT_EQ(interval->second, 0.5);
    EXPECT_FALSE(bootstrapRatio(std::span(a).first(1), std::span(b).first(1), 200, 0));
    EXPECT_FALSE(bootstrapRatio(a, std::vector<double>(10, 0.0), 200, 0));
}

TEST(Bootstrap, AgreesWithSciPyOnASkewedRatio)
{
    if (!pythonHas("numpy, scipy"))
        GTEST_SKIP() << "python3-numpy and python3-scipy are not installed";
    std::vector<double> a, b;
    CounterRandom random(11);
    std::string pairs;
    for (int i = 0; i < 40; ++i) {
        b.push_back(1 + random.uniform());
        a.push_back(b.back() * -std::log(1 - random.uniform()));
        pairs += "(" + std::to_string(a.back()) + "," + std::to_string(b.back()) + "),";
    }
    const auto found = bootstrapRatio(a, b, 20000, 5);
    ASSERT_TRUE(found);
    const auto output = runPython(
        "import numpy as np\nfrom scipy.stats import bootstrap\nx=np.array([" + pairs
        + "])\nr=bootstrap((x[:,0],x[:,1]),lambda p,q,axis=-1:p.sum(axis)/q.sum(axis),paired=True,method='BCa',"
          "n_resamples=20000,random_state=1)\nprint(r.confidence_interval.low,r.confidence_interval.high)");
    ASSERT_TRUE(output);
    double low = 0, high = 0;
    std::istringstream(*output) >> low >> high;
    ASSERT_GT(high, low);
    EXPECT_NEAR(found->first, low, 0.03 * (high - low));
    EXPECT_NEAR(found->second, high, 0.03 * (high - low));
}

/// With few clusters one draw in ten holds each of them once and gives the value itself, but for the order of its sum:
/// on which side of the value such draws fall must not move an end.
TEST(Bootstrap, TheLastDigitOfASumMovesNoEnd)
{
    const std::vector<double> numerator { 0.1, 0.23, 0.31, 0.77, 0.05 }, ones(5, 1.0);
    const auto interval = bootstrapRatio(numerator, ones, 2000, 1);
    ASSERT_TRUE(interval);
    for (int digit = -3; digit <= 3; ++digit) {
        std::vector<double> moved = numerator;
        for (std::size_t i = 0; i < moved.size(); ++i)
            moved[i] *= 1 + digit * static_cast<double>(i % 2 + 1) * 1e-9;
        const auto other = bootstrapRatio(moved, ones, 2000, 1);
        ASSERT_TRUE(other);
        EXPECT_NEAR(other->first, interval->first, 1e-7 * interval->first) << digit;
        EXPECT_NEAR(other->second, interval->second, 1e-7 * interval->second) << digit;
    }
}

TEST(Bootstrap, TheOrderOfASumMovesNoEnd)
{
    const std::vector<double> values { 0.1, 0.23, 0.31, 0.77, 0.05 };
    const auto upwards = [&](std::span<const double> weights) { return mean(weights, values); };
    const auto downwards = [&](std::span<const double> weights) {
        double a = 0, b = 0;
        for (std::size_t i = values.size(); i-- > 0;) {
            a += weights[i] * values[i];
            b += weights[i];
        }
        return a / b;
    };
    const auto up = bootstrapInterval(5, upwards, 2000, 1), down = bootstrapInterval(5, downwards, 2000, 1);
    ASSERT_TRUE(up && down);
    EXPECT_NEAR(up->first, down->first, 1e-12);
    EXPECT_NEAR(up->second, down->second, 1e-12);
}

} // namespace

} // namespace maskscope::test
