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
    EXPECT_EQ(run.finding("position.depends"), Finding::SupportedHere) << "but it shows a dependence";
}

/// Only taking the code away tells: a gain may come from a code it never saw, and means of others see no interaction.
TEST(Depends, NeitherAGainNorHeldOutVarianceIsEvidence)
{
    JudgedRun run = positionOnlyRun();
    run.remove("diag.v1.ablation_context");
    EXPECT_EQ(run.finding("context.depends"), Finding::TooLittleData); // its gain: -0.02 [-0.03, -0.01]
    run = positionOnlyRun();
    MetricValue r2 = number("diag.v1.channel_r2", 0.3);
    r2.null = MetricNumbers { { "quantile_2.5", -0.1 }, { "quantile_97.5", 0.2 } };
    run.set(r2).set(number("diag.v1.channel_gain", 0.3, Interval { 0.2, 0.4 }));
    EXPECT_EQ(run.finding("channel.depends"), Finding::NotSupported) << "the code was taken away, nothing changed";
    const Evidence beside = run.statement("channel.depends").evidence.children.back();
    EXPECT_EQ(beside.finding, Finding::Supported) << "it stands beside, without deciding";
    EXPECT_NE(beside.text.find("without deciding"), std::string::npos);
    run.remove("diag.v1.ablation_spatial");
    EXPECT_EQ(run.finding("channel.depends"), Finding::TooLittleData);
}

MetricNumbers predictions(double rank, double reproducible, double variance, double share)
{
    return { { "participation_ratio", rank },
             { "reproducible_rank", reproducible },
             { "variance", variance },
             { "reproducible_variance", share } };
}

/// pos100 of the known models is as rich as the best predictor can be: noisy targets have four times its rank.
TEST(Collapse, PredictionsAreHeldAgainstWhatOthersReproduceOfTheTargets)
{
    JudgedRun run = positionOnlyRun();
    const auto found = [&](const MetricNumbers& numbers) {
        return run.set(named("diag.v1.collapse_predictions", numbers)).finding("collapsed.predictions");
    };
    EXPECT_EQ(found(predictions(1.32, 1.32, 0.38, 0.39)), Finding::NotSupported);
    EXPECT_EQ(found(predictions(1.1, 3, 0.5, 0.6)), Finding::Supported) << "fewer than half the directions";
    EXPECT_EQ(found(predictions(1.6, 3, 0.5, 0.6)), Finding::NotSupported);
    EXPECT_EQ(found(predictions(3, 3, 0.01, 0.6)), Finding::Supported) << "less than a tenth of the variance";
    EXPECT_EQ(found(predictions(3, 3, 0.07, 0.6)), Finding::NotSupported);
    const Statement s = run.statement("collapsed.predictions");
    EXPECT_TRUE(s.badNews);
    EXPECT_EQ(answerName(s), "no");
    EXPECT_NE(verdictText(run.judged()).find("Have the predictions collapsed? no."), std::string::npos);
    run.thresholds.values[7].second = 0.6;
    ASSERT_EQ(run.thresholds.at("collapse_ratio"), 0.6);
    EXPECT_EQ(found(predictions(1.6, 3, 0.5, 0.6)), Finding::Supported);
    EXPECT_EQ(answerName(run.statement("collapsed.predictions")), "yes");
    MetricValue none = named("diag.v1.collapse_predictions", {});
    none.untestable = "others reproduce nothing of the targets";
    EXPECT_EQ(run.set(none).finding("collapsed.predictions"), Finding::NotTestable);
    run.context.recordings = 1;
    run.remove("diag.v1.collapse_predictions");
    EXPECT_EQ(run.finding("collapsed.predictions"), Finding::TooLittleData);
}

TEST(Collapse, ConstantPredictionsNeedNothingBeside)
{
    JudgedRun run = positionOnlyRun();
    run.remove("diag.v1.collapse_predictions");
    EXPECT_EQ(run.finding("collapsed.predictions"), Finding::NotComputable);
    run.set(number("diag.v1.total_std_per_dim", 0));
    EXPECT_EQ(run.finding("collapsed.predictions"), Finding::Supported);
    run.context.recordings = 1;
    EXPECT_EQ(run.finding("collapsed.predictions"), Finding::Supported);
}

/// tgtcol50T of the known models: variance 0.007 a dimension and 2.5 of 32 directions, and a masked error of 0.0035.
TEST(Collapse, TargetsAreHeldAgainstTheirInputAndUntrainedCopies)
{
    JudgedRun run = positionOnlyRun();
    const auto found = [&](double rank, double share, std::optional<std::pair<double, double>> copies) {
        MetricValue value = named("diag.v1.collapse_targets",
                                  { { "participation_ratio", rank },
                                    { "variance_share", share },
                                    { "raw_participation_ratio", 8 },
                                    { "raw_variance_share", 0.9 } });
        if (copies)
            value.untrainedNumbers = { { "participation_ratio", { copies->first + 1, copies->first } },
                                       { "variance_share", { copies->second, copies->second + 0.05 } } };
        return run.set(value).finding("collapsed.targets");
    };
    using Two = std::pair<double, double>;
    EXPECT_EQ(found(7, 0.9, Two { 7, 0.8 }), Finding::NotSupported);
    EXPECT_EQ(found(2.5, 0.9, Two { 7, 0.8 }), Finding::Supported) << "fewer directions than half of the copies'";
    EXPECT_EQ(found(2.5, 0.9, Two { 3, 0.8 }), Finding::NotSupported) << "as an encoder before training gives";
    EXPECT_EQ(found(7, 0.05, Two { 7, 0.8 }), Finding::Supported) << "targets are nearly constant";
    EXPECT_EQ(found(3, 0.9, {}), Finding::NotSupported) << "windows of 8: an encoder may halve that unlearned";
    EXPECT_EQ(found(1.9, 0.9, {}), Finding::Supported);
    EXPECT_EQ(found(7, 0.05, {}), Finding::Supported) << "the windows' own share is 0.9";
    MetricValue raw = named("diag.v1.collapse_targets", {});
    raw.untestable = "the windows themselves";
    EXPECT_EQ(run.set(raw).finding("collapsed.targets"), Finding::NotSupported);
    run.remove("diag.v1.collapse_targets");
    EXPECT_EQ(run.finding("collapsed.targets"), Finding::NotComputable);
}

