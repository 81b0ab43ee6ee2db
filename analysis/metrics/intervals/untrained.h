// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/metrics/metric.h"

namespace maskscope {

/// Of the arrays that hold the lowest and highest value over untrained copies, after the array's own name.
inline constexpr const char* kUntrainedLow = "_untrained_low";
inline constexpr const char* kUntrainedHigh = "_untrained_high";

/// Puts a copy's numbers beside the run's own: every plain number of `run` whose key the copy has too, and the range of
/// the arrays that figures draw as curves (shares of the spectrum, sorted correlations, the probe's accuracies).
void addUntrained(std::vector<MetricResult>& run, const std::vector<MetricResult>& copy);

} // namespace maskscope
