// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/metrics/metric.h"

namespace maskscope {

/// Puts a copy's numbers beside the run's own: every plain number of `run` whose key the copy has too.
void addUntrained(std::vector<MetricResult>& run, const std::vector<MetricResult>& copy);

} // namespace maskscope
