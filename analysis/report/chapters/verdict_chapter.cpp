// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "analysis/report/chapters/report_chapters.h"
#include "analysis/report/report_text.h"

namespace maskscope {

namespace {

constexpr std::size_t runsPerTable = 5;

constexpr const char* positionOnlyQuestion
    = "The old verdict, \"position only\": learned from the position, not from the channel, not from the context";

ReportCell findingCell(Finding finding) { return { .text = std::string(findingName(finding)), .finding = finding }; }

ReportCell answerCell(const Statement& statement)
{
    return { .text = std::string(answerName(statement)), .finding = statement.finding };
}

/// How many questions were asked at once, and what that does to the least sure of the findings.
std::string questionsText(const ReportContext& context)
{
    std::size_t asked = 0, lost = 0;
    for (const Verdict& verdict : context.verdicts) {
        for (const Statement& s : verdict.statements) {
            asked += s.pValue ? 1 : 0;
            lost += s.pAdjusted && *s.pValue < 0.05 && *s.pAdjusted >= 0.05 ? 1 : 0;
        }
    }
    if (asked == 0)
        return "No answer here rests on five or more units, so none has a p-value and none speaks of other recordings.";
    return fmt::format(
        "{} question{} that chance could answer {} asked at once; p-values stand in the evidence, with Holm's "
        "adjustment over all of them beside each{}.",
        asked, asked == 1 ? "" : "s", asked == 1 ? "was" : "were",
        lost == 0 ? ", which takes none of those below .05 back"
                  : fmt::format(", which takes {} of those below .05 back", lost));
}

/// Questions by runs; of a single run with the reason beside each answer.
ReportTable comparison(const ReportContext& context, std::size_t first, std::size_t last)
{
    const bool isOne = context.runCount() == 1;
    ReportTable table { {}, { { "Question" } }, {} };
    for (std::size_t i = first; i < last; ++i)
        table.columns.push_back(context.runColumn(i, false));
    if (isOne)
        table.columns.push_back({ "Reason" });
    for (const Statement& row : context.verdicts.front().statements) {
        table.rows.push_back({ { .text = row.question } });
        for (std::size_t i = first; i < last; ++i) {
            const Statement* statement = context.verdicts[i].statement(row.id);
            table.rows.back().push_back(statement ? answerCell(*statement) : ReportCell { "–" });
        }
        if (isOne)
            table.rows.back().push_back({ .text = row.reason });
    }
    table.rows.push_back({ { .text = positionOnlyQuestion } });
    for (std::size_t i = first; i < last; ++i)
        table.rows.back().push_back(findingCell(context.verdicts[i].positionOnly));
    if (isOne)
        table.rows.back().push_back({ .text = context.verdicts.front().positionOnlyReason });
    return table;
}

/// Not testable and too little data, by question, then by run.
ReportTable openQuestions(const ReportContext& context)
{
    ReportTable table { {}, { { "Question" }, { "Run" }, { "Answer" }, { "Why" } }, {} };
    for (const Statement& row : context.verdicts.front().statements) {
        bool repeats = false;
        for (std::size_t i = 0; i < context.runCount(); ++i) {
            const Statement* s = context.verdicts[i].statement(row.id);
            if (!s || isYes(s->finding) || s->finding == Finding::NotSupported)
                continue;
            table.rows.push_back({ { .text = s->question, .repeats = repeats },
                                   { .text = context.run(i).label },
                                   answerCell(*s),
                                   { .text = s->reason } });
            repeats = true;
        }
    }
    return table;
}

std::vector<std::string> nextSteps(const ReportContext& context)
{
    SharedTexts texts(context);
    for (std::size_t i = 0; i < context.runCount(); ++i)
        for (const std::string& step : context.verdicts[i].nextSteps)
            texts.add(step, i);
    return texts.items();
}

ReportChapter listChapter(std::string title, std::vector<std::string> items, bool numbered = false)
{
    return { 3, std::move(title), { ReportList { std::move(items), numbered } } };
}

} // namespace

void addVerdicts(Report& report, const ReportContext& context)
{
    ReportChapter chapter { 2, "Verdicts", {} };
    std::vector<std::string> summaries;
    for (std::size_t i = 0; i < context.runCount(); ++i)
        summaries.push_back(context.run(i).label + ": " + context.verdicts[i].summary);
    chapter.blocks.emplace_back(ReportList { summaries });
    forRunBlocks(context, runsPerTable, [&](std::size_t first, std::size_t last) {
        chapter.blocks.emplace_back(comparison(context, first, last));
    });
    chapter.blocks.emplace_back(ReportParagraph {
        "Supported speaks of recordings like these; supported for these recordings, of fewer than five, says nothing "
        "about "
        "others. Not testable: the question cannot be put to this run, because the factor does not change the model's "
        "input. Not computable: this kind of model cannot be asked. Too little data: it can be put, and the numbers "
        "leave it "
        "open. None of the last three is a \"no\". To depend on a factor is not to have learned from it: untrained "
        "networks "
        "depend on position and channel as well.",
        ParagraphTone::Quiet });
    chapter.blocks.emplace_back(ReportParagraph { questionsText(context), ParagraphTone::Quiet });
    report.chapters.push_back(std::move(chapter));
    if (auto steps = nextSteps(context); !steps.empty())
        report.chapters.push_back(listChapter("Recommended next steps", std::move(steps), true));
    if (auto missing = missingParts(context); !missing.empty())
        report.chapters.push_back(listChapter("What this report lacks", std::move(missing)));
    if (ReportTable open = openQuestions(context); !open.rows.empty() && context.runCount() > 1)
        report.chapters.push_back({ 3, "Not answered, and why", { std::move(open) } });
}

} // namespace maskscope
