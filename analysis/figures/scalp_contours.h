// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <Eigen/Core>

#include "analysis/figures/figure.h"

namespace maskscope {

/// The part of the head disc (radius 1) where a grid of ScalpInterpolator is at or above `level`: closed rings, to be
/// filled by the even-odd rule. Marching squares; crossings of the circle count as crossings of the level.
[[nodiscard]] std::vector<ScalpRing> areaAbove(const Eigen::VectorXd& grid, double level);

/// The lines of a level inside the head disc: the borders of areaAbove() without the pieces that run along the circle.
[[nodiscard]] std::vector<std::vector<ScalpPoint>> contourLines(const std::vector<ScalpRing>& area);

} // namespace maskscope
