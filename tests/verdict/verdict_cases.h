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

/// Named numbers, those of five untrained copies beside them: each the number times `untrained`.
MetricValue named(std::string key, MetricNumbers numbers, std::optional<double> untrained = {});

/// A component of predictions and targets; everything else follows from these and a masked error of 1.
struct Carried {
    double size = 0.1, alignment = 0.1, target = 0.1;
    Interval interval { 0.09, 0.11 };
    std::vector<double> perUnit { 0.09, 0.1, 0.11, 0.1, 0.12, 0.08 }; ///< alignments
    std::string unit = "recording"; ///< that the interval is over
};
MetricValue carried(const std::string& component, const Carried& of); ///< "position", ..., "recording"

/// A run as it may be: every number is there, and `set` replaces or adds one, `remove` takes one away.
struct JudgedRun {
    std::vector<MetricResult> metrics { { "all", {}, {} } };
    VerdictContext context { 6, 5, 0.5, 0.5, "A", "M.npy", true };
    VerdictThresholds thresholds = builtInThresholds();

    JudgedRun& set(MetricValue value);
    JudgedRun& remove(const std::string& key);
    /// What is lost of a component (or the error of "recording") when an input is replaced, with an interval.
    JudgedRun& read(const std::string& component, const std::string& input, double lost, Interval interval);
    [[nodiscard]] Verdict judged() const { return judge(metrics, context, thresholds); }
    [[nodiscard]] Finding finding(const std::string& id) const;
    [[nodiscard]] Statement statement(const std::string& id) const;
};

/// Masked error 1. The position is carried and read from its code; neither the channel nor what only the recording can
/// tell. Nothing collapsed, nothing leaks, better than every baseline.
JudgedRun positionOnlyRun();

/// What is carried, and what is not (its cosine is that of an untrained network), and what stays open.
Carried isCarried();
Carried isNot();
Carried isOpen();
/// "position", "channel", "context" to the component that answers its question.
[[nodiscard]] std::string componentOf(const std::string& factor);

} // namespace test

} // namespace maskscope
