// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/verdict/verdict_cases.h"

namespace maskscope::test {

namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

JudgedRun& learnFrom(JudgedRun& run, const std::string& key, Finding finding)
{
    MetricValue gain = number(key, 0.1, Interval { 0.08, 0.12 }, { -0.002, -0.001, 0, 0.001, 0.002 });
    if (finding == Finding::NotSupported) {
        gain.value = -0.1;
        gain.interval = Interval { -0.12, -0.08 };
    } else if (finding == Finding::TooLittleData) {
        gain.interval = Interval { -0.1, 0.3 };
    } else if (finding == Finding::NotTestable) {
        gain.value = std::nan("");
        gain.untestable = "it changes nothing";
    }
    return run.set(gain);
}

TEST(PositionOnly, IsTheConjunctionOfThreeAnswers)
{
    const std::vector<Finding> all { Finding::Supported, Finding::NotSupported, Finding::NotTestable,
                                     Finding::TooLittleData };
    int of[4] = {};
    for (const Finding position : all)
        for (const Finding channel : all)
            for (const Finding context : all) {
                JudgedRun run = positionOnlyRun();
                run.remove("diag.v1.ablation_context").remove("diag.v1.context_gain_none");
                learnFrom(run, "diag.v1.position_gain", position);
                learnFrom(run, "diag.v1.channel_gain", channel);
                learnFrom(run, "diag.v1.context_gain_swapped", context);
                const Verdict verdict = run.judged();
                ASSERT_EQ(verdict.statement("position.learned")->finding, position);
                ASSERT_EQ(verdict.statement("channel.learned")->finding, channel);
                ASSERT_EQ(verdict.statement("context.learned")->finding, context);
                const auto any = [&](Finding f) { return position == f || channel == f || context == f; };
                Finding expected = Finding::TooLittleData;
                if (any(Finding::NotTestable))
                    expected = Finding::NotTestable;
                else if (position == Finding::NotSupported || channel == Finding::Supported
                         || context == Finding::Supported)
                    expected = Finding::NotSupported;
                else if (!any(Finding::TooLittleData))
                    expected = Finding::Supported;
                EXPECT_EQ(verdict.positionOnly, expected);
                EXPECT_THAT(verdict.summary, HasSubstr(verdict.positionOnlyReason));
                ++of[static_cast<int>(verdict.positionOnly)];
            }
    EXPECT_EQ(of[0], 1); // one of 64: learned from the position, not from the others
    EXPECT_EQ(of[2], 64 - 27);
}

TEST(PositionOnly, SaysWhatAlreadyContradictsIt)
{
    JudgedRun run = positionOnlyRun();
    run.context.maskRatio = 1;
    EXPECT_THAT(run.judged().positionOnlyReason, HasSubstr("the context cannot be tested"));
    EXPECT_THAT(run.judged().positionOnlyReason, Not(HasSubstr("speaks against it")));
    learnFrom(run, "diag.v1.channel_gain", Finding::Supported);
    EXPECT_THAT(run.judged().positionOnlyReason, HasSubstr("speaks against it: it has learned from the channel"));
}

TEST(NextSteps, FollowFromTheStatements)
{
    JudgedRun run = positionOnlyRun();
    run.context.maskRatio = run.context.trainedMaskRatio.emplace(1);
    EXPECT_THAT(run.judged().nextSteps, Contains(HasSubstr("Retrain at mask ratio 0.75 or 0.5")));
    EXPECT_THAT(run.judged().nextSteps, Not(Contains(HasSubstr("projection"))));
    run.context.projectionKnown = false;
    EXPECT_THAT(run.judged().nextSteps, Contains(HasSubstr("Fix the seed of the spatial projection")));
    run.context.trainedMaskRatio = 0.5;
    EXPECT_THAT(run.judged().nextSteps, Contains(HasSubstr("trained ratio, 0.5")));
    EXPECT_THAT(run.judged().nextSteps, Not(Contains(HasSubstr("Retrain"))));
    run.context.maskRatio = 0.5;
    EXPECT_THAT(run.judged().nextSteps, Contains(HasSubstr("ratio 1.0 too")));
    EXPECT_THAT(run.judged().nextSteps, Not(Contains(HasSubstr("More recordings"))));
    run.context.recordings = 1;
    EXPECT_THAT(run.judged().nextSteps, Contains(HasSubstr("More recordings (1 now)")));
}

TEST(NextSteps, AModelThatLearnedAllIsAskedNothing)
{
    JudgedRun run = positionOnlyRun();
    for (const char* key : { "diag.v1.position_gain", "diag.v1.channel_gain", "diag.v1.context_gain_swapped" })
        learnFrom(run, key, Finding::Supported);
    EXPECT_TRUE(run.judged().nextSteps.empty()) << run.judged().nextSteps[0];
}

TEST(NextSteps, UntrainedCopiesWhereTheyAreTheLack)
{
    JudgedRun run = positionOnlyRun();
    run.context.untrainedCopies = 0;
    run.set(number("diag.v1.position_gain", 0.1, Interval { 0.08, 0.12 }));
    EXPECT_THAT(run.judged().nextSteps,
                Contains("Run at least five untrained copies of architecture A: they show what "
                         "a network does that learned nothing."));
}

TEST(VerdictText, HoldsEveryStatementAndItsEvidence)
{
    const Verdict verdict = positionOnlyRun().judged();
    const std::string text = verdictText(verdict);
    EXPECT_THAT(text, HasSubstr("**Position-only learning: supported.**"));
    for (const char* heading : { "## Position", "## Channel", "## Context", "## Spectrum", "## Reconstruction" })
        EXPECT_THAT(text, HasSubstr(std::string("\n") + heading + "\n"));
    for (const Statement& s : verdict.statements) {
        EXPECT_THAT(text, HasSubstr("**" + s.question + " " + std::string(findingName(s.finding)) + ".** " + s.reason));
        EXPECT_THAT(text, HasSubstr("What would change this: " + s.whatWouldChange));
    }
    EXPECT_THAT(text,
                HasSubstr("\n  - yes: its interval lies above 0 (diag.v1.position_gain = 0.1 [0.08, 0.12], "
                          "untrained copies [-0.002, 0.002])\n"));
    EXPECT_THAT(text, HasSubstr("Smallest effect these recordings could have shown: 0.0286.")); // 0.02 / 1.96 * 2.8
    EXPECT_THAT(text, HasSubstr("- practical_gain = 0.005\n"));
}

TEST(VerdictJson, HoldsTheSame)
{
    const Verdict verdict = positionOnlyRun().judged();
    const auto json = nlohmann::json::parse(verdictJson(verdict));
    EXPECT_EQ(json["position_only"]["finding"], "supported");
    EXPECT_EQ(json["summary"], verdict.summary);
    ASSERT_EQ(json["statements"].size(), verdict.statements.size());
    const auto& learned = json["statements"][1];
    EXPECT_EQ(learned["id"], "position.learned");
    EXPECT_EQ(learned["finding"], "supported");
    EXPECT_NEAR(learned["smallest_effect"].get<double>(), 0.02 / 1.96 * 2.8, 1e-12);
    EXPECT_EQ(learned["evidence"]["children"][1]["children"][0]["key"], "diag.v1.position_gain");
    EXPECT_EQ(learned["evidence"]["children"][1]["children"][0]["interval"], nlohmann::json::array({ 0.08, 0.12 }));
    EXPECT_EQ(json["thresholds"]["values"]["min_untrained_copies"], 5);
    EXPECT_EQ(json["next_steps"].size(), verdict.nextSteps.size());
}

} // namespace

} // namespace maskscope::test
