// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <gtest/gtest.h>

#include "tests/verdict/verdict_cases.h"

namespace maskscope::test {

namespace {

TEST(Depends, FollowsWhatHappensWithoutTheFactor)
{
    JudgedRun run = positionOnlyRun();
    EXPECT_EQ(run.finding("position.depends"), Finding::Supported);
    EXPECT_EQ(run.finding("channel.depends"), Finding::NotSupported);
    EXPECT_EQ(run.finding("context.depends"), Finding::Supported);
    run.set(number("diag.v1.ablation_spatial", 0.02, Interval { 0.005, 0.04 }));
    EXPECT_EQ(run.finding("channel.depends"), Finding::TooLittleData);
    run.set(number("diag.v1.ablation_spatial", 0.002)).context.recordings = 1;
    EXPECT_EQ(run.finding("channel.depends"), Finding::TooLittleData) << "one recording shows no absence";
    EXPECT_EQ(run.finding("position.depends"), Finding::Supported) << "but it shows a dependence";
}

/// A changed error means changed predictions, an unchanged one means nothing: changes of both signs cancel.
TEST(Depends, AGainOfEitherSignIsEnoughAndNoneIsNotAgainst)
{
    JudgedRun run = positionOnlyRun();
    run.remove("diag.v1.ablation_context");
    EXPECT_EQ(run.finding("context.depends"), Finding::Supported); // -0.02 [-0.03, -0.01]
    run.set(number("diag.v1.context_gain_swapped", 0, Interval { -0.001, 0.001 }));
    EXPECT_EQ(run.finding("context.depends"), Finding::TooLittleData);
    run.remove("diag.v1.context_gain_swapped");
    EXPECT_EQ(run.finding("context.depends"), Finding::TooLittleData);
}

TEST(Depends, HeldOutVarianceCountsOnlyBeyondItsNullAndWithoutAnAblation)
{
    JudgedRun run = positionOnlyRun();
    MetricValue r2 = number("diag.v1.channel_r2", 0.3);
    run.set(r2).remove("diag.v1.channel_gain");
    EXPECT_EQ(run.finding("channel.depends"), Finding::NotSupported) << "the code was taken away, nothing changed";
    run.remove("diag.v1.ablation_spatial");
    EXPECT_EQ(run.finding("channel.depends"), Finding::TooLittleData) << "no null";
    r2.null = MetricNumbers { { "quantile_2.5", -0.1 }, { "quantile_97.5", 0.2 } };
    EXPECT_EQ(run.set(r2).finding("channel.depends"), Finding::Supported);
    r2.null = 0.4;
    EXPECT_EQ(run.set(r2).finding("channel.depends"), Finding::TooLittleData) << "R² is never evidence against";
    r2.null = std::vector<double> { 0.1, 0.2 };
    r2.interval = Interval { -0.1, 0.5 };
    r2.intervalUnit = "recording";
    EXPECT_EQ(run.set(r2).finding("channel.depends"), Finding::TooLittleData);
}

struct Spectrum {
    const char* name;
    double predictions, target;
    std::vector<double> untrained;
    Finding finding;
};

class Collapse : public testing::TestWithParam<Spectrum> { };

TEST_P(Collapse, IsHeldAgainstTargetsAndUntrainedCopies)
{
    const Spectrum& c = GetParam();
    JudgedRun run = positionOnlyRun();
    run.set(number("diag.v1.participation_ratio", c.predictions, {}, c.untrained));
    MetricValue target = number("diag.v1.target", 0);
    target.value = MetricNumbers { { "participation_ratio", c.target } };
    run.set(target);
    EXPECT_EQ(run.finding("collapsed"), c.finding) << run.statement("collapsed").reason;
    run.remove("diag.v1.target").set(number("diag.v1.target_participation_ratio", c.target));
    EXPECT_EQ(run.finding("collapsed"), c.finding);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Collapse,
    testing::Values(Spectrum { "AsManyAsTargets", 8, 10, { 3, 3, 3, 3, 3 }, Finding::NotSupported },
                    Spectrum { "AsManyNeedsNoCopies", 8, 10, {}, Finding::NotSupported },
                    Spectrum { "FewerThanBoth", 1.1, 10, { 3, 2, 3, 3, 3 }, Finding::Supported },
                    Spectrum { "FewerButNoCopies", 1.1, 10, {}, Finding::TooLittleData },
                    Spectrum { "FewerAsUntrained", 2.5, 10, { 3, 2, 3, 3, 3 }, Finding::TooLittleData },
                    Spectrum { "MoreThanUntrained", 4, 10, { 3, 2, 3, 3, 3 }, Finding::NotSupported },
                    // M50 of the known models: 1.0065 against 1.2009, and it reconstructs well.
                    Spectrum { "TargetsOfRankOne", 1.0065, 1.2009, { 1, 1, 1, 1, 1 }, Finding::NotTestable }),
    [](const auto& c) { return std::string(c.param.name); });

TEST(Collapse, ConstantPredictionsNeedNoSpectrum)
{
    JudgedRun run = positionOnlyRun();
    run.remove("diag.v1.participation_ratio");
    EXPECT_EQ(run.finding("collapsed"), Finding::TooLittleData);
    run.set(number("diag.v1.total_std_per_dim", 0));
    EXPECT_EQ(run.finding("collapsed"), Finding::Supported);
    run = positionOnlyRun();
    run.remove("diag.v1.target");
    EXPECT_EQ(run.finding("collapsed"), Finding::TooLittleData);
}

struct Skill {
    const char* name;
    double value;
    std::optional<Interval> interval;
    Finding finding;
};

class Reconstructs : public testing::TestWithParam<Skill> { };

TEST_P(Reconstructs, EveryBaseline)
{
    for (const std::string baseline : { "global", "position", "channel", "position_channel", "neighbour" }) {
        JudgedRun run = positionOnlyRun();
        run.set(number("diag.v1.skill_vs_" + baseline, GetParam().value, GetParam().interval));
        EXPECT_EQ(run.finding("reconstructs." + baseline), GetParam().finding);
        run.context.recordings = 1;
        EXPECT_EQ(run.finding("reconstructs." + baseline), Finding::TooLittleData);
        run.remove("diag.v1.skill_vs_" + baseline).context.recordings = 6;
        EXPECT_EQ(run.finding("reconstructs." + baseline), Finding::TooLittleData);
    }
}

INSTANTIATE_TEST_SUITE_P(Table, Reconstructs,
                         testing::Values(Skill { "Clear", 0.5, Interval { 0.4, 0.6 }, Finding::Supported },
                                         Skill { "Worse", -0.5, Interval { -0.6, -0.4 }, Finding::NotSupported },
                                         Skill { "TooSmall", 0.002, Interval { 0.001, 0.003 }, Finding::NotSupported },
                                         Skill { "Wide", 0.2, Interval { -0.1, 0.5 }, Finding::TooLittleData },
                                         Skill { "NoInterval", 0.5, {}, Finding::TooLittleData },
                                         Skill { "WorseNoInterval", -0.5, {}, Finding::TooLittleData }),
                         [](const auto& c) { return std::string(c.param.name); });

TEST(Reconstructs, NoNeighbourIsNotTestable)
{
    JudgedRun run = positionOnlyRun();
    MetricValue none = number("diag.v1.skill_vs_neighbour", std::nan(""));
    none.untestable = "no token is visible";
    EXPECT_EQ(run.set(none).finding("reconstructs.neighbour"), Finding::NotTestable);
}

/// Taking a number away may open an answer. It never makes one.
TEST(Verdict, AbsenceIsNoAnswer)
{
    const JudgedRun run = positionOnlyRun();
    const Verdict full = run.judged();
    for (const MetricValue& value : run.metrics[0].values) {
        const Verdict less = positionOnlyRun().remove(value.key).judged();
        ASSERT_EQ(less.statements.size(), full.statements.size());
        for (std::size_t i = 0; i < full.statements.size(); ++i) {
            const Finding before = full.statements[i].finding, after = less.statements[i].finding;
            EXPECT_TRUE(after == before || after == Finding::TooLittleData)
                << full.statements[i].id << " without " << value.key << ": " << findingName(after);
        }
    }
    for (const Statement& s : judge({}, {}, builtInThresholds()).statements) {
        EXPECT_EQ(s.finding, s.group == "Context" ? Finding::NotTestable : Finding::TooLittleData) << s.id;
        EXPECT_FALSE(s.reason.empty()) << s.id;
    }
}

} // namespace

} // namespace maskscope::test
