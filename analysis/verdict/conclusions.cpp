// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "analysis/verdict/evidence.h"

namespace maskscope {

namespace {

Finding findingOf(const Verdict& verdict, std::string_view id)
{
    const Statement* statement = verdict.statement(id);
    return statement ? statement->finding : Finding::TooLittleData;
}

/// Names of the factors whose `.learned` has one of the findings: "the position and the channel".
std::string factorsWith(const Verdict& verdict, std::initializer_list<Finding> findings)
{
    std::vector<std::string> names;
    for (const Factor& factor : factors())
        if (std::count(findings.begin(), findings.end(), findingOf(verdict, std::string(factor.id) + ".learned")) > 0)
            names.emplace_back(factor.name);
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i)
        text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
    return text;
}

/// What already speaks against "position only", whatever the open parts turn out to be.
std::string contradiction(const Verdict& verdict)
{
    std::string text;
    if (findingOf(verdict, "position.learned") == Finding::NotSupported)
        text = "it has not learned from the position";
    for (const char* id : { "channel", "context" })
        if (isYes(findingOf(verdict, std::string(id) + ".learned")))
            text += (text.empty() ? "it has learned from the " : ", and it has learned from the ") + std::string(id);
    return text;
}

void judgePositionOnly(Verdict& verdict)
{
    const std::string against = contradiction(verdict);
    const std::string untestable = factorsWith(verdict, { Finding::NotTestable, Finding::NotComputable });
    const std::string open = factorsWith(verdict, { Finding::TooLittleData });
    if (!untestable.empty()) {
        verdict.positionOnly = Finding::NotTestable;
        verdict.positionOnlyReason
            = "Whether the model learned from nothing but the position cannot be tested here: " + untestable
            + " cannot be tested." + (against.empty() ? "" : " What can be tested speaks against it: " + against + ".");
    } else if (!against.empty()) {
        verdict.positionOnly = Finding::NotSupported;
        verdict.positionOnlyReason = "It is not position-only learning: " + against + ".";
    } else if (!open.empty()) {
        verdict.positionOnly = Finding::TooLittleData;
        verdict.positionOnlyReason = "There is too little to call it position-only learning or not: " + open
            + (open.find(" and ") == std::string::npos ? " stays open." : " stay open.");
    } else {
        verdict.positionOnly = findingOf(verdict, "position.learned");
        verdict.positionOnlyReason = "It is position-only learning: it has learned from the position, not from the "
                                     "channel, not from the context.";
    }
}

/// What the model cannot do, before anything that it can.
std::string faultsOf(const Verdict& verdict)
{
    std::string text;
    if (findingOf(verdict, "leaks") == Finding::Supported)
        text += " It sees what it should predict: no other answer can be trusted.";
    const Statement* global = verdict.statement("reconstructs.global");
    if (global && global->finding == Finding::NotSupported && !global->evidence.children.empty()) {
        const auto skill = global->evidence.children[1].value;
        if (skill && *skill < 0)
            text += fmt::format(" It predicts worse than the mean of the other recordings (skill {:.2f}).", *skill);
        else
            text += " It predicts no better than the mean of the other recordings.";
    }
    std::string collapsed;
    for (const char* what : { "predictions", "targets", "representation" })
        if (findingOf(verdict, std::string("collapsed.") + what) == Finding::Supported)
            collapsed += (collapsed.empty() ? "" : " and ") + std::string(what);
    if (!collapsed.empty())
        text += " Its " + collapsed + (collapsed == "representation" ? " has collapsed." : " have collapsed.");
    return text;
}

bool differs(double a, double b);

/// A sentence within another one: without its capital and its full stop.
std::string lowerFirst(std::string text)
{
    if (!text.empty() && text.back() == '.')
        text.pop_back();
    if (text.size() > 1 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'a' && text[1] <= 'z')
        text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
}

/// "Not testable here: the context (every token is masked)."
std::string untestableText(const Verdict& verdict, Finding finding, const char* head)
{
    std::string text;
    for (const Factor& factor : factors()) {
        const Statement* s = verdict.statement(std::string(factor.id) + ".learned");
        if (s && s->finding == finding)
            text += fmt::format("{}{} ({})", text.empty() ? "" : "; ", factor.name, lowerFirst(s->reason));
    }
    return text.empty() ? text : std::string(" ") + head + text + ".";
}

std::string summaryOf(const Verdict& verdict, const VerdictContext& context)
{
    const std::string yes = factorsWith(verdict, { Finding::Supported }),
                      here = factorsWith(verdict, { Finding::SupportedHere }),
                      no = factorsWith(verdict, { Finding::NotSupported }),
                      open = factorsWith(verdict, { Finding::TooLittleData });
    std::string text = faultsOf(verdict);
    if (!yes.empty())
        text += " It has learned from " + yes + ".";
    if (!here.empty())
        text += " For these recordings alone: it has learned from " + here + "; about others that says nothing.";
    if (!no.empty())
        text += " It has not learned from " + no + ", as far as these recordings show.";
    text += untestableText(verdict, Finding::NotTestable, "Not testable here: ");
    text += untestableText(verdict, Finding::NotComputable, "Not computable: ");
    if (!open.empty())
        text += " Too little data to tell: " + open + ".";
    const int units = context.inferenceUnits();
    text += fmt::format(" Evaluated at mask ratio {:.3g}{}, over {} {}{}.", context.maskRatio,
                        context.trainedMaskRatio && differs(*context.trainedMaskRatio, context.maskRatio)
                            ? fmt::format(", which it was not trained at ({:g})", *context.trainedMaskRatio)
                            : "",
                        units, context.unit, units == 1 ? "" : "s");
    if (!context.projectionKnown && !context.script)
        text += " The spatial projection (" + (context.projection.empty() ? "unknown" : context.projection)
            + ") is not known to be that of the training, and every number holds for this one only.";
    return text.substr(1) + " " + verdict.positionOnlyReason;
}

/// A mask hides whole tokens, ceil(ratio * T): at 0.5 a few more than half of an odd number.
bool differs(double a, double b) { return std::abs(a - b) > 0.02; }

void addRatioSteps(std::vector<std::string>& steps, const Verdict& verdict, const VerdictContext& context)
{
    const Finding learned = findingOf(verdict, "context.learned");
    const bool trainedBlind = context.trainedMaskRatio && *context.trainedMaskRatio >= 1;
    if (!isYes(learned) && trainedBlind)
        steps.emplace_back("Retrain at mask ratio 0.75 or 0.5 and compare: at 1.0 no context was ever visible.");
    if (context.trainedMaskRatio && differs(*context.trainedMaskRatio, context.maskRatio))
        steps.push_back(
            fmt::format("Evaluate at the trained ratio, {:g}, too: at {:.3g} the model sees what it was not "
                        "trained on.",
                        *context.trainedMaskRatio, context.maskRatio));
    else if (learned == Finding::NotTestable && context.maskRatio >= 1 && !trainedBlind)
        steps.emplace_back("Evaluate at a mask ratio below 1.0, 0.5 say: then the context can be tested.");
}

bool lacks(const Verdict& verdict, Lack lack)
{
    return std::any_of(verdict.statements.begin(), verdict.statements.end(),
                       [&](const Statement& s) { return s.lack == lack; });
}

/// The width of an interval falls with the root of the number of recordings.
void addRecordingsStep(std::vector<std::string>& steps, const Verdict& verdict, const VerdictContext& context)
{
    const bool few = std::ranges::any_of(verdict.statements,
                                         [](const Statement& s) { return s.finding == Finding::SupportedHere; });
    if (!few && !lacks(verdict, Lack::Recordings) && !lacks(verdict, Lack::Precision))
        return;
    std::string open;
    for (const Statement& s : verdict.statements)
        if (s.lack == Lack::Recordings || s.lack == Lack::Precision || s.finding == Finding::SupportedHere)
            open += (open.empty() ? "" : ", ") + s.id;
    steps.push_back(
        fmt::format("More {}s ({} now; from five on an answer speaks of others), for: {}. Four times as many "
                    "halve an interval.",
                    context.unit, context.inferenceUnits(), open));
}

std::vector<std::string> nextSteps(const Verdict& verdict, const VerdictContext& context)
{
    std::vector<std::string> steps;
    addRatioSteps(steps, verdict, context);
    if (lacks(verdict, Lack::Number))
        steps.emplace_back("Run the passes that replace and remove each factor: some numbers are absent.");
    if (lacks(verdict, Lack::UntrainedCopies))
        steps.push_back(fmt::format("Run {} untrained copies{}: they show what a network does that learned nothing.",
                                    context.untrainedCopies > 0 ? "more" : "at least five",
                                    context.architecture.empty() ? "" : " of architecture " + context.architecture));
    if (!context.projectionKnown && !context.script)
        steps.emplace_back("Fix the seed of the spatial projection in training and save the projection with the "
                           "checkpoint: another draw is another input.");
    addRecordingsStep(steps, verdict, context);
    return steps;
}

} // namespace

void addConclusions(Verdict& verdict, const VerdictContext& context)
{
    judgePositionOnly(verdict);
    verdict.summary = summaryOf(verdict, context);
    verdict.nextSteps = nextSteps(verdict, context);
}

} // namespace maskscope
