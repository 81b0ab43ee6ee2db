// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <map>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/verdict/verdict_cases.h"

namespace maskscope::test {

namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// Makes the answer to `factor`.learned what `finding` says. Without a code for masked tokens every token is masked.
JudgedRun& learnFrom(JudgedRun& run, const std::string& factor, Finding finding)
{
    const std::string component = componentOf(factor);
    if (finding != Finding::NotTestable)
        return run.set(carried(component,
                               finding == Finding::Supported          ? isCarried()
                                   : finding == Finding::NotSupported ? isNot()
                                                                      : isOpen()));
    const std::map<std::string, std::string> ablations { { "position", "ablation_temporal" },
                                                         { "channel", "ablation_spatial" },
                                                         { "context", "ablation_context" } };
    if (factor != "context")
        run.context.maskRatio = 1;
    MetricValue none = number("diag.v1." + ablations.at(factor), std::nan(""));
    none.untestable = "it changes nothing";
    return run.set(none).set(carried(component, { .size = 0, .alignment = 0, .interval = { 0, 0 } }));
}

Finding expectedPositionOnly(Finding position, Finding channel, Finding context)
{
    const auto any = [&](Finding f) { return position == f || channel == f || context == f; };
    if (any(Finding::NotTestable))
        return Finding::NotTestable;
    if (position == Finding::NotSupported || channel == Finding::Supported || context == Finding::Supported)
        return Finding::NotSupported;
    return any(Finding::TooLittleData) ? Finding::TooLittleData : Finding::Supported;
}

TEST(PositionOnly, IsTheConjunctionOfThreeAnswers)
{
    const std::vector<Finding> all { Finding::Supported, Finding::NotSupported, Finding::NotTestable,
                                     Finding::TooLittleData };
    std::map<Finding, int> of;
    for (const Finding position : all)
        for (const Finding channel : all)
            for (const Finding context : all) {
                if (context != Finding::NotTestable
                    && (position == Finding::NotTestable || channel == Finding::NotTestable))
                    continue; // every token is masked then
                JudgedRun run = positionOnlyRun();
                learnFrom(run, "position", position);
                learnFrom(run, "channel", channel);
                learnFrom(run, "context", context);
                const Verdict verdict = run.judged();
                ASSERT_EQ(verdict.statement("position.learned")->finding, position);
                ASSERT_EQ(verdict.statement("channel.learned")->finding, channel);
                ASSERT_EQ(verdict.statement("context.learned")->finding, context);
                EXPECT_EQ(verdict.positionOnly, expectedPositionOnly(position, channel, context));
                EXPECT_THAT(verdict.summary, HasSubstr(verdict.positionOnlyReason));
                ++of[verdict.positionOnly];
            }
    EXPECT_EQ(of[Finding::Supported], 1); // learned from the position, not from the others
    EXPECT_EQ(of[Finding::NotTestable], 16);
}

TEST(PositionOnly, SaysWhatAlreadyContradictsIt)
{
    JudgedRun run = positionOnlyRun();
    run.context.maskRatio = 1;
    EXPECT_THAT(run.judged().positionOnlyReason, HasSubstr("the context cannot be tested"));
    EXPECT_THAT(run.judged().positionOnlyReason, Not(HasSubstr("speaks against it")));
    learnFrom(run, "channel", Finding::Supported);
    EXPECT_THAT(run.judged().positionOnlyReason, HasSubstr("speaks against it: it has learned from the channel"));
}

TEST(Summary, SaysWhatIsLearnedAndForWhom)
{
    JudgedRun run = positionOnlyRun();
    EXPECT_THAT(run.judged().summary,
                StartsWith("It has learned from the position. It has not learned from the channel "
                           "and the context, as far as these recordings show."));
    EXPECT_THAT(run.judged().summary, HasSubstr("Evaluated at mask ratio 0.5, over 6 recordings."));
    run.context.units = 3;
    run.context.unit = "subject";
    EXPECT_THAT(run.judged().summary,
                StartsWith("For these recordings alone: it has learned from the position; about others that says "
                           "nothing."));
    EXPECT_THAT(run.judged().summary, HasSubstr("over 3 subjects."));
    EXPECT_THAT(run.judged().nextSteps, Contains(HasSubstr("More subjects (3 now; from five on")));
}

/// What the model cannot do stands before anything that it can.
TEST(Summary, BeginsWithFaults)
{
    JudgedRun run = positionOnlyRun();
    run.set(number("diag.v1.skill_vs_global", -0.33, Interval { -0.4, -0.25 }));
    const std::string worse = "It predicts worse than the mean of the other recordings (skill -0.33).";
    EXPECT_THAT(run.judged().summary, StartsWith(worse + " It has learned from the position."));
    run.set(number("diag.v1.skill_vs_global", 0.001, Interval { -0.002, 0.004 }));
    EXPECT_THAT(run.judged().summary, StartsWith("It predicts no better than the mean of the other recordings."));
    run.set(number("diag.v1.skill_vs_global", -0.33, Interval { -0.9, 0.2 })); // not known
    EXPECT_THAT(run.judged().summary, StartsWith("It has learned"));
    run.set(number("diag.v1.skill_vs_global", -0.33, Interval { -0.4, -0.25 }));
    run.set(named("diag.v1.collapse_targets",
                  { { "participation_ratio", 6 }, { "variance_share", 0.01 }, { "raw_variance_share", 0.9 } }));
    EXPECT_THAT(run.judged().summary, StartsWith(worse + " Its targets have collapsed."));
    run.set(number("diag.v1.total_std_per_dim", 0)).set(number("diag.v1.leak", 0.2));
    EXPECT_THAT(run.judged().summary,
                StartsWith("It sees what it should predict: no other answer can be trusted. " + worse
                           + " Its predictions and targets have collapsed."));
}

TEST(Summary, SaysThatARatioIsNotTheTrainedOne)
{
    JudgedRun run = positionOnlyRun();
    run.context.trainedMaskRatio = 0.75;
    EXPECT_THAT(run.judged().summary, HasSubstr("mask ratio 0.5, which it was not trained at (0.75)"));
    run.context.maskRatio = 0.76; // ceil(0.75 T) of T tokens
    EXPECT_THAT(run.judged().summary, Not(HasSubstr("not trained at")));
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
    EXPECT_THAT(run.judged().nextSteps, Not(Contains(HasSubstr("ratio"))));
    EXPECT_THAT(run.judged().nextSteps, Not(Contains(HasSubstr("More recordings"))));
    run.context.recordings = 1;
    EXPECT_THAT(run.judged().nextSteps, Contains(HasSubstr("More recordings (1 now")));
}

/// A model is evaluated where it was trained; only where nobody knows that, a ratio with a context is worth a try.
TEST(NextSteps, NeverSendToARatioThatTheModelWasNotTrainedAt)
{
    using Ratio = std::optional<double>;
    for (const Ratio trained : { Ratio {}, Ratio { 0.5 }, Ratio { 0.75 }, Ratio { 1 } })
        for (const double evaluated : { 0.5, 0.75, 1.0 })
            for (const Finding context : { Finding::Supported, Finding::NotSupported, Finding::TooLittleData })
                for (const double skill : { -0.5, 0.5 }) {
                    JudgedRun run = positionOnlyRun();
                    run.context.trainedMaskRatio = trained;
                    run.context.maskRatio = evaluated;
                    run.set(number("diag.v1.skill_vs_global", skill, Interval { skill - 0.1, skill + 0.1 }));
                    learnFrom(run, "context", context);
                    for (const std::string& step : run.judged().nextSteps)
                        if (step.starts_with("Evaluate at")) {
                            const bool own = trained && *trained != evaluated
                                && step.find("trained ratio, "
                                             + std::string(*trained == 1         ? "1"
                                                               : *trained == 0.5 ? "0.5"
                                                                                 : "0.75"))
                                    != std::string::npos;
                            EXPECT_TRUE(own || (!trained && evaluated == 1)) << step;
                        }
                }
}

TEST(NextSteps, AModelThatLearnedAllIsAskedNothing)
{
    JudgedRun run = positionOnlyRun();
    for (const char* factor : { "position", "channel", "context" })
        learnFrom(run, factor, Finding::Supported);
    EXPECT_TRUE(run.judged().nextSteps.empty()) << run.judged().nextSteps[0];
}

TEST(NextSteps, UntrainedCopiesWhereTheyAreTheLack)
{
    JudgedRun run = positionOnlyRun();
    run.context.untrainedCopies = 0;
    EXPECT_THAT(run.judged().nextSteps, Not(Contains(HasSubstr("untrained copies")))) << "no answer rests on them";
    run.set(named("diag.v1.representation_layer_2", { { "rankme", 2 } })); // of 20 at the backbone's input
    EXPECT_THAT(run.judged().nextSteps,
                Contains("Run at least five untrained copies of architecture A: they show what "
                         "a network does that learned nothing."));
}

TEST(VerdictText, HoldsEveryStatementAndItsEvidence)
{
    std::vector<Verdict> verdicts { positionOnlyRun().judged() };
    adjustForQuestions(verdicts);
    const std::string text = verdictText(verdicts[0]);
    EXPECT_THAT(text, HasSubstr("**Position-only learning: supported.**"));
    for (const char* heading :
         { "## Position", "## Channel", "## Context", "## Collapse", "## Leak", "## Reconstruction" })
        EXPECT_THAT(text, HasSubstr(std::string("\n") + heading + "\n"));
    for (const Statement& s : verdicts[0].statements) {
        EXPECT_THAT(text, HasSubstr("**" + s.question + " " + std::string(answerName(s)) + ".** " + s.reason));
        EXPECT_THAT(text, HasSubstr("What would change this: " + s.whatWouldChange));
    }
    EXPECT_THAT(text, HasSubstr("**Have the predictions collapsed? no.**"));
    EXPECT_THAT(text,
                HasSubstr("\n  - yes: the interval of the alignment (over recordings) lies above 0 "
                          "(diag.v1.carries_position.alignment = 0.1 [0.09, 0.11])\n"));
    EXPECT_THAT(text, HasSubstr("learned_cosine = 0.5)\n"));
    EXPECT_THAT(text, HasSubstr("\np = 1.2e-05, ")); // adjusted beside it
    EXPECT_THAT(text, HasSubstr("- practical_share = 0.005\n"));
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
    const auto& interval = learned["evidence"]["children"][1]["children"][0];
    EXPECT_EQ(interval["key"], "diag.v1.carries_position.alignment");
    EXPECT_EQ(interval["interval"], nlohmann::json::array({ 0.09, 0.11 }));
    EXPECT_EQ(json["thresholds"]["values"]["learned_cosine"], 0.5);
    EXPECT_EQ(json["next_steps"].size(), verdict.nextSteps.size());
}

} // namespace

} // namespace maskscope::test
