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

/// The interval of an alignment over recordings whose bins hold other channels is wide, however little predictions
/// vary.
TEST(Learned, WhatPredictionsHardlyVaryWithIsDenied)
{
    JudgedRun run = positionOnlyRun();
    MetricValue chance
        = carried("channel", { .size = 0.001, .alignment = 0.0001, .target = -0.001, .interval = { -0.004, 0.004 } });
    chance.perUnit = { { "size", { 0.001, 0.0015, 0.0005, 0.001, 0.002, 0 } },
                       { "worth", { -0.001, 0, -0.002, 0.001, -0.001, 0.0005 } } };
    const Statement s = run.set(chance).statement("channel.learned");
    EXPECT_EQ(s.finding, Finding::NotSupported);
    EXPECT_THAT(s.reason, HasSubstr("as they are, predictions vary with it, and gain by it, less than 0.5 %"));
    chance.perUnit[1].second = { -0.01, 0, -0.02, 0.01, -0.01, 0.01 }; // they may gain 0.8 % by it
    EXPECT_EQ(run.set(chance).finding("channel.learned"), Finding::TooLittleData);
    chance.perUnit = { { "size", { 0.01, 0.0015, 0.0005, 0.001, 0.002, 0 } }, { "worth", std::vector(6, -0.001) } };
    EXPECT_EQ(run.set(chance).finding("channel.learned"), Finding::TooLittleData);
}

/// pos_1 of tests/validity at another ratio: .018 of .054 were lost with another recording's tokens.
TEST(Learned, WhatAnotherRecordingsTokensDoNotTakeIsNoContext)
{
    JudgedRun run = positionOnlyRun();
    run.set(carried("recording", isCarried())); // alignment 0.1, of an error of 1
    const auto with = [&](double error) {
        return run.set(number("diag.v1.reads.recording.context_same_channel", error)).statement("context.learned");
    };
    EXPECT_EQ(with(1.2).finding, Finding::Supported);
    EXPECT_EQ(with(1.06).finding, Finding::Supported);
    EXPECT_EQ(with(1.04).finding, Finding::NotSupported);
    EXPECT_THAT(with(1.04).reason, HasSubstr("take only 20 % of it away"));
    EXPECT_THAT(with(0.9).reason, HasSubstr("take only 0 % of it away"));
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
