// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "analysis/report/chapters/report_chapters.h"

namespace maskscope {

/// A single number that a run has: a value, or one of a value's named numbers.
struct NumberRow {
    std::string name; ///< "position_gain", "alpha_req.slope"
    std::vector<const MetricValue*> values; ///< [run], null where a run lacks it
};

/// Keys below `prefix` ("diag.v1.") of one metric, in the order they first appear over the runs. Lists are no rows.
[[nodiscard]] std::vector<NumberRow> numberRows(const ReportContext& context, const std::string& metric,
                                                std::string_view prefix);
/// The number of `value` that a row shows; NaN where it has none.
[[nodiscard]] double numberAt(const MetricValue& value, const std::string& rowName, std::string_view prefix);

/// Notes of the rows: "name, name: note".
[[nodiscard]] std::vector<std::string> noteItems(const std::vector<NumberRow>& rows);

} // namespace maskscope
