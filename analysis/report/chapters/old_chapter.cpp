// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "analysis/report/old/old_comparison.h"
#include "analysis/report/chapters/report_chapters.h"
#include "analysis/report/report_text.h"

namespace maskscope {

namespace {

ReportTable numbersTable(const ReportContext& context, const OldReport& old)
{
    ReportTable table { {},
                        { { "Number" }, { "Old report", true }, { "Run" }, { "This run", true }, { "Agree?" } },
                        {} };
    std::vector<std::vector<OldComparison>> all;
    for (std::size_t i = 0; i < context.runCount(); ++i)
        all.push_back(compareWithOld(old, context.run(i)));
    for (std::size_t number = 0; number < all.front().size(); ++number)
        for (std::size_t i = 0; i < all.size(); ++i) {
            const OldComparison& c = all[i][number];
            const bool repeats = i > 0;
            const std::string agree = !c.agrees ? (c.value ? "not in the old report" : "not in this run")
                : *c.agrees                     ? "agree"
                                                : "differ";
            table.rows.push_back(
                { { .text = c.name, .repeats = repeats },
                  { .text = c.old.empty() ? "–" : c.old, .kind = CellKind::Number, .repeats = repeats },
                  { .text = context.run(i).label },
                  { .text = c.value ? reportNumber(*c.value) : "–", .quiet = c.key, .kind = CellKind::Number },
                  { .text = agree, .quiet = c.difference } });
        }
    return table;
}

ReportTable verdictTable(const ReportContext& context, const OldReport& old)
{
    ReportTable table { {}, { { "Run" }, { "Position only" }, { "The old verdict is" }, { "Why" } }, {} };
    for (std::size_t i = 0; i < context.runCount(); ++i) {
        const OldVerdictReplay replay = replayVerdict(old, context.verdicts[i]);
        const Finding finding = context.verdicts[i].positionOnly;
        table.rows.push_back({ { .text = context.run(i).label },
                               { .text = std::string(findingName(finding)), .finding = finding },
                               { .text = replay.answer },
                               { .text = replay.reason } });
    }
    return table;
}

/// What each number can carry, and what the runs' own numbers add.
void addWeights(Report& report, const ReportContext& context, const OldReport& old)
{
    const std::vector<OldComparison> names = compareWithOld(old, context.run(0));
    for (std::size_t number = 0; number < names.size(); ++number) {
        SharedTexts general(context), here(context);
        for (std::size_t i = 0; i < context.runCount(); ++i) {
            const OldComparison comparison = compareWithOld(old, context.run(i))[number];
            general.add(comparison.carries, i);
            if (!comparison.here.empty())
                here.add(comparison.here, i);
        }
        ReportChapter chapter { 4, names[number].name, {} };
        for (const std::string& text : general.items())
            chapter.blocks.emplace_back(ReportParagraph { text });
        if (auto items = here.items(); !items.empty())
            chapter.blocks.emplace_back(ReportList { std::move(items) });
        report.chapters.push_back(std::move(chapter));
    }
}

constexpr const char* verdictNeeds
    = "\"Position-only learning\" says three things: the model learned from the position, not from the channel, not "
      "from "
      "the context. None of the old numbers replaces any of the three in the input or holds the result against an "
      "untrained network, so the verdict does not follow from them, right or wrong. What follows from the gains of "
      "these "
      "runs stands in the table.";

constexpr const char* whyDiffer
    = "Numbers agree if this run's rounds to the digits that the old report has. Where they differ, the old report "
      "need "
      "not be wrong: it does not say which recordings, masks and spatial projection it used, and the projection, which "
      "checkpoints do not hold, was drawn anew at each load.";

} // namespace

void addOldReport(Report& report, const ReportContext& context)
{
    const OldReport& old = *context.inputs.old;
    ReportChapter chapter { 2, "The old report against these runs", {} };
    chapter.blocks.emplace_back(ReportParagraph { "Read from: " + old.source + "." });
    if (const auto missing = old.missing(); !missing.empty())
        chapter.blocks.emplace_back(ReportParagraph { "Not found in it: " + enumeration(missing) + "." });
    chapter.blocks.emplace_back(numbersTable(context, old));
    chapter.blocks.emplace_back(ReportParagraph { whyDiffer, ParagraphTone::Quiet });
    report.chapters.push_back(std::move(chapter));
    ReportChapter verdict { 3, "Does the old conclusion follow?", {} };
    verdict.blocks.emplace_back(ReportParagraph { old.verdict.empty() ? "The old report has no verdict."
                                                                      : "Old verdict: \"" + old.verdict + "\"." });
    verdict.blocks.emplace_back(ReportParagraph { verdictNeeds });
    verdict.blocks.emplace_back(verdictTable(context, old));
    report.chapters.push_back(std::move(verdict));
    report.chapters.push_back({ 3, "What each old number can carry", {} });
    addWeights(report, context, old);
}

} // namespace maskscope
