// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/report/old/old_report.h"
#include "analysis/results/run_result.h"
#include "analysis/verdict/verdict.h"

namespace maskscope {

/// One number of an old report beside the same number, by the same definition, of a run.
struct OldComparison {
    std::string name; ///< "Position correlation"
    std::string old; ///< as written; empty: the old report does not have it
    std::optional<double> value; ///< of the run; nothing: its numbers do not hold it
    std::string key; ///< of the run's number: "legacy.mean_abs_position_correlation"
    std::optional<bool> agrees; ///< to the digits that the old report has; nothing where either is absent
    std::string difference; ///< "to the digits written", "0.052 higher here"
    std::string carries; ///< what such a number can and cannot carry, whatever the run
    std::string here; ///< what this run's own evidence says to that; empty: nothing
};
[[nodiscard]] std::vector<OldComparison> compareWithOld(const OldReport& old, const RunResult& run);

/// The old verdict beside what this run shows.
struct OldVerdictReplay {
    std::string old; ///< as written; empty: none
    Finding finding = Finding::TooLittleData; ///< whether this run shows it
    std::string answer; ///< "confirmed", "contradicted", "not testable", "open", "not comparable"
    std::string reason;
};
/// `verdict`: of the same run.
[[nodiscard]] OldVerdictReplay replayVerdict(const OldReport& old, const Verdict& verdict);

} // namespace maskscope
