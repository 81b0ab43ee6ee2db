// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "analysis/verdict/verdict.h"

namespace maskscope {

inline void PrintTo(Finding finding, std::ostream* out) { *out << findingName(finding); }

namespace test {

/// A number with an interval over recordings.
MetricValue number(std::string key, double value, std::optional<Interval> interval = {},
                   std::vector<double> untrained = {});

/// A run as it may be: every number is there, and `set` replaces or adds one, `remove` takes one away.
struct JudgedRun {
    std::vector<MetricResult> metrics { { "all", {}, {} } };
    VerdictContext context { 6, 5, 0.5, 0.5, "A", "M.npy", true };
    VerdictThresholds thresholds = builtInThresholds();

    JudgedRun& set(MetricValue value);
    JudgedRun& remove(const std::string& key);
    [[nodiscard]] Verdict judged() const { return judge(metrics, context, thresholds); }
    [[nodiscard]] Finding finding(const std::string& id) const;
    [[nodiscard]] Statement statement(const std::string& id) const;
};

/// Masked error 1; untrained copies gain -0.002 to 0.002. Position learned, channel and context not.
JudgedRun positionOnlyRun();

} // namespace test

} // namespace maskscope
