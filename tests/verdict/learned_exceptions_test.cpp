// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Where alignment, cosine and worth alone would say too much.
#include <cmath>
#include <limits>

#include <gmock/gmock.h>

#include "tests/verdict/verdict_cases.h"

namespace maskscope::test {

namespace {

using testing::HasSubstr;

/// Predictions drawn by lot: their means differ by chance alone, and a cosine over next to nothing can be anything.
TEST(Learned, AComponentThatMayBeNothingIsNotCarried)
{
    JudgedRun run = positionOnlyRun();
    MetricValue chance = carried("channel", { .size = 0.0001, .alignment = 0.002, .interval = { 0.0001, 0.004 } });
    EXPECT_EQ(run.set(chance).finding("channel.learned"), Finding::Supported);
    chance.intervals.emplace_back("size", Interval { -0.0003, 0.0005 });
    EXPECT_EQ(run.set(chance).finding("channel.learned"), Finding::TooLittleData);
    chance.intervals.back().second = { 0.00005, 0.00015 };
    EXPECT_EQ(run.set(chance).finding("channel.learned"), Finding::Supported);
}

TEST(Learned, WhatAScriptCannotBeAskedIsNotComputableThoughItsPassSaysSo)
{
    JudgedRun run = positionOnlyRun();
    run.context.script = true;
    MetricValue none = number("diag.v1.ablation_temporal", std::nan(""));
    none.untestable = "not computable for TorchScript models: such a model makes the code of the position itself";
    const Statement s = run.set(none).statement("position.depends");
    EXPECT_EQ(s.finding, Finding::NotComputable);
    EXPECT_EQ(s.reason, "Not computable for TorchScript models: such a model makes the code of the position itself.");
}

/// A channel's own course within a bin can pass for the recording's: what the visible tokens do not move is no context.
TEST(Learned, WhatIgnoresVisibleTokensHasNoContext)
{
    JudgedRun run = positionOnlyRun();
    run.set(carried("recording", isCarried()));
    EXPECT_EQ(run.finding("context.learned"), Finding::Supported);
    const Statement s = run.set(number("diag.v1.ablation_context", 0.001)).statement("context.learned");
    EXPECT_EQ(s.finding, Finding::NotSupported);
    EXPECT_THAT(s.reason, HasSubstr("change by only 0.1 % of their variance"));
}

TEST(Learned, WhatIsKnownOnlyTogetherIsNotDenied)
{
    JudgedRun run = positionOnlyRun();
    EXPECT_EQ(run.finding("channel.learned"), Finding::NotSupported);
    const Statement s = run.set(carried("interaction", isCarried())).statement("channel.learned");
    EXPECT_EQ(s.finding, Finding::TooLittleData);
    EXPECT_THAT(s.reason, HasSubstr("position and channel together are"));
}

} // namespace

} // namespace maskscope::test
