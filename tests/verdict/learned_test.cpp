// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tests/verdict/verdict_cases.h"

namespace maskscope::test {

namespace {

const std::vector<double> kCopies { -0.002, -0.001, 0, 0.001, 0.002 };

struct Case {
    const char* name;
    double value;
    Interval interval;
    std::vector<double> untrained;
    Finding finding;
    Lack lack;
};

class LearnedRule : public testing::TestWithParam<Case> { };

TEST_P(LearnedRule, HoldsForEveryFactor)
{
    const Case& c = GetParam();
    for (const std::string key : { "position_gain", "channel_gain", "context_gain_swapped" }) {
        JudgedRun run = positionOnlyRun(); // masked error 1: a gain of 0.005 matters
        run.set(number("diag.v1." + key, c.value, c.interval, c.untrained));
        const Statement s = run.statement(key.substr(0, key.find('_')) + ".learned");
        EXPECT_EQ(s.finding, c.finding) << key << ": " << s.reason;
        EXPECT_EQ(s.lack, c.lack) << key << ": " << s.reason;
        EXPECT_EQ(s.evidence.finding, c.finding);
        EXPECT_FALSE(s.reason.empty() || s.whatWouldChange.empty());
        EXPECT_NEAR(s.smallestEffect.value_or(-1), (c.interval.high - c.interval.low) / 2 / 1.96 * 2.8, 1e-12);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Table, LearnedRule,
    testing::Values(
        Case { "Clear", 0.1, { 0.08, 0.12 }, kCopies, Finding::Supported, Lack::Nothing },
        Case { "Harmful", -0.1, { -0.12, -0.08 }, kCopies, Finding::NotSupported, Lack::Nothing },
        Case { "HarmfulNeedsNoCopies", -0.1, { -0.12, -0.08 }, {}, Finding::NotSupported, Lack::Nothing },
        Case { "TooSmallToMatter", 0.001, { -0.001, 0.004 }, kCopies, Finding::NotSupported, Lack::Nothing },
        Case { "TooSmallThoughAboveZero", 0.003, { 0.002, 0.004 }, kCopies, Finding::NotSupported, Lack::Nothing },
        Case { "NoChangeAtAll", 0, { 0, 0 }, kCopies, Finding::NotSupported, Lack::Nothing },
        Case { "Wide", 0.1, { -0.05, 0.25 }, kCopies, Finding::TooLittleData, Lack::Precision },
        Case { "WideAndNegative", -0.1, { -0.25, 0.05 }, kCopies, Finding::TooLittleData, Lack::Precision },
        Case { "MayMatter", 0.004, { 0.002, 0.006 }, kCopies, Finding::TooLittleData, Lack::Precision },
        Case { "TouchesZero", 0.1, { 0, 0.2 }, kCopies, Finding::TooLittleData, Lack::Precision },
        Case { "NoCopies", 0.1, { 0.08, 0.12 }, {}, Finding::TooLittleData, Lack::UntrainedCopies },
        Case { "FourCopies", 0.1, { 0.08, 0.12 }, { 0, 0, 0, 0 }, Finding::TooLittleData, Lack::UntrainedCopies },
        Case { "FifthCopyIsNoNumber",
               0.1,
               { 0.08, 0.12 },
               { 0, 0, 0, 0, std::numeric_limits<double>::quiet_NaN() },
               Finding::TooLittleData,
               Lack::UntrainedCopies },
        Case { "OneCopyGainsMore",
               0.1,
               { 0.08, 0.12 },
               { 0, 0, 0, 0, 0.11 },
               Finding::TooLittleData,
               Lack::UntrainedCopies },
        Case { "AboveAllButOneMoreCouldReachIt",
               0.1,
               { 0.08, 0.12 },
               { -0.09, 0.09, 0.05, -0.05, 0 },
               Finding::TooLittleData,
               Lack::UntrainedCopies },
        Case { "LikeUntrainedAndKnownWell",
               0.05,
               { 0.045, 0.055 },
               { 0.02, 0.06, 0.05, 0.04, 0.03 },
               Finding::NotSupported,
               Lack::Nothing },
        Case { "LikeUntrainedButWide",
               0.05,
               { 0.03, 0.06 },
               { 0.02, 0.07, 0.05, 0.04, 0.03 },
               Finding::TooLittleData,
               Lack::UntrainedCopies }),
    [](const auto& c) { return std::string(c.param.name); });

/// mean 3, sd 1.581139, t(0.975, 4) = 2.776445, sqrt(1 + 1/5) = 1.095445: the bound is 3 + 4.808944 = 7.808944 (SciPy).
TEST(Learned, ComparesWithWhatOneMoreUntrainedCopyCouldShow)
{
    JudgedRun run = positionOnlyRun();
    run.thresholds.values[3].second = 1;
    ASSERT_EQ(run.thresholds.at("untrained_bound"), 1);
    run.set(number("diag.v1.masked_mse", 100));
    run.set(number("diag.v1.position_gain", 7.8088, Interval { 7.7, 7.9 }, { 1, 2, 3, 4, 5 }));
    EXPECT_EQ(run.finding("position.learned"), Finding::TooLittleData);
    run.set(number("diag.v1.position_gain", 7.8091, Interval { 7.7, 7.9 }, { 1, 2, 3, 4, 5 }));
    EXPECT_EQ(run.finding("position.learned"), Finding::Supported);
    run.thresholds.values[3].second = 2; // 3 + 2 * 4.808944
    EXPECT_EQ(run.finding("position.learned"), Finding::TooLittleData);
}

/// A gain like that of no copy, with an error like theirs: nothing shows that training improved anything.
TEST(Learned, NeedsAnErrorBelowTheUntrainedOnesWhereTheyAreKnown)
{
    JudgedRun run = positionOnlyRun();
    run.set(number("diag.v1.masked_mse", 1.9, {}, { 2.0, 2.1, 1.91, 2.05, 1.95 }));
    const Statement s = run.statement("position.learned");
    EXPECT_EQ(s.finding, Finding::TooLittleData);
    EXPECT_EQ(s.lack, Lack::UntrainedCopies);
    run.set(number("diag.v1.masked_mse", 1.9));
    EXPECT_EQ(run.finding("position.learned"), Finding::Supported);
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
    EXPECT_EQ(lackAfter([](JudgedRun& r) { r.remove("diag.v1.position_gain"); }), Lack::Number);
    EXPECT_EQ(lackAfter([](JudgedRun& r) { r.remove("diag.v1.masked_mse"); }), Lack::Number);
    EXPECT_EQ(lackAfter([](JudgedRun& r) { r.context.recordings = 1; }), Lack::Recordings);
    EXPECT_EQ(lackAfter([](JudgedRun& r) { r.set(number("diag.v1.position_gain", 0.1, {}, kCopies)); }),
              Lack::Interval);
    EXPECT_EQ(lackAfter([](JudgedRun& r) {
                  MetricValue tokens = number("diag.v1.position_gain", 0.1, Interval { 0.09, 0.11 }, kCopies);
                  tokens.intervalUnit = "token";
                  r.set(tokens);
              }),
              Lack::Interval);
    EXPECT_EQ(lackAfter([](JudgedRun& r) {
                  r.set(number("diag.v1.position_gain", std::nan(""), Interval { 0.09, 0.11 }, kCopies));
              }),
              Lack::Number);
    EXPECT_EQ(lackAfter([](JudgedRun& r) {
                  r.set(number("diag.v1.position_gain", 0.1, Interval { std::nan(""), 0.11 }, kCopies));
              }),
              Lack::Interval);
}

TEST(Learned, TheErrorOfThePredictionsServesAsMaskedError)
{
    JudgedRun run = positionOnlyRun();
    run.remove("diag.v1.masked_mse").set(number("diag.v1.mse", 1));
    EXPECT_EQ(run.finding("position.learned"), Finding::Supported);
    run.set(number("diag.v1.mse", 100)); // 0.1 of 100 is 0.1 %
    EXPECT_EQ(run.finding("position.learned"), Finding::NotSupported);
}

TEST(Learned, WhatCannotBeReplacedIsNotTestable)
{
    for (const std::string key : { "position_gain", "channel_gain", "context_gain_swapped" }) {
        JudgedRun run = positionOnlyRun();
        run.remove("diag.v1.ablation_context").remove("diag.v1.context_gain_none");
        MetricValue value = number("diag.v1." + key, std::nan(""));
        value.untestable = "the code is switched off";
        run.set(value);
        const std::string factor = key.substr(0, key.find('_'));
        const Statement s = run.statement(factor + ".learned");
        EXPECT_EQ(s.finding, Finding::NotTestable) << key;
        EXPECT_NE(s.reason.find("the code is switched off"), std::string::npos);
        EXPECT_FALSE(s.smallestEffect);
        run.context.recordings = 1;
        EXPECT_EQ(run.finding(factor + ".learned"), Finding::NotTestable) << key;
    }
}

TEST(Learned, ContextOfOneRecordingIsTooLittleUnlessNoneIsVisible)
{
    JudgedRun run = positionOnlyRun();
    run.context.recordings = 1;
    MetricValue swapped = number("diag.v1.context_gain_swapped", std::nan(""));
    swapped.untestable = "there is no other recording";
    run.set(swapped);
    EXPECT_EQ(run.finding("context.learned"), Finding::TooLittleData);
    run.remove("diag.v1.context_gain_swapped");
    EXPECT_EQ(run.finding("context.learned"), Finding::TooLittleData);
    run.context.maskRatio = 1;
    EXPECT_EQ(run.finding("context.learned"), Finding::NotTestable);
    EXPECT_EQ(run.finding("context.depends"), Finding::NotTestable);
}

/// Zeros are out of distribution: their gain stands beside the answer and never makes it.
TEST(Learned, ZeroedContextDecidesNothing)
{
    JudgedRun run = positionOnlyRun();
    run.set(number("diag.v1.context_gain_none", 0.9, Interval { 0.8, 1 }, kCopies));
    EXPECT_EQ(run.finding("context.learned"), Finding::NotSupported);
    EXPECT_NE(verdictText(run.judged()).find("out of distribution"), std::string::npos);
    run.remove("diag.v1.context_gain_swapped");
    EXPECT_EQ(run.finding("context.learned"), Finding::TooLittleData);
}

/// With another projection than the trained one, no gain from the channel means nothing.
TEST(Learned, NoChannelGainUnderAnUnknownProjectionStaysOpen)
{
    JudgedRun run = positionOnlyRun();
    EXPECT_EQ(run.finding("channel.learned"), Finding::NotSupported);
    run.context.projectionKnown = false;
    const Statement s = run.statement("channel.learned");
    EXPECT_EQ(s.finding, Finding::TooLittleData);
    EXPECT_EQ(s.lack, Lack::Projection);
    EXPECT_EQ(run.finding("position.learned"), Finding::Supported);
}

/// A gain that only some projections show is no knowledge of channels.
TEST(Learned, AChannelGainOfOneProjectionStaysOpen)
{
    JudgedRun run = positionOnlyRun();
    run.set(number("diag.v1.channel_gain", 0.4, Interval { 0.3, 0.5 }, kCopies));
    EXPECT_EQ(run.finding("channel.learned"), Finding::Supported);
    const auto drawn = [](double low, double high) {
        MetricValue value;
        value.key = "diag.v1.projection_sensitivity";
        value.value = MetricNumbers { { "channel_gain", 0.1 } };
        value.intervals = { { "channel_gain", Interval { low, high } } };
        return value;
    };
    run.context.projectionKnown = false;
    run.set(drawn(0.2, 0.5));
    EXPECT_EQ(run.finding("channel.learned"), Finding::Supported);
    run.set(drawn(-0.1, 0.5));
    const Statement s = run.statement("channel.learned");
    EXPECT_EQ(s.finding, Finding::TooLittleData);
    EXPECT_EQ(s.lack, Lack::Projection);
    run.context.projectionKnown = true; // then other draws say nothing about it
    EXPECT_EQ(run.finding("channel.learned"), Finding::Supported);
}

/// Whatever the numbers: an answer needs all that it rests on, restated here apart from the rule's code.
TEST(Learned, NeverAnswersWithoutGrounds)
{
    const std::vector<std::vector<double>> copies { {}, { 0, 0, 0, 0 }, kCopies, { -0.1, 0.03, 0.06, 0, 0.02 } };
    const std::vector<double> ends { -0.2, -0.05, -0.001, 0, 0.001, 0.004, 0.006, 0.03, 0.2 };
    int supported = 0, refuted = 0;
    for (const auto& untrained : copies)
        for (const double low : ends)
            for (const double high : ends)
                for (const double share : { 0.0, 0.5, 1.0 }) {
                    if (low > high)
                        continue;
                    const double value = low + share * (high - low);
                    JudgedRun run = positionOnlyRun();
                    run.set(number("diag.v1.position_gain", value, Interval { low, high }, untrained));
                    const Finding finding = run.finding("position.learned");
                    const double top = untrained.empty() ? 9 : *std::max_element(untrained.begin(), untrained.end());
                    if (finding == Finding::Supported) {
                        ++supported;
                        EXPECT_TRUE(low > 0 && value >= 0.005 && value > top && untrained.size() >= 5);
                    } else if (finding == Finding::NotSupported) {
                        ++refuted;
                        EXPECT_TRUE(high < 0.005 || (high <= top && untrained.size() >= 5));
                    }
                }
    EXPECT_GT(supported, 10);
    EXPECT_GT(refuted, 10);
}

} // namespace

} // namespace maskscope::test
