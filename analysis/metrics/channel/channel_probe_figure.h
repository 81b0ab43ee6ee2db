// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/metrics/metric.h"

namespace maskscope {

/// One panel a run: how often each channel is told, front to back, over chance and the shuffled labels.
[[nodiscard]] Figure channelProbeFigure(std::span<const RunView> runs);

} // namespace maskscope
