// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Old against new: which numbers agree, and what each can carry.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/report/old/old_comparison.h"
#include "analysis/results/run_verdict.h"
#include "tests/report/report_runs.h"

namespace maskscope::test {

namespace {

using testing::HasSubstr;

OldReport old(const std::string& text)
{
    const auto typed = oldNumbers(text);
    EXPECT_TRUE(typed) << typed.error().sentence();
    return typed ? *typed : OldReport {};
}

TEST(OldComparison, AgreesToTheDigitsWritten)
{
    RunResult run = knownRun("M"); // 0.40284, 0.00003, 0.00893
    auto all = compareWithOld(old("position=0.4028,diversity=0,top3=0.9%"), run);
    ASSERT_EQ(all.size(), 3U);
    for (const OldComparison& comparison : all)
        EXPECT_EQ(comparison.agrees, true) << comparison.name;
    all = compareWithOld(old("position=0.4027,diversity=0.0001,top3=0.8%"), run);
    for (const OldComparison& comparison : all)
        EXPECT_EQ(comparison.agrees, false) << comparison.name;
    EXPECT_EQ(all[0].difference, "0.00014 higher here");
    // Half a unit of the last digit either way, and no more.
    for (const auto& [value, agrees] : { std::pair { 0.40285, true }, std::pair { 0.40275, true },
                                         std::pair { 0.402851, false }, std::pair { 0.402749, false } }) {
        metricOf(run, "legacy").values[2].value = value;
        EXPECT_EQ(compareWithOld(old("position=0.4028"), run)[0].agrees, agrees) << value;
    }
}

TEST(OldComparison, SaysWhatIsAbsentOnEitherSide)
{
    RunResult run = knownRun("M");
    const auto all = compareWithOld(old("top3=0.9%"), run);
    EXPECT_FALSE(all[0].agrees.has_value());
    EXPECT_TRUE(all[0].value.has_value());
    EXPECT_TRUE(all[0].old.empty());
    metricOf(run, "legacy").values.clear();
    const auto none = compareWithOld(old("position=0.4"), run);
    EXPECT_FALSE(none[0].agrees.has_value());
    EXPECT_FALSE(none[0].value.has_value());
}

TEST(OldComparison, DiversityFitsEitherFormOfIt)
{
    RunResult run = knownRun("M");
    metricOf(run, "legacy").values[3].value = 0.01; // first five
    EXPECT_EQ(compareWithOld(old("diversity=0.0000"), run)[1].key, "legacy.channel_diversity_all");
    EXPECT_EQ(compareWithOld(old("diversity=0.0100"), run)[1].key, "legacy.channel_diversity_first5_sorted");
}

TEST(OldComparison, HoldsTheCorrelationAgainstUntrainedCopies)
{
    RunResult run = knownRun("M");
    EXPECT_THAT(compareWithOld(old("position=0.4028"), run)[0].here, HasSubstr("No untrained copy ran"));
    MetricValue mean = number("diag.v1.position_correlation_mean", 0.40284);
    mean.untrained = { 0.62, 0.718, 0.7 };
    metricOf(run, "position_correlation").values = { mean };
    const std::string below = compareWithOld(old("position=0.4028"), run)[0].here;
    EXPECT_THAT(below, HasSubstr("0.62 to 0.718"));
    EXPECT_THAT(below, HasSubstr("no training is needed"));
    EXPECT_THAT(compareWithOld(old("position=0.72"), run)[0].here, HasSubstr("0.72 exceeds them"));
}

TEST(OldComparison, SaysWhetherTheDiversityHidesAnEffect)
{
    RunResult run = knownRun("M");
    MetricValue apart = number("diag.v1.channel_diversity_per_dim", 0.3);
    apart.null = MetricNumbers { { "mean", 0.1 }, { "quantile_95", 0.15 } };
    metricOf(run, "channel_diversity").values = { apart };
    EXPECT_THAT(compareWithOld(old("diversity=0"), run)[1].here, HasSubstr("the old number hides"));
    metricOf(run, "channel_diversity").values[0].value = 0.12;
    EXPECT_THAT(compareWithOld(old("diversity=0"), run)[1].here, HasSubstr("no effect of the channel stands out"));
    run.output = OutputKind::Signal;
    EXPECT_THAT(compareWithOld(old("diversity=0"), run)[1].carries, testing::Not(HasSubstr("LayerNorm")));
}

TEST(OldComparison, PutsTheTop3BesideThreeOfAllDimensions)
{
    const std::string here = compareWithOld(old("top3=0.9%"), knownRun("M"))[2].here;
    EXPECT_THAT(here, HasSubstr("If all 512 dimensions vary alike, any three hold 0.59 % (old: 0.9 %)"));
    EXPECT_THAT(here, HasSubstr("hold 98.8 %."));
}

TEST(OldVerdict, IsHeldAgainstTheRun)
{
    const OldReport positionOnly = old("position=0.4,verdict=position-only learning");
    Verdict verdict;
    const std::pair<Finding, const char*> answers[] {
        { Finding::Supported, "confirmed" },        { Finding::SupportedHere, "confirmed" },
        { Finding::NotSupported, "contradicted" },  { Finding::NotTestable, "not testable" },
        { Finding::NotComputable, "not testable" }, { Finding::TooLittleData, "open" }
    };
    for (const auto& [finding, answer] : answers) {
        verdict.positionOnly = finding;
        EXPECT_EQ(replayVerdict(positionOnly, verdict).answer, answer);
    }
    EXPECT_EQ(replayVerdict(old("position=0.4"), verdict).answer, "not comparable");
    EXPECT_EQ(replayVerdict(old("verdict=collapsed"), verdict).answer, "not comparable");
}

TEST(OldVerdict, OfAKnownRunIsConfirmed)
{
    // It carries the position, worth 13 % of the error; of the channel and of each recording alone nothing.
    const Verdict verdict = judgeRun(knownRun("M"), builtInThresholds());
    EXPECT_EQ(replayVerdict(old("verdict=position-only learning"), verdict).answer, "confirmed")
        << verdict.positionOnlyReason;
}

} // namespace

} // namespace maskscope::test
