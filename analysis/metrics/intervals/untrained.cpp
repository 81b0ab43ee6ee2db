// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/intervals/untrained.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>

namespace maskscope {

namespace {

/// Arrays whose range over untrained copies a figure draws as a band.
constexpr std::array<std::string_view, 3> kBands { "prediction_share", "sorted_correlation", "accuracy" };

MetricArray& bandOf(MetricResult& run, const MetricArray& own, const char* suffix)
{
    const std::string name = own.name + suffix;
    const auto at = std::ranges::find(run.arrays, name, &MetricArray::name);
    if (at != run.arrays.end())
        return *at;
    run.arrays.push_back(
        { name, own.dimensions, std::vector<double>(own.values.size(), std::numeric_limits<double>::quiet_NaN()) });
    return run.arrays.back();
}

/// Widens the band by one copy. Both are NaN where no copy has a finite value.
void widen(MetricResult& run, std::string_view name, const MetricArray& copy)
{
    const MetricArray* found = run.array(name);
    if (!found || found->values.size() != copy.values.size())
        return;
    const MetricArray own = *found; // the list grows below
    for (const char* suffix : { kUntrainedLow, kUntrainedHigh }) {
        std::vector<double>& limit = bandOf(run, own, suffix).values;
        for (std::size_t i = 0; i < limit.size(); ++i)
            limit[i]
                = suffix == kUntrainedLow ? std::fmin(limit[i], copy.values[i]) : std::fmax(limit[i], copy.values[i]);
    }
}

/// Named numbers of a copy, by name.
void addNamed(MetricValue& own, const MetricValue& copy)
{
    const auto* numbers = std::get_if<MetricNumbers>(&copy.value);
    if (!numbers || !std::holds_alternative<MetricNumbers>(own.value))
        return;
    for (const auto& [name, number] : *numbers) {
        auto at = std::ranges::find(own.untrainedNumbers, name, &std::pair<std::string, std::vector<double>>::first);
        if (at == own.untrainedNumbers.end())
            at = own.untrainedNumbers.insert(at, { name, {} });
        at->second.push_back(number);
    }
}

} // namespace

void addUntrained(std::vector<MetricResult>& run, const std::vector<MetricResult>& copy)
{
    for (MetricResult& own : run) {
        const auto other
            = std::find_if(copy.begin(), copy.end(), [&](const MetricResult& r) { return r.metric == own.metric; });
        if (other == copy.end())
            continue;
        for (MetricValue& value : own.values) {
            const MetricValue* untrained = other->value(value.key);
            if (untrained && std::holds_alternative<double>(value.value)
                && std::holds_alternative<double>(untrained->value))
                value.untrained.push_back(std::get<double>(untrained->value));
            if (untrained)
                addNamed(value, *untrained);
        }
        for (const std::string_view name : kBands)
            if (const MetricArray* array = other->array(name))
                widen(own, name, *array);
    }
}

} // namespace maskscope
