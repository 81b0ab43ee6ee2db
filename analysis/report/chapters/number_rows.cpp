// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/report/chapters/number_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace maskscope {

namespace {

constexpr double noNumber = std::numeric_limits<double>::quiet_NaN();

void place(std::vector<NumberRow>& rows, const std::string& name, std::size_t run, std::size_t runCount,
           const MetricValue& value)
{
    auto at = std::find_if(rows.begin(), rows.end(), [&](const NumberRow& row) { return row.name == name; });
    if (at == rows.end()) {
        rows.push_back({ name, std::vector<const MetricValue*>(runCount, nullptr) });
        at = std::prev(rows.end());
    }
    at->values[run] = &value;
}

/// The key's own name; rows of named numbers share it.
std::string baseName(const NumberRow& row) { return row.name.substr(0, row.name.find('.')); }

} // namespace

std::vector<NumberRow> numberRows(const ReportContext& context, const std::string& metric, std::string_view prefix)
{
    std::vector<NumberRow> rows;
    for (std::size_t run = 0; run < context.runCount(); ++run) {
        const MetricResult* result = context.run(run).metric(metric);
        if (result == nullptr)
            continue;
        for (const MetricValue& value : result->values) {
            if (!value.key.starts_with(prefix))
                continue;
            const std::string name = value.key.substr(prefix.size());
            if (const auto* named = std::get_if<MetricNumbers>(&value.value)) {
                for (const auto& entry : *named)
                    place(rows, name + "." + entry.first, run, context.runCount(), value);
            } else if (std::holds_alternative<double>(value.value)) {
                place(rows, name, run, context.runCount(), value);
            }
        }
    }
    return rows;
}

double numberAt(const MetricValue& value, const std::string& rowName, std::string_view prefix)
{
    if (const double* number = std::get_if<double>(&value.value))
        return *number;
    const auto* named = std::get_if<MetricNumbers>(&value.value);
    const std::size_t skip = value.key.size() - prefix.size() + 1;
    if (named != nullptr && rowName.size() >= skip)
        for (const auto& [name, number] : *named)
            if (rowName.compare(skip, std::string::npos, name) == 0)
                return number;
    return noNumber;
}

std::vector<std::string> noteItems(const std::vector<NumberRow>& rows)
{
    std::vector<std::pair<std::string, std::vector<std::string>>> notes; // note, names
    const auto add = [&](const std::string& note, const std::string& name) {
        if (note.empty())
            return;
        auto at = std::find_if(notes.begin(), notes.end(), [&](const auto& entry) { return entry.first == note; });
        if (at == notes.end())
            at = notes.emplace(notes.end(), note, std::vector<std::string>());
        if (std::find(at->second.begin(), at->second.end(), name) == at->second.end())
            at->second.push_back(name);
    };
    for (const NumberRow& row : rows)
        for (const MetricValue* value : row.values)
            if (value != nullptr) {
                add(value->note, baseName(row));
                if (!value->untestable.empty())
                    add("Not testable: " + value->untestable, baseName(row));
            }
    std::vector<std::string> items;
    for (const auto& [note, names] : notes)
        items.push_back(fmt::format("{}: {}", fmt::join(names, ", "), note));
    return items;
}

} // namespace maskscope
