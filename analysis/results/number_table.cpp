// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/results/number_table.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "analysis/verdict/evidence.h"

namespace maskscope {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

void addRow(NumberTable& table, const MetricValue& of, const std::string& name, double value,
            const std::optional<Interval>& interval, double null)
{
    table.key.push_back(name.empty() ? of.key : of.key + "." + name);
    table.unit.push_back(of.unit);
    table.unitOfInference.push_back(of.unitOfInference);
    table.value.push_back(value);
    table.low.push_back(interval ? interval->low : kNone);
    table.high.push_back(interval ? interval->high : kNone);
    table.null.push_back(null);
    table.n.push_back(of.n);
}

/// Of a named number: the null's of that name.
double namedNull(const MetricValue& value, const std::string& name)
{
    const auto* numbers = value.null ? std::get_if<MetricNumbers>(&*value.null) : nullptr;
    const auto found = numbers ? std::ranges::find(*numbers, name, &MetricNumbers::value_type::first)
                               : MetricNumbers::const_iterator {};
    return numbers && found != numbers->end() ? found->second : kNone;
}

} // namespace

NumberTable numberTable(const RunResult& run)
{
    NumberTable table;
    for (const MetricResult& metric : run.metrics)
        for (const MetricValue& value : metric.values) {
            if (const auto* number = std::get_if<double>(&value.value))
                addRow(table, value, {}, *number, value.interval, nullHigh(&value).value_or(kNone));
            else if (const auto* numbers = std::get_if<MetricNumbers>(&value.value))
                for (const auto& [name, each] : *numbers)
                    addRow(table, value, name, each, namedInterval(value, name), namedNull(value, name));
        }
    return table;
}

} // namespace maskscope
