// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "app/session/input_entry.h"
#include "widgets/panels/load_report_item.h"

namespace maskscope {

/// The load report of a checkpoint for its panel. `inputs` are all opened files: electrodes of the recordings among
/// them that the model cannot place are named.
[[nodiscard]] LoadReportItem loadReportItem(const InputEntry& checkpoint, const std::vector<InputEntry>& inputs);

} // namespace maskscope
