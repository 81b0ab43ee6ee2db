// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "analysis/results/run_result.h"

namespace maskscope::test {

/// A run with the numbers that a report rests on, small and known; nothing is read or predicted.
[[nodiscard]] RunResult knownRun(const std::string& label);

/// A number as a metric adds it.
[[nodiscard]] MetricValue number(const std::string& key, double value, const std::string& note = {});

/// The metric `id` of the run, added where it is absent.
[[nodiscard]] MetricResult& metricOf(RunResult& run, const std::string& id);

[[nodiscard]] inline std::shared_ptr<const RunResult> sharedRun(RunResult run)
{
    return std::make_shared<const RunResult>(std::move(run));
}

} // namespace maskscope::test
