// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/untrained.h"

#include <algorithm>

namespace maskscope {

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
        }
    }
}

} // namespace maskscope
