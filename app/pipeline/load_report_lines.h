// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/checkpoint/load_report.h"

namespace maskscope {

/// The load report as it travels with a run: titles with their lines, in reading order. Long lists are cut, and say so.
[[nodiscard]] std::vector<std::pair<std::string, std::vector<std::string>>>
loadReportLines(const Checkpoint& checkpoint, const LoadReport& report, int mambaGroups = 1);

} // namespace maskscope
