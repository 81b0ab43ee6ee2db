// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "analysis/metrics/metric.h"

namespace maskscope {

/// Row 0: sorted |r| over its null band. Row 1: mean course over t/T. One column a run.
[[nodiscard]] Figure positionCorrelationFigure(std::span<const RunView> runs);

} // namespace maskscope
