// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>

#include "analysis/metrics/metric.h"

namespace maskscope {

/// Fewer recordings than this: intervals resample sequences (recording x channel), which is said.
inline constexpr int kRecordingsForInterval = 8;
/// What an interval resamples: "recording" or "sequence".
[[nodiscard]] std::string clusterUnit(int recordings);

/// Said beside every interval over sequences.
void noteSequences(MetricValue& value);
/// Puts a bootstrap interval on a plain number and says what was resampled; nothing to do where there is none.
void setInterval(MetricValue* value, const std::optional<std::pair<double, double>>& interval, const std::string& unit);
/// Of sum(numerator) / sum(denominator), both [cluster]. Null values are passed over.
void setRatioInterval(MetricValue* value, std::span<const double> numerator, std::span<const double> denominator,
                      const std::string& unit, const MetricOptions& options);

} // namespace maskscope
