// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Intervals from one value a unit: closed forms, and how often they cover the truth.
#include <cmath>
#include <limits>
#include <ostream>
#include <vector>

#include <gtest/gtest.h>

#include "analysis/validity/interval_coverage.h"

namespace maskscope {

void PrintTo(const UnitPopulation& population, std::ostream* out) { *out << population.name; }

namespace test {

namespace {

TEST(UnitInterval, OfSymmetricValuesIsStudentsT)
{
    const std::vector<double> values { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
    const auto interval = unitInterval(values);
    ASSERT_TRUE(interval);
    const double half = 2.306004135 * std::sqrt(7.5 / 9); // t(0.975; 8), variance 7.5
    EXPECT_NEAR(interval->low, 5 - half, 1e-8);
    EXPECT_NEAR(interval->high, 5 + half, 1e-8);
}

TEST(UnitInterval, ReachesFurtherOnTheSideOfTheTail)
{
    const std::vector<double> values { 0, 0, 0, 0, 5 }, mirrored { 0, 0, 0, 0, -5 };
    const auto interval = unitInterval(values), other = unitInterval(mirrored);
    ASSERT_TRUE(interval && other);
    const double half = 2.776445105 * 1; // t(0.975; 4), variance 5, so the error of the mean is 1
    EXPECT_NEAR(interval->low, 1 - half, 1e-8);
    EXPECT_NEAR(interval->high, 1 + half * (1 + 3.25 * std::sqrt(1.5) / 5), 1e-8); // skewness 12 / 4^1.5
    EXPECT_DOUBLE_EQ(other->low, -interval->high);
    EXPECT_DOUBLE_EQ(other->high, -interval->low);
}

TEST(UnitInterval, ShowsThatAMeanIsBelowByAOneSidedTest)
{
    const std::vector<double> values { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
    const double half = 1.859548038 * std::sqrt(7.5 / 9); // t(0.95; 8), variance 7.5
    EXPECT_TRUE(meanIsBelow(values, 5 + half + 1e-6));
    EXPECT_FALSE(meanIsBelow(values, 5 + half - 1e-6));
    EXPECT_FALSE(meanIsBelow(values, 4));
    const std::vector<double> skewed { 0, 0, 0, 0, 5 };
    const double longer = 2.131846786 * (1 + 3.25 * std::sqrt(1.5) / 5); // t(0.95; 4), the error of the mean is 1
    EXPECT_TRUE(meanIsBelow(skewed, 1 + longer + 1e-6));
    EXPECT_FALSE(meanIsBelow(skewed, 1 + longer - 1e-6));
    EXPECT_FALSE(meanIsBelow(std::vector<double> { 0, 0, 0, 0 }, 1));
    EXPECT_TRUE(meanIsBelow(std::vector<double>(5, 0.3), 0.4));
}

TEST(UnitInterval, NeedsFiveFiniteValues)
{
    const std::vector<double> four { 1, 2, 3, 4 }, broken { 1, 2, 3, 4, std::numeric_limits<double>::quiet_NaN() };
    EXPECT_FALSE(unitInterval(four));
    EXPECT_FALSE(unitInterval(broken));
    EXPECT_FALSE(jackknifeInterval(four, 2));
    EXPECT_FALSE(unitInterval({}));
    const std::vector<double> equal(5, 0.3);
    const auto interval = unitInterval(equal);
    ASSERT_TRUE(interval);
    EXPECT_NEAR(interval->low, 0.3, 1e-12);
    EXPECT_NEAR(interval->high, 0.3, 1e-12);
}

TEST(UnitInterval, OfAMeanIsTheSameByTheJackknife)
{
    const std::vector<double> values { 0.2, 1.5, -0.3, 4.1, 0.9, 0.7 };
    double sum = 0;
    for (const double v : values)
        sum += v;
    std::vector<double> without;
    for (const double v : values)
        without.push_back((sum - v) / 5);
    const auto own = unitInterval(values), jackknife = jackknifeInterval(without, sum / 6);
    ASSERT_TRUE(own && jackknife);
    EXPECT_NEAR(own->low, jackknife->low, 1e-12);
    EXPECT_NEAR(own->high, jackknife->high, 1e-12);
}

TEST(UnitInterval, OfACosineStaysWithinOne)
{
    const std::vector<double> without { 0.99, 0.97, 0.98, 0.991, 0.9 };
    const auto interval = jackknifeCosineInterval(without, 0.975);
    ASSERT_TRUE(interval);
    EXPECT_LT(interval->low, 0.975);
    EXPECT_GT(interval->high, 0.975);
    EXPECT_LE(interval->high, 1);
    EXPECT_GE(interval->low, -1);
    const std::vector<double> full { 1, 0.97, 0.98, 0.991, 0.9 };
    EXPECT_FALSE(jackknifeCosineInterval(full, 0.975)); // its z is infinite
}

TEST(UnitRange, IsWhatWasSeen)
{
    const auto range = unitRange(std::vector<double> { 0.4, -1, 2 });
    ASSERT_TRUE(range);
    EXPECT_EQ(range->low, -1);
    EXPECT_EQ(range->high, 2);
    EXPECT_FALSE(unitRange(std::vector<double> { 1 }));
}

class Covers : public testing::TestWithParam<UnitPopulation> { };

TEST_P(Covers, TheMeanOfThePopulation)
{
    const bool normal = GetParam().name == "normal", named = normal || GetParam().name.ends_with("lognormal(0.8)");
    for (const int units : kCoverageUnits) {
        const Coverage c = measureCoverage(intervalMethods().back(), GetParam(), units, 20000, 0);
        // Kinds of numbers that no limit was set for: no worse than a point below the lognormal's.
        const double least = normal ? kLeastCoverageNormal : named ? kLeastCoverageSkewed : kLeastCoverageSkewed - 0.01;
        EXPECT_GE(c.covered, least) << units << " units";
        EXPECT_LE(c.covered, 0.98) << units << " units: wider than need be";
        // A rare value that would pull the mean down has often not been drawn.
        const double mostAbove = GetParam().name.starts_with("minus") ? 0.1 : 0.045;
        EXPECT_LE(c.above, mostAbove) << units << " units: an effect where there is none";
    }
}

INSTANTIATE_TEST_SUITE_P(Populations, Covers, testing::ValuesIn(unitPopulations()),
                         [](const auto& population) { return "population_" + std::to_string(population.index); });

TEST(Coverage, IsMeasuredRight)
{
    const IntervalMethod always { "always", [](auto) { return Interval { -1e9, 1e9 }; } };
    const IntervalMethod never { "never", [](auto) { return Interval { 7, 8 }; } };
    const UnitPopulation& normal = unitPopulations().front();
    EXPECT_NEAR(measureCoverage(always, normal, 5, 100, 0).covered, 1, 1e-9);
    EXPECT_NEAR(measureCoverage(never, normal, 5, 100, 0).above, 1, 1e-9);
    EXPECT_NEAR(measureCoverage(never, normal, 5, 100, 0).width, 1, 1e-9);
    for (const int units : kCoverageUnits) // exact for normal values: 2 standard errors of 20,000 draws are 0.3 %
        EXPECT_NEAR(measureCoverage(intervalMethods().front(), normal, units, 20000, 0).covered, 0.95, 0.005);
}

} // namespace

} // namespace test

} // namespace maskscope
