// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "analysis/report/report.h"
#include "widgets/report/page_flow.h"

namespace maskscope {

/// The report as items for pages `width` points wide, at most `height` high. The report must outlive them.
[[nodiscard]] std::vector<FlowItem> reportItems(const Report& report, double width, double height);

} // namespace maskscope
