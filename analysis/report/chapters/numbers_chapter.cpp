// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <fmt/format.h>

#include "analysis/report/chapters/number_rows.h"
#include "analysis/report/report_text.h"

namespace maskscope {

namespace {

constexpr std::string_view prefix = "diag.v1.";

enum Column : std::size_t { Name, Run, Value, Range, Null, Untrained, N };

ReportCell valueCell(const MetricValue& value, const std::string& row)
{
    if (!value.untestable.empty())
        return { .text = "not testable", .finding = Finding::NotTestable };
    return { .text = reportNumber(numberAt(value, row, prefix)), .kind = CellKind::Number };
}

ReportCell intervalCell(const MetricValue& value, const std::string& row)
{
    const std::size_t skip = value.key.size() - prefix.size() + 1;
    const auto interval = value.interval ? value.interval
        : row.size() >= skip             ? namedInterval(value, row.substr(skip))
                                         : std::nullopt;
    if (!interval)
        return {};
    return { .text
             = reportInterval(*interval) + (value.intervalUnit.empty() ? "" : " over " + value.intervalUnit + "s"),
             .kind = CellKind::Number };
}

ReportCell nullCell(const MetricValue& value)
{
    if (!value.null)
        return {};
    if (const double* number = std::get_if<double>(&*value.null))
        return { .text = reportNumber(*number), .kind = CellKind::Number };
    const auto* named = std::get_if<MetricNumbers>(&*value.null);
    std::string text;
    if (named != nullptr)
        for (const auto& [name, number] : *named)
            text += (text.empty() ? "" : "; ") + name + " " + reportNumber(number);
    return { .text = {}, .quiet = text, .kind = CellKind::Number };
}

/// The copies' values of a plain number, or of the named one that `row` is.
std::vector<double> copiesOf(const MetricValue& value, const std::string& row)
{
    std::vector<double> copies = value.untrained;
    const std::size_t skip = value.key.size() - prefix.size() + 1;
    if (row.size() >= skip)
        for (const auto& [name, values] : value.untrainedNumbers)
            if (name == row.substr(skip))
                copies = values;
    std::erase_if(copies, [](double v) { return !std::isfinite(v); });
    return copies;
}

ReportCell untrainedCell(const MetricValue& value, const std::string& row)
{
    const std::vector<double> copies = copiesOf(value, row);
    if (copies.empty())
        return {};
    const double mean = std::accumulate(copies.begin(), copies.end(), 0.0) / static_cast<double>(copies.size());
    const auto [low, high] = std::ranges::minmax(copies);
    return { .text = reportNumber(mean) + " " + reportInterval(Interval { low, high }), .kind = CellKind::Number };
}

/// How many untrained copies stand behind the runs' numbers.
std::vector<std::string> copyItems(const ReportContext& context)
{
    SharedTexts texts(context);
    for (std::size_t run = 0; run < context.runCount(); ++run) {
        std::size_t most = 0;
        for (const MetricResult& metric : context.run(run).metrics)
            for (const MetricValue& value : metric.values)
                most = std::max(most, value.untrained.size());
        texts.add(most == 1 ? "1 untrained copy." : fmt::format("{} untrained copies.", most), run);
    }
    return texts.items();
}

std::vector<ReportCell> cellsOf(const std::string& row, const MetricValue& value, const std::string& run, bool repeats)
{
    return { { .text = row, .quiet = value.unit == "1" ? "" : value.unit, .kind = CellKind::Code, .repeats = repeats },
             { .text = run },
             valueCell(value, row),
             intervalCell(value, row),
             nullCell(value),
             untrainedCell(value, row),
             { .text
               = value.unitOfInference.empty() ? std::to_string(value.n) : counted(value.n, value.unitOfInference),
               .kind = CellKind::Number } };
}

void removeColumn(ReportTable& table, std::size_t column)
{
    const auto at = static_cast<std::ptrdiff_t>(column);
    table.columns.erase(table.columns.begin() + at);
    for (auto& row : table.rows)
        row.erase(row.begin() + at);
}

ReportTable tableOf(const ReportContext& context, const std::vector<NumberRow>& rows)
{
    ReportTable table { {},
                        { { "Number" },
                          { "Run" },
                          { "Value", true },
                          { "95 % interval", true },
                          { "Null", true },
                          { "Untrained copies", true },
                          { "n", true } },
                        {} };
    for (const NumberRow& row : rows) {
        bool repeats = false;
        for (std::size_t run = 0; run < row.values.size(); ++run)
            if (const MetricValue* value = row.values[run]) {
                table.rows.push_back(cellsOf(row.name, *value, context.run(run).label, repeats));
                repeats = true;
            }
    }
    for (const std::size_t column : { std::size_t(Untrained), std::size_t(Null), std::size_t(Range) }) {
        bool isEmpty = true;
        for (const auto& row : table.rows)
            isEmpty = isEmpty && row[column].text.empty() && row[column].quiet.empty();
        if (isEmpty)
            removeColumn(table, column);
    }
    if (context.runCount() == 1)
        removeColumn(table, Run);
    return table;
}

/// Values that are lists (spectra, curves), and lists that stand as their null.
void addLists(ReportChapter& chapter, const ReportContext& context, const std::string& metric)
{
    for (std::size_t run = 0; run < context.runCount(); ++run) {
        const MetricResult* result = context.run(run).metric(metric);
        if (result == nullptr)
            continue;
        for (const MetricValue& value : result->values) {
            if (!value.key.starts_with(prefix))
                continue;
            const std::string title = value.key.substr(prefix.size()) + ", " + context.run(run).label;
            if (const auto* list = std::get_if<std::vector<double>>(&value.value))
                chapter.blocks.emplace_back(ReportNumbers { title, *list });
            if (const auto* list = value.null ? std::get_if<std::vector<double>>(&*value.null) : nullptr)
                chapter.blocks.emplace_back(ReportNumbers { title + ", null", *list });
        }
    }
}

} // namespace

void addNumbers(Report& report, const ReportContext& context)
{
    ReportChapter chapter { 2, "Numbers (diag.v1)", {} };
    chapter.blocks.emplace_back(ReportParagraph { "n counts the units of inference behind a number. Untrained copies: "
                                                  "their mean, with the lowest and the highest. A "
                                                  "number without an interval, a null or copies beside it describes "
                                                  "these predictions and supports no conclusion.",
                                                  ParagraphTone::Quiet });
    chapter.blocks.emplace_back(ReportList { copyItems(context) });
    report.chapters.push_back(std::move(chapter));
    for (const Metric& metric : metricList()) {
        ReportChapter part { 3, metric.title, {} };
        const std::vector<NumberRow> rows = numberRows(context, metric.id, prefix);
        if (!rows.empty()) {
            part.blocks.emplace_back(tableOf(context, rows));
            if (auto notes = noteItems(rows); !notes.empty())
                part.blocks.emplace_back(ReportList { std::move(notes) });
        }
        addLists(part, context, metric.id);
        if (!part.blocks.empty())
            report.chapters.push_back(std::move(part));
    }
}

} // namespace maskscope
