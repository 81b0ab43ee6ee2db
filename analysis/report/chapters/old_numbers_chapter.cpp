// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "analysis/report/chapters/number_rows.h"
#include "analysis/report/report_text.h"

namespace maskscope {

namespace {

constexpr std::string_view prefix = "legacy.";
constexpr std::size_t runsPerTable = 4;
constexpr const char* perChannel = "channel_means.";

/// Notes of all runs: what a number cannot show.
std::string notesOf(const NumberRow& row)
{
    std::string text;
    for (const MetricValue* value : row.values)
        if (value != nullptr && text.find(value->note) == std::string::npos)
            text += (text.empty() ? "" : " ") + value->note;
    return text;
}

ReportTable tableOf(const ReportContext& context, const std::vector<NumberRow>& rows, std::size_t first,
                    std::size_t last, bool ofChannels)
{
    ReportTable table { ofChannels ? "channel_means" : "", { { ofChannels ? "Channel" : "Number" } }, {} };
    for (std::size_t run = first; run < last; ++run)
        table.columns.push_back(context.runColumn(run, true));
    for (const NumberRow& row : rows) {
        if (row.name.starts_with(perChannel) != ofChannels)
            continue;
        const std::string name = ofChannels ? row.name.substr(std::string_view(perChannel).size()) : row.name;
        table.rows.push_back({ { .text = name, .quiet = ofChannels ? "" : notesOf(row), .kind = CellKind::Code } });
        for (std::size_t run = first; run < last; ++run) {
            const MetricValue* value = row.values[run];
            table.rows.back().push_back(
                { .text = value ? reportNumber(numberAt(*value, row.name, prefix)) : "–", .kind = CellKind::Number });
        }
    }
    return table;
}

} // namespace

void addOldNumbers(Report& report, const ReportContext& context)
{
    ReportChapter chapter { 2, "Old numbers (legacy)", {} };
    chapter.blocks.emplace_back(
        ReportParagraph { "The old diagnosis' definitions, unchanged, so that old reports stay comparable. Below each "
                          "number stands what it "
                          "cannot show. None of them has an interval, a null or untrained copies beside it.",
                          ParagraphTone::Quiet });
    std::vector<NumberRow> rows;
    for (const Metric& metric : metricList())
        for (NumberRow& row : numberRows(context, metric.id, prefix))
            rows.push_back(std::move(row));
    for (const bool ofChannels : { false, true }) {
        if (ofChannels)
            for (const std::string& note : noteItems(rows))
                if (note.starts_with("channel_means"))
                    chapter.blocks.emplace_back(ReportParagraph { note });
        forRunBlocks(context, runsPerTable, [&](std::size_t first, std::size_t last) {
            if (ReportTable table = tableOf(context, rows, first, last, ofChannels); !table.rows.empty())
                chapter.blocks.emplace_back(std::move(table));
        });
    }
    report.chapters.push_back(std::move(chapter));
}

} // namespace maskscope