TEST(Collapse, RepresentationIsThatOfTheLastLayerOnUnmaskedInput)
{
    JudgedRun run = positionOnlyRun();
    const auto found = [&](double last, std::optional<double> copies) {
        MetricValue value = named("diag.v1.representation_layer_2", { { "rankme", last } });
        if (copies)
            value.untrainedNumbers = { { "rankme", { *copies, *copies + 3 } } };
        return run.set(value).finding("collapsed.representation");
    };
    EXPECT_EQ(found(16, 18.0), Finding::NotSupported); // the input's: 20
    EXPECT_EQ(found(9, 18.1), Finding::Supported);
    EXPECT_EQ(found(9, 17.0), Finding::NotSupported) << "an untrained copy is as poor";
    EXPECT_EQ(found(9, {}), Finding::TooLittleData);
    EXPECT_EQ(run.statement("collapsed.representation").lack, Lack::UntrainedCopies);
    EXPECT_EQ(found(10, {}), Finding::NotSupported);
    run.set(named("diag.v1.representation_layer_3", { { "rankme", 2 } }, 10));
    EXPECT_EQ(run.finding("collapsed.representation"), Finding::Supported) << "a further layer is the last one";
    run.remove("diag.v1.representation_layer_0");
    EXPECT_EQ(run.finding("collapsed.representation"), Finding::NotComputable);
}

TEST(Leak, IsAPredictionThatNoiseUnderTheMaskMoves)
{
    JudgedRun run = positionOnlyRun();
    EXPECT_EQ(answerName(run.statement("leaks")), "no");
    run.set(number("diag.v1.leak", 0.0005)); // rounding
    EXPECT_EQ(answerName(run.statement("leaks")), "no");
    run.set(number("diag.v1.leak", 0.3));
    EXPECT_EQ(answerName(run.statement("leaks")), "yes");
    EXPECT_TRUE(run.judged().summary.starts_with("It sees what it should predict: no other answer can be trusted."));
    MetricValue none = number("diag.v1.leak", std::nan(""));
    none.untestable = "A script masks its input itself";
    EXPECT_EQ(run.set(none).finding("leaks"), Finding::NotComputable);
    EXPECT_EQ(run.statement("leaks").reason, "A script masks its input itself.");
    run.context.current = false;
    EXPECT_EQ(run.finding("leaks"), Finding::TooLittleData) << "an old file";
}

/// Of the units' values by Student's t (SciPy), and Holm's adjustment over all questions of an analysis.
TEST(PValues, AreOfTheUnitsAndAdjustedTogether)
{
    const Verdict verdict = positionOnlyRun().judged();
    EXPECT_NEAR(*verdict.statement("position.learned")->pValue, 1.1752060088232401e-05, 1e-12);
    EXPECT_NEAR(*verdict.statement("channel.learned")->pValue, 0.43658806102038156, 1e-9);
    EXPECT_FALSE(verdict.statement("position.depends")->pValue) << "one network on given input: no chance";
    EXPECT_FALSE(verdict.statement("leaks")->pValue);
    std::vector<Verdict> both(2);
    for (const auto& [run, p] : { std::pair { 0, 0.04 }, { 1, 0.005 }, { 0, 0.03 }, { 1, 0.01 } }) {
        both[static_cast<std::size_t>(run)].statements.emplace_back();
        both[static_cast<std::size_t>(run)].statements.back().pValue = p;
    }
    both[0].statements.emplace_back(); // no chance involved
    adjustForQuestions(both);
    EXPECT_NEAR(*both[1].statements[0].pAdjusted, 0.02, 1e-12); // 4 x 0.005
    EXPECT_NEAR(*both[1].statements[1].pAdjusted, 0.03, 1e-12); // 3 x 0.01
    EXPECT_NEAR(*both[0].statements[1].pAdjusted, 0.06, 1e-12); // 2 x 0.03
    EXPECT_NEAR(*both[0].statements[0].pAdjusted, 0.06, 1e-12); // 0.04 does not fall below
    EXPECT_FALSE(both[0].statements[2].pAdjusted);
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
            EXPECT_TRUE(after == before || after == Finding::TooLittleData || after == Finding::NotComputable)
                << full.statements[i].id << " without " << value.key << ": " << findingName(after);
        }
    }
    for (const Statement& s : judge({}, {}, builtInThresholds()).statements) {
        EXPECT_FALSE(isYes(s.finding) || s.finding == Finding::NotSupported) << s.id;
        EXPECT_FALSE(s.reason.empty() || s.whatWouldChange.empty()) << s.id;
    }
}

} // namespace

} // namespace maskscope::test
