// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QColor>

#include "analysis/report/report.h"
#include "widgets/report/page_flow.h"

namespace maskscope {

/// A table as one item a row, its header repeated on every page it reaches.
[[nodiscard]] std::vector<FlowItem> tableItems(const ReportTable& table, double width);

/// Colour of an answer or a step.
[[nodiscard]] QColor findingColor(Finding finding);

} // namespace maskscope
