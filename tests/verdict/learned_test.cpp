// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>

#include <gmock/gmock.h>

#include "analysis/verdict/carried_evidence.h"
#include "tests/verdict/verdict_cases.h"

namespace maskscope::test {

namespace {

using testing::HasSubstr;
using testing::Not;

const std::vector<std::string> kFactors { "position", "channel", "context" };

struct Case {
    const char* name;
    Carried carried;
    Finding finding;
    Lack lack = Lack::Nothing;
    const char* reason = "";
};

class LearnedRule : public testing::TestWithParam<Case> { };

TEST_P(LearnedRule, HoldsForEveryFactor)
{
    const Case& c = GetParam();
    for (const std::string& factor : kFactors) {
        JudgedRun run = positionOnlyRun(); // masked error 1: 0.005 matters
        if (factor == "context")
            run.set(carried("position", isNot())); // what the visible tokens tell of it is another matter
        run.set(carried(componentOf(factor), c.carried));
        const Statement s = run.statement(factor + ".learned");
        EXPECT_EQ(s.finding, c.finding) << factor << ": " << s.reason;
        EXPECT_EQ(s.lack, c.lack) << factor << ": " << s.reason;
        EXPECT_EQ(s.evidence.finding, c.finding);
        EXPECT_THAT(s.reason, HasSubstr(c.reason));
        EXPECT_FALSE(s.whatWouldChange.empty());
        EXPECT_TRUE(s.pValue) << factor;
    }
}

// A cosine of 0.5 is what position and channel need, 0.08 what the recording's own part needs.
INSTANTIATE_TEST_SUITE_P(
    Table, LearnedRule,
    testing::Values(
        Case { "Clear", {}, Finding::Supported, Lack::Nothing, "alignment 0.1 [0.09, 0.11], cosine 1.00, worth 10 %" },
        Case { "OvershootsThreeTimes",
               { .size = 0.9, .alignment = 0.3, .interval = { 0.2, 0.4 } },
               Finding::Supported,
               Lack::Nothing,
               "It is 3 times too strong: as it stands it costs 30 % of the masked error" },
        Case { "Timid", { .size = 0.001, .alignment = 0.01, .interval = { 0.009, 0.011 } }, Finding::Supported },
        Case { "RunsAgainst",
               { .alignment = -0.1, .interval = { -0.12, -0.08 } },
               Finding::NotSupported,
               Lack::Nothing,
               "predictions run against it" },
        Case { "RandomAndLarge",
               { .size = 50, .alignment = 0.15, .target = 50, .interval = { 0.1, 0.2 } }, // cosine 0.003
               Finding::NotSupported },
        Case { "TooSmallToMatter",
               { .size = 0.002, .alignment = 0.002, .target = 0.002, .interval = { 0.0018, 0.0022 } },
               Finding::NotSupported,
               Lack::Nothing,
               "worth less than 0.5 % of the masked error" },
        Case { "NothingVaries",
               { .size = 0, .alignment = 0, .interval = { 0, 0 } },
               Finding::NotSupported,
               Lack::Nothing,
               "worth less than 0.5 %" },
        Case { "SizeBelowZeroByChance",
               { .size = -1e-5, .alignment = 1e-5, .interval = { -1e-4, 1e-4 } },
               Finding::NotSupported },
        Case { "Wide", isOpen(), Finding::TooLittleData, Lack::Precision, "holds both nothing and what matters" },
        Case { "TouchesZero", { .interval = { 0, 0.2 } }, Finding::TooLittleData, Lack::Precision },
        Case { "MayMatter",
               { .size = 0.004, .alignment = 0.004, .target = 0.004, .interval = { 0.002, 0.006 } },
               Finding::TooLittleData,
               Lack::Precision },
        Case { "NoCosineAndWide",
               { .size = -0.01, .alignment = 0.1, .interval = { 0.05, 0.15 } },
               Finding::TooLittleData,
               Lack::Precision }),
    [](const auto& c) { return std::string(c.param.name); });

TEST(Learned, TheRightAmplitudeNeedsNoWord)
{
    EXPECT_THAT(positionOnlyRun().statement("position.learned").reason, Not(HasSubstr("too strong")));
}

TEST(Learned, TheCosineNeededFallsWithTheDimensions)
{
    // 0.3 is nothing for 32 dimensions, and more than any untrained network of 512 reaches.
    JudgedRun run = positionOnlyRun();
    run.set(carried("position", { .size = 0.9, .alignment = 0.09, .interval = { 0.08, 0.1 } }));
    for (const auto& [dimensions, limit] : { std::pair { 0, 0.5 },
                                             { 32, 0.5 },
                                             { 128, 0.25 },
                                             { 512, 0.15 },
                                             { 100000, 0.15 },
                                             { 16, 0.7071 },
                                             { 1, 0.9 } }) {
        run.context.dimensions = dimensions;
        const VerdictInputs in { run.metrics, run.context, run.thresholds };
        EXPECT_NEAR(cosineLimit(in, factors()[0]), limit, 1e-4) << dimensions;
        EXPECT_EQ(run.finding("position.learned"), 0.3 >= limit ? Finding::Supported : Finding::NotSupported);
    }
    const VerdictInputs in { run.metrics, run.context, run.thresholds };
    run.context.dimensions = 512;
    EXPECT_NEAR(cosineLimit(in, factors()[2]), 0.08, 1e-12) << "not below the threshold itself";
    run.thresholds.values[2].second = 0.1;
    ASSERT_EQ(run.thresholds.at("learned_cosine"), 0.1);
    EXPECT_EQ(cosineLimit(in, factors()[0]), 0.1);
}

/// With few units the interval is over what repeats within them: it does not know what they have in common by chance.
TEST(Learned, OfFewUnitsIsOfTheseAlone)
{
    JudgedRun run = positionOnlyRun();
    run.context.recordings = 2;
    run.set(carried("position", { .perUnit = { 0.09, 0.11 }, .unit = "position bin" }));
    Statement s = run.statement("position.learned");
    EXPECT_EQ(s.finding, Finding::SupportedHere);
    EXPECT_THAT(s.reason, HasSubstr("That holds for these 2 recordings; about others it says nothing."));
    EXPECT_FALSE(s.pValue);
    EXPECT_EQ(run.finding("position.depends"), Finding::SupportedHere);
    EXPECT_EQ(run.finding("reconstructs.global"), Finding::SupportedHere);
    EXPECT_EQ(run.judged().positionOnly, Finding::SupportedHere);
    run.set(carried("position", { .perUnit = { 0.21, -0.01 }, .unit = "position bin" }));
    s = run.statement("position.learned");
    EXPECT_EQ(s.finding, Finding::TooLittleData) << "one of both shows the opposite";
    run.set(carried("position", { .perUnit = {}, .unit = "position bin" }));
    EXPECT_EQ(run.finding("position.learned"), Finding::TooLittleData) << "what each shows is not known";
    for (const int units : { 1, 2, 4, 5, 12 }) {
        run = positionOnlyRun();
        run.context.recordings = 20;
        run.context.units = units;
        run.context.unit = "subject";
        EXPECT_EQ(run.finding("position.learned"),
                  units < 2       ? Finding::TooLittleData
                      : units < 5 ? Finding::SupportedHere
                                  : Finding::Supported)
            << units << " subjects of 20 recordings";
    }
}

TEST(Learned, WhatIsMissingIsNamed)
{
    const auto lackAfter = [](const auto& change) {
        JudgedRun run = positionOnlyRun();
        change(run);
        const Statement s = run.statement("position.learned");
        EXPECT_EQ(s.finding, Finding::TooLittleData) << s.reason;
        return s.lack;
    };
    EXPECT_EQ(lackAfter([](JudgedRun& r) { r.remove("diag.v1.carries_position"); }), Lack::Number);
    EXPECT_EQ(lackAfter([](JudgedRun& r) { r.context.recordings = 1; }), Lack::Recordings);
    EXPECT_EQ(lackAfter([](JudgedRun& r) { r.context.current = false; }), Lack::Number);
    EXPECT_EQ(lackAfter([](JudgedRun& r) {
                  MetricValue bare = carried("position", {});
                  bare.intervals.clear();
                  r.set(bare);
              }),
              Lack::Interval);
    EXPECT_EQ(lackAfter([](JudgedRun& r) {
                  r.set(carried("position", { .alignment = std::numeric_limits<double>::quiet_NaN() }));
              }),
              Lack::Interval);
    JudgedRun old = positionOnlyRun();
    old.context.current = false;
    EXPECT_THAT(old.statement("channel.learned").reason, HasSubstr("older version"));
    JudgedRun none = positionOnlyRun();
    none.remove("diag.v1.masked_mse");
    EXPECT_EQ(none.finding("position.learned"), Finding::NotComputable) << "predictions of which nobody says what";
    none.set(number("diag.v1.mse", 1));
    EXPECT_EQ(none.finding("position.learned"), Finding::Supported) << "the error of the predictions serves";
}

TEST(Learned, UntrainedCopiesDecideNothing)
{
    for (const auto& copies : { std::vector<double> {}, { 0.2, 0.3, 0.1, 0.4, 0.5 } }) {
        JudgedRun run = positionOnlyRun();
        run.context.untrainedCopies = static_cast<int>(copies.size());
        run.set(number("diag.v1.masked_mse", 1, {}, copies));
        run.set(number("diag.v1.position_gain", 0.1, Interval { 0.08, 0.12 }, copies));
        EXPECT_EQ(run.finding("position.learned"), Finding::Supported);
        EXPECT_EQ(run.finding("channel.learned"), Finding::NotSupported);
    }
}

TEST(Learned, SaysThroughWhichInput)
{
    JudgedRun run = positionOnlyRun();
    EXPECT_THAT(run.statement("position.learned").reason,
                HasSubstr("It is read from the time code (150 % of the alignment lost when replaced)."));
    for (const char* input : { "time_code", "time_code_turned" })
        run.read("position", input, 0.01, { -0.02, 0.04 });
    run.read("position", "order", 0.98, { 0.95, 1 });
    EXPECT_THAT(run.statement("position.learned").reason, HasSubstr("by the order and length of the sequence"));
    run.read("position", "time_code", 0.6, { 0.5, 0.7 }).read("position", "context_other_channel", 0.7, { 0.6, 0.8 });
    run.read("position", "order", 0.3, { 0.2, 0.4 });
    EXPECT_THAT(run.statement("position.learned").reason,
                HasSubstr("It is read from the visible tokens (70 % of the alignment lost when replaced) and the time "
                          "code (60 % of the alignment lost when replaced); 30 % no single replacement takes away."));
    for (const char* input : { "time_code", "time_code_turned", "place_code", "context_same_channel",
                               "context_other_channel", "context_none", "order" })
        run.remove(std::string("diag.v1.reads.position.") + input);
    EXPECT_THAT(run.statement("position.learned").reason, Not(HasSubstr("read from")));
}

/// chan100 of the known models: mirrored codes raise its error by 15 %, and its predictions do not know the position.
TEST(Learned, AnErrorThatAReplacementRaisesIsNoSignOfIt)
{
    JudgedRun run = positionOnlyRun();
    run.set(carried("position", isNot())).set(number("diag.v1.position_gain", 0.15, Interval { 0.14, 0.16 }));
    const Statement s = run.statement("position.learned");
    EXPECT_EQ(s.finding, Finding::NotSupported);
    EXPECT_THAT(s.reason, HasSubstr("the code of the mirrored position raises the masked error by 15 % is no sign"));
}

TEST(Learned, ContextIsAlsoAComponentReadFromTheVisibleTokens)
{
    JudgedRun run = positionOnlyRun();
    EXPECT_EQ(run.finding("context.learned"), Finding::NotSupported);
    run.set(carried("channel", isCarried()));
    run.read("channel", "context_other_channel", 1.1, { 1, 1.2 });
    const Statement s = run.statement("context.learned");
    EXPECT_EQ(s.finding, Finding::Supported);
    EXPECT_THAT(s.reason, HasSubstr("It tells the channel from the visible tokens: another recording's take 110 %"));
    EXPECT_THAT(s.reason, HasSubstr("What only the recording itself could tell is not carried."));
    EXPECT_TRUE(s.pValue);
    run.read("channel", "context_other_channel", 1.1, { -0.1, 2.3 });
    EXPECT_EQ(run.finding("context.learned"), Finding::NotSupported) << "its interval holds 0";
    run.read("channel", "context_other_channel", 0.08, { 0.07, 0.09 });
    EXPECT_EQ(run.finding("context.learned"), Finding::NotSupported) << "below a tenth";
    run.read("channel", "context_other_channel", 0.4, { 0.3, 0.5 });
    run.set(carried("channel", isNot()));
    EXPECT_EQ(run.finding("context.learned"), Finding::NotSupported) << "nothing is carried that could be lost";
    run.set(carried("channel", isCarried())).set(carried("recording", isCarried()));
    EXPECT_THAT(run.statement("context.learned").reason,
                HasSubstr("It also tells the channel from the visible tokens"));
    run.set(carried("channel", isOpen())).set(carried("recording", isOpen()));
    EXPECT_EQ(run.finding("context.learned"), Finding::TooLittleData);
}

/// Zeros are no recording: what is lost with them stands in the table and decides nothing.
TEST(Learned, ZeroedContextDecidesNothing)
{
    JudgedRun run = positionOnlyRun();
    run.set(carried("channel", isCarried())).read("channel", "context_none", 0.9, { 0.8, 1 });
    run.set(number("diag.v1.context_gain_none", 0.9, Interval { 0.8, 1 }));
    EXPECT_EQ(run.finding("context.learned"), Finding::NotSupported);
}

TEST(Learned, WithoutAnInputThereIsNoQuestion)
{
    JudgedRun run = positionOnlyRun();
    run.context.maskRatio = 1;
    EXPECT_EQ(run.finding("context.learned"), Finding::NotTestable);
    EXPECT_THAT(run.statement("context.learned").reason, HasSubstr("Every token is masked"));
    for (const auto& [factor, ablation] :
         { std::pair { "position", "ablation_temporal" }, std::pair { "channel", "ablation_spatial" } }) {
        MetricValue none = number(std::string("diag.v1.") + ablation, std::nan(""));
        none.untestable = "masked tokens have no code";
        run.set(none).set(carried(factor, { .size = 0, .alignment = 0, .interval = { 0, 0 } }));
        EXPECT_EQ(run.finding(std::string(factor) + ".learned"), Finding::NotTestable) << factor;
        EXPECT_THAT(run.statement(std::string(factor) + ".learned").reason, HasSubstr("Masked tokens have no code."));
        run.set(carried(factor, isCarried())); // it counts tokens: it shows, whatever the codes
        EXPECT_EQ(run.finding(std::string(factor) + ".learned"), Finding::Supported) << factor;
        EXPECT_EQ(run.finding(std::string(factor) + ".depends"), Finding::NotTestable) << factor;
    }
}

/// Constant predictions have no spread that an ablation could be a share of: the gain's pass says that nothing changes.
TEST(Learned, TheInputsOfConstantPredictionsAreKnownFromTheirPasses)
{
    JudgedRun run = positionOnlyRun();
    run.context.maskRatio = 1;
    MetricValue gain = number("diag.v1.position_gain", std::nan(""));
    gain.untestable = "masked tokens have no code";
    run.remove("diag.v1.ablation_temporal").set(gain);
    run.set(carried("position", { .size = 0, .alignment = 0, .interval = { 0, 0 } }));
    EXPECT_EQ(run.finding("position.learned"), Finding::NotTestable);
}

TEST(Learned, ContextOfOneRecordingIsTooLittleUnlessNoneIsVisible)
{
    JudgedRun run = positionOnlyRun();
    run.context.recordings = 1;
    run.remove("diag.v1.carries_recording");
    EXPECT_EQ(run.finding("context.learned"), Finding::TooLittleData);
    run.context.maskRatio = 1;
    EXPECT_EQ(run.finding("context.learned"), Finding::NotTestable);
}

/// A script's output can be held against targets; what went in cannot be taken apart.
TEST(Learned, OfAScriptRestsOnItsOutputAlone)
{
    JudgedRun run = positionOnlyRun();
    run.context.script = true;
    for (const char* key : { "ablation_temporal", "ablation_spatial", "ablation_context", "position_gain",
                             "channel_gain", "context_gain_swapped", "context_gain_none" })
        run.remove(std::string("diag.v1.") + key);
    EXPECT_EQ(run.finding("position.learned"), Finding::Supported);
    EXPECT_EQ(run.finding("channel.learned"), Finding::NotSupported);
    for (const std::string& factor : kFactors)
        EXPECT_EQ(run.finding(factor + ".depends"), Finding::NotComputable) << factor;
    EXPECT_EQ(run.finding("collapsed.representation"), Finding::NotComputable);
}

/// With another projection than the trained one, nothing carried means nothing, if predictions depend on the place.
TEST(Learned, NothingCarriedUnderAnUnknownProjectionStaysOpen)
{
    JudgedRun run = positionOnlyRun();
    run.context.projectionKnown = false;
    EXPECT_EQ(run.finding("channel.learned"), Finding::NotSupported) << "they do not depend on it";
    run.set(number("diag.v1.ablation_spatial", 0.02));
    const Statement s = run.statement("channel.learned");
    EXPECT_EQ(s.finding, Finding::TooLittleData);
    EXPECT_EQ(s.lack, Lack::Projection);
    EXPECT_EQ(run.finding("context.learned"), Finding::TooLittleData);
    EXPECT_EQ(run.finding("position.learned"), Finding::Supported);
    run.set(carried("channel", isCarried()));
    EXPECT_EQ(run.finding("channel.learned"), Finding::Supported) << "what is carried is carried with any";
}

/// Whatever the numbers: an answer needs all that it rests on, restated here apart from the rule's code.
TEST(Learned, NeverAnswersWithoutGrounds)
{
    const std::vector<double> ends { -0.2, -0.05, -0.001, 0, 0.001, 0.004, 0.006, 0.03, 0.2 };
    int supported = 0, refuted = 0;
    for (const double size : { -0.001, 0.0, 0.0001, 0.01, 1.0 })
        for (const double low : ends)
            for (const double high : ends)
                for (const double share : { 0.0, 0.5, 1.0 }) {
                    if (low > high)
                        continue;
                    const double value = low + share * (high - low);
                    JudgedRun run = positionOnlyRun();
                    run.set(carried("position", { .size = size, .alignment = value, .interval = { low, high } }));
                    const Finding finding = run.finding("position.learned");
                    const double cosine = value / std::sqrt(size * 0.1), most = std::max(high, 0.0);
                    if (finding == Finding::Supported) {
                        ++supported;
                        EXPECT_TRUE(low > 0 && size > 0 && cosine >= 0.5 && value * value / size >= 0.005);
                    } else if (finding == Finding::NotSupported) {
                        ++refuted;
                        EXPECT_TRUE(high < 0 || 2 * most < 0.005 || (size > 0 && most * most / size < 0.005)
                                    || (size > 0 && cosine < 0.5));
                    }
                    EXPECT_NE(finding, Finding::SupportedHere);
                }
    EXPECT_GT(supported, 10);
    EXPECT_GT(refuted, 10);
}

} // namespace

} // namespace maskscope::test
