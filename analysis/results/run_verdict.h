// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "analysis/results/run_result.h"
#include "analysis/verdict/verdict.h"

namespace maskscope {

/// The verdict on one run, from its numbers alone: the same for a fresh run and one read back from a file.
[[nodiscard]] Verdict judgeRun(const RunResult& run, const VerdictThresholds& thresholds);

/// Of the runs of one analysis, whose questions are asked together: p-values are adjusted over all of them.
[[nodiscard]] std::vector<Verdict> judgeRuns(std::span<const std::shared_ptr<const RunResult>> runs,
                                             const VerdictThresholds& thresholds);

/// A run's label and the verdict on it.
struct LabelledVerdict {
    std::string label;
    Verdict verdict;
};

/// Markdown: every question against every run in one table, then each run's verdict with its evidence.
[[nodiscard]] std::string verdictPage(std::span<const LabelledVerdict> runs);

} // namespace maskscope
