// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "analysis/verdict/evidence.h"

namespace maskscope {

namespace {

std::string numbersOf(const Evidence& evidence)
{
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
    if (!evidence.key.empty())
        add(evidence.key + (evidence.value ? " = " + numberText(*evidence.value) : "")
            + intervalText(evidence.interval));
    if (evidence.untrained)
        add("untrained copies" + intervalText(evidence.untrained));
    if (evidence.threshold)
        add(evidence.thresholdName + " = " + numberText(*evidence.threshold));
    return text.empty() ? text : " (" + text + ")";
}

void addEvidence(std::string& text, const Evidence& evidence, std::size_t depth)
{
    text += std::string(2 * depth, ' ')
        + fmt::format("- {}: {}{}\n", stepAnswer(evidence.finding), evidence.text, numbersOf(evidence));
    for (const Evidence& child : evidence.children)
        addEvidence(text, child, depth + 1);
}

void addStatement(std::string& text, const Statement& s)
{
    text += fmt::format("**{} {}.** {}\n\n", s.question, answerName(s), s.reason);
    text += s.evidence.text + "\n\n";
    for (const Evidence& child : s.evidence.children)
        addEvidence(text, child, 0);
    if (s.pValue && s.pAdjusted)
        text += fmt::format("\np = {:.2g}, {:.2g} over all questions of the analysis (Holm).\n", *s.pValue,
                            *s.pAdjusted);
    text += "\nWhat would change this: " + s.whatWouldChange + "\n";
    if (s.smallestEffect)
        text += fmt::format("\nSmallest effect these recordings could have shown: {:.3g}{}.\n", *s.smallestEffect,
                            s.smallestEffectUnit.empty() || s.smallestEffectUnit == "1" ? ""
                                                                                        : " " + s.smallestEffectUnit);
    text += "\n";
}

} // namespace

std::string_view stepAnswer(Finding finding)
{
    switch (finding) {
    case Finding::Supported:
    case Finding::SupportedHere:
        return "yes";
    case Finding::NotSupported:
        return "no";
    case Finding::NotTestable:
        return "not testable";
    case Finding::NotComputable:
        return "not computable";
    case Finding::TooLittleData:
        break;
    }
    return "cannot be told";
}

std::string verdictText(const Verdict& verdict)
{
    std::string text = "# Verdict\n\n" + verdict.summary + "\n\n"
        + fmt::format("**Position-only learning: {}.**\n\n", findingName(verdict.positionOnly));
    std::string group;
    for (const Statement& s : verdict.statements) {
        if (s.group != group)
            text += "## " + s.group + "\n\n";
        group = s.group;
        addStatement(text, s);
    }
    if (!verdict.nextSteps.empty())
        text += "## Next steps\n\n";
    for (std::size_t i = 0; i < verdict.nextSteps.size(); ++i)
        text += fmt::format("{}. {}\n", i + 1, verdict.nextSteps[i]);
    text += fmt::format("\n## Thresholds ({})\n\n", verdict.thresholds.source);
    for (const auto& [name, value] : verdict.thresholds.values)
        text += fmt::format("- {} = {:g}\n", name, value);
    return text;
}

} // namespace maskscope
