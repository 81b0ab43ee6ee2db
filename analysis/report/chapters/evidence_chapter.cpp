// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "analysis/report/chapters/report_chapters.h"
#include "analysis/report/report_text.h"

namespace maskscope {

namespace {

std::string numbersOf(const Evidence& evidence)
{
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
    if (!evidence.key.empty())
        add(evidence.key + (evidence.value ? " = " + reportNumber(*evidence.value) : std::string())
            + (evidence.interval ? " " + reportInterval(*evidence.interval) : std::string()));
    if (evidence.untrained)
        add("untrained copies " + reportInterval(*evidence.untrained));
    if (evidence.threshold)
        add("threshold " + evidence.thresholdName + " = " + reportNumber(*evidence.threshold));
    return text;
}

ReportStep stepOf(const Evidence& evidence)
{
    ReportStep step { evidence.finding, evidence.text, numbersOf(evidence), {} };
    for (const Evidence& child : evidence.children)
        step.children.push_back(stepOf(child));
    return step;
}

void addStatement(ReportChapter& chapter, const Statement& s)
{
    chapter.blocks.emplace_back(ReportAnswer { s.question, s.finding, s.reason, std::string(answerName(s)) });
    ReportTree tree;
    if (s.evidence.children.empty())
        tree.steps.push_back(stepOf(s.evidence));
    else
        chapter.blocks.emplace_back(ReportParagraph { s.evidence.text, ParagraphTone::Lead });
    for (const Evidence& child : s.evidence.children)
        tree.steps.push_back(stepOf(child));
    chapter.blocks.emplace_back(std::move(tree));
    std::string after = "What would change this: " + s.whatWouldChange;
    if (s.smallestEffect) {
        const bool isPure = s.smallestEffectUnit.empty() || s.smallestEffectUnit == "1";
        after += fmt::format(" The smallest effect that these recordings could have shown is {}{}.",
                             reportNumber(*s.smallestEffect), isPure ? "" : " " + s.smallestEffectUnit);
    }
    chapter.blocks.emplace_back(ReportParagraph { after, ParagraphTone::Quiet });
}

void addRun(Report& report, const RunResult& run, const Verdict& verdict)
{
    ReportChapter head { 3, run.label, {} };
    head.blocks.emplace_back(ReportParagraph { verdict.summary });
    report.chapters.push_back(std::move(head));
    for (const Statement& s : verdict.statements) {
        const bool isNew = report.chapters.back().level == 3 || report.chapters.back().title != s.group;
        if (isNew)
            report.chapters.push_back({ 4, s.group, {} });
        addStatement(report.chapters.back(), s);
    }
}

} // namespace

void addEvidence(Report& report, const ReportContext& context)
{
    ReportChapter chapter { 2, "Evidence", {} };
    chapter.blocks.emplace_back(
        ReportParagraph { "Each answer follows from a tree of comparisons: yes, no, or cannot be told. Intervals are "
                          "95 % and resampled over "
                          "recordings, or over sequences where there are fewer than eight recordings. Untrained copies "
                          "are networks of the "
                          "same architecture with weights drawn anew; their range is from the lowest to the highest.",
                          ParagraphTone::Quiet });
    report.chapters.push_back(std::move(chapter));
    for (std::size_t i = 0; i < context.runCount(); ++i)
        addRun(report, context.run(i), context.verdicts[i]);
    ReportChapter thresholds { 3, "Thresholds", {} };
    thresholds.blocks.emplace_back(ReportParagraph { "From: " + context.inputs.thresholds.source + "." });
    ReportTable table { {}, { { "Name" }, { "Value", true } }, {} };
    for (const auto& [name, value] : context.inputs.thresholds.values)
        table.rows.push_back(
            { { .text = name, .kind = CellKind::Code }, { .text = reportNumber(value), .kind = CellKind::Number } });
    thresholds.blocks.emplace_back(std::move(table));
    report.chapters.push_back(std::move(thresholds));
}

} // namespace maskscope
