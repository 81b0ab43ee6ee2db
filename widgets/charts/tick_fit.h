// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "widgets/charts/axis_ticks.h"
#include "widgets/charts/figure_style.h"

namespace maskscope {

/// Ticks whose labels do not touch each other, and how the labels stand.
struct FittedTicks {
    std::vector<AxisTick> ticks;
    bool upright = false; ///< category names of a crowded horizontal axis
    double labelSize = 0; ///< how far the labels reach away from the axis
};

[[nodiscard]] FittedTicks fitHorizontalTicks(const Axis& axis, double length, const FigureStyle& style);
[[nodiscard]] FittedTicks fitVerticalTicks(const Axis& axis, double length, const FigureStyle& style);

} // namespace maskscope
