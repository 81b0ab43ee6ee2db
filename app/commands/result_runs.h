// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/results/run_result.h"

namespace maskscope {

/// Runs of several result files, and what could not be read. Errors are printed as they come.
struct ResultRuns {
    std::vector<std::shared_ptr<const RunResult>> runs;
    std::vector<std::string> sources; ///< the file of each run
    std::vector<Error> failures;
    int status = 0; ///< of the first failure

    /// 0, or 3 where some runs are there and some are not.
    [[nodiscard]] int finalStatus() const { return status == 0 ? 0 : runs.empty() ? status : 3; }
};

[[nodiscard]] ResultRuns readRuns(const std::vector<std::string>& files);
/// The demo, analysed now; progress goes to standard error.
[[nodiscard]] ResultRuns demoRuns();

} // namespace maskscope
