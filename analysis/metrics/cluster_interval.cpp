// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/cluster_interval.h"

#include "analysis/numerics/bootstrap.h"

namespace maskscope {

std::string clusterUnit(int recordings) { return recordings >= kRecordingsForInterval ? "recording" : "sequence"; }

void noteSequences(MetricValue& value)
{
    value.note += " Fewer than 8 recordings: the interval resamples sequences and is too narrow where channels of a "
                  "recording move together.";
}

void setInterval(MetricValue* value, const std::optional<std::pair<double, double>>& interval, const std::string& unit)
{
    if (!value || !interval)
        return;
    value->interval = Interval { interval->first, interval->second };
    value->intervalUnit = unit;
    if (unit == "sequence")
        noteSequences(*value);
}

void setRatioInterval(MetricValue* value, std::span<const double> numerator, std::span<const double> denominator,
                      const std::string& unit, const MetricOptions& options)
{
    if (value)
        setInterval(value, bootstrapRatio(numerator, denominator, options.resamples, options.seed), unit);
}

} // namespace maskscope
