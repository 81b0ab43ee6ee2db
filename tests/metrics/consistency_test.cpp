// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Consistency against closed forms: vectors in the plane whose cosines are known.
#include <cmath>

#include <gtest/gtest.h>

#include "tests/metrics/one_channel_plan.h"

namespace maskscope::test {
namespace {

/// The mean of the run's predictions is (1, 1).
struct TwoTokens : OneChannelPlan {
    TwoTokens()
    {
        plan.rows = RowMatrixD::Ones(2, 8);
        plan.lookedAt = { 0, 1 };
    }
};

TEST(Consistency, IsTheMeanCosine)
{
    TwoTokens tokens;
    tokens.plan.alone = (RowMatrixF(2, 2) << 3, 4, 0, 2).finished();
    tokens.plan.together = (RowMatrixF(2, 2) << 4, 3, 0, 7).finished();
    const MetricResult old = tokens.compute("consistency");
    EXPECT_NEAR(std::get<double>(old.value("legacy.mean_consistency")->value), (24.0 / 25 + 1) / 2, 1e-7);
    // Less (1, 1): (2, 3) with (3, 2), and (-1, 1) with (-1, 6).
    const MetricResult centred = tokens.compute("consistency_centred");
    const MetricValue* value = centred.value("diag.v1.consistency_centred");
    ASSERT_NE(value, nullptr);
    EXPECT_NEAR(std::get<double>(value->value), (12.0 / 13 + 7 / std::sqrt(2.0 * 37)) / 2, 1e-12);
    EXPECT_FALSE(value->interval); // two recordings of one channel: nothing repeats often enough
}

/// One vector for everything: alike without centring, and nothing is left to compare with it.
TEST(Consistency, OfOneVectorCannotBeAsked)
{
    TwoTokens tokens;
    tokens.plan.alone = tokens.plan.together = (RowMatrixF(2, 2) << 1, 1, 1, 1).finished();
    EXPECT_NEAR(std::get<double>(tokens.compute("consistency").value("legacy.mean_consistency")->value), 1, 1e-7);
    const MetricResult centred = tokens.compute("consistency_centred");
    EXPECT_FALSE(centred.value("diag.v1.consistency_centred")->untestable.empty());
}

TEST(Consistency, NeedsItsPasses)
{
    EXPECT_TRUE(TwoTokens().compute("consistency").values.empty());
    EXPECT_TRUE(TwoTokens().compute("consistency_centred").values.empty());
}

} // namespace
} // namespace maskscope::test
