// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/intervals/cluster_interval.h"

namespace maskscope {

std::string clusterUnit(int units, const std::string& unit) { return units >= kPopulationUnits ? unit : "sequence"; }

bool speaksOfPopulation(const std::string& unit) { return unit == "recording" || unit == "subject"; }

void noteWithin(MetricValue& value, const std::string& within)
{
    const std::string said = " Fewer than 5 units: the interval is over " + within
        + "s of these, and says nothing about other recordings or people.";
    if (value.note.find(said) == std::string::npos)
        value.note += said;
}

void setInterval(MetricValue* value, const ClusterEstimate& estimate, const std::string& unit)
{
    if (!value || !estimate.interval)
        return;
    value->interval = estimate.interval;
    value->intervalUnit = unit;
    if (speaksOfPopulation(unit))
        value->perUnit = { { "", estimate.perCluster } };
    else
        noteWithin(*value, unit);
}

void setInterval(MetricValue& value, const std::string& name, const ClusterEstimate& estimate, const std::string& unit)
{
    if (!estimate.interval)
        return;
    value.intervals.emplace_back(name, *estimate.interval);
    value.intervalUnit = unit;
    if (speaksOfPopulation(unit))
        value.perUnit.emplace_back(name, estimate.perCluster);
    else
        noteWithin(value, unit);
}

void setUnitValues(MetricValue& value, const std::vector<double>& perUnit, const std::string& unit)
{
    value.interval = unitInterval(perUnit);
    if (!value.interval)
        return;
    value.intervalUnit = unit;
    value.perUnit = { { "", perUnit } };
}

void setRatioInterval(MetricValue* value, std::span<const double> numerator, std::span<const double> denominator,
                      const std::string& unit, const MetricOptions& options)
{
    if (value && options.intervals)
        setInterval(value, jackknifeRatio(numerator, denominator), unit);
}

} // namespace maskscope
