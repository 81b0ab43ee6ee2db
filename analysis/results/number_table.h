// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/results/run_result.h"

namespace maskscope {

/// Every single number of a run, one a row, in the order of the metrics: named numbers as "KEY.NAME"; no lists.
struct NumberTable {
    std::vector<std::string> key, unit, unitOfInference;
    std::vector<double> value, low, high; ///< [row]; NaN where there is no value or no 95 % interval
    std::vector<double> null; ///< [row]; the largest that the null hypothesis gives, NaN where none was computed
    std::vector<std::int64_t> n; ///< [row] units of inference

    [[nodiscard]] std::size_t rows() const { return key.size(); }
};
[[nodiscard]] NumberTable numberTable(const RunResult& run);

} // namespace maskscope
