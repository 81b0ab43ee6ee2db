// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analysis/report/old/old_report.h"
#include "analysis/report/report.h"
#include "analysis/results/run_result.h"

namespace maskscope {

struct ReportInputs {
    std::span<const std::shared_ptr<const RunResult>> runs; ///< with labels that differ
    VerdictThresholds thresholds;
    std::optional<OldReport> old;
    std::vector<std::pair<std::string, std::string>> files; ///< result files and the old report, with their SHA-256
    std::vector<std::string> leftOut; ///< sentences on files that could not be read
    std::string origin; ///< "Maskscope 0.1.0, 2026-11-25"
};

/// Everything that a report says, from the numbers of the runs alone.
[[nodiscard]] Report makeReport(const ReportInputs& inputs);

} // namespace maskscope
