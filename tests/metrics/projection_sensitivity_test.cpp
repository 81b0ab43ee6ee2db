// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/channel/projection_sensitivity.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace maskscope::test {
namespace {

MetricValue plain(const std::string& key, double value)
{
    MetricValue v;
    v.key = "diag.v1." + key;
    v.value = value;
    return v;
}

std::vector<MetricResult> numbers(double gain, double share)
{
    MetricValue partition;
    partition.key = "diag.v1.variance_partition";
    partition.value = MetricNumbers { { "position", 0.9 }, { "channel", share } };
    return { { "gains", { plain("channel_gain", gain), plain("position_gain", 7) }, {} },
             { "variance_partition", { partition }, {} } };
}

TEST(ProjectionSensitivity, IsTheSpreadOfTheNumbersAboutChannels)
{
    const std::vector<std::vector<MetricResult>> draws { numbers(1, 0.25), numbers(2, 0.25), numbers(6, 0.25) };
    const MetricResult result = projectionSensitivity(draws);
    const MetricValue* value = result.value("diag.v1.projection_sensitivity");
    ASSERT_NE(value, nullptr);
    const auto spreads = std::get<MetricNumbers>(value->value);
    ASSERT_EQ(spreads.size(), 2U); // the position's gain is none of them
    EXPECT_EQ(spreads[0].first, "channel_gain");
    EXPECT_NEAR(spreads[0].second, std::sqrt(7.0), 1e-12); // of 1, 2, 6: mean 3, squares 4 + 1 + 9, ddof 1
    EXPECT_EQ(spreads[1].first, "variance_partition.channel");
    EXPECT_EQ(spreads[1].second, 0);
    EXPECT_EQ(value->n, 3);
    const std::vector<MetricResult> run { result };
    const auto range = projectionRange(run, "diag.v1.channel_gain");
    ASSERT_TRUE(range.has_value());
    EXPECT_EQ(range->low, 1);
    EXPECT_EQ(range->high, 6);
    EXPECT_FALSE(projectionRange(run, "diag.v1.position_gain").has_value());
    const MetricArray* all = result.array("draws");
    ASSERT_NE(all, nullptr);
    EXPECT_EQ(all->values, (std::vector<double> { 1, 2, 6, 0.25, 0.25, 0.25 }));
}

TEST(ProjectionSensitivity, LeavesOutWhatCannotBeAsked)
{
    auto untestable = numbers(1, 0.5);
    untestable[0].values[0].untestable = "every token is masked";
    const std::vector<std::vector<MetricResult>> draws { untestable, numbers(2, 0.25) };
    const std::vector<MetricResult> run { projectionSensitivity(draws) };
    EXPECT_FALSE(projectionRange(run, "channel_gain").has_value());
    EXPECT_TRUE(projectionRange(run, "variance_partition.channel").has_value());
    const std::vector<std::vector<MetricResult>> one { numbers(1, 0.5) };
    EXPECT_TRUE(projectionSensitivity(one).values.empty()); // one draw has no spread
    const MetricResult none = projectionWithoutEffect("no electrode has a position of its own");
    EXPECT_EQ(none.values.front().untestable, "no electrode has a position of its own");
}

} // namespace
} // namespace maskscope::test
