// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/metrics/metric.h"

namespace maskscope {

/// One panel a run, side by side: error and bias of the log power in each band.
[[nodiscard]] Figure reconstructionFigure(std::span<const RunView> runs);

} // namespace maskscope
