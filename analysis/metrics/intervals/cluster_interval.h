// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

#include "analysis/metrics/metric.h"
#include "analysis/numerics/cluster_jackknife.h"
#include "analysis/numerics/unit_interval.h"

namespace maskscope {

/// What an interval is over: the unit of inference ("recording", "subject") where there are at least kPopulationUnits;
/// below, "sequence" (unit x channel), which speaks of these units alone.
[[nodiscard]] std::string clusterUnit(int units, const std::string& unit);
/// Whether an interval over `unit` speaks of other recordings or subjects than these.
[[nodiscard]] bool speaksOfPopulation(const std::string& unit);

/// Says beside an interval over `within` ("sequence", "channel") that it speaks of these units alone.
void noteWithin(MetricValue& value, const std::string& within);
/// Puts an interval on a plain number, says what it is over, and keeps the values of the units for comparisons.
void setInterval(MetricValue* value, const ClusterEstimate& estimate, const std::string& unit);
/// The same of a named number.
void setInterval(MetricValue& value, const std::string& name, const ClusterEstimate& estimate, const std::string& unit);
/// The same where the number is the mean of the units' values.
void setUnitValues(MetricValue& value, const std::vector<double>& perUnit, const std::string& unit);
/// Of sum(numerator) / sum(denominator), both [cluster]. Null values are passed over.
void setRatioInterval(MetricValue* value, std::span<const double> numerator, std::span<const double> denominator,
                      const std::string& unit, const MetricOptions& options);

} // namespace maskscope
