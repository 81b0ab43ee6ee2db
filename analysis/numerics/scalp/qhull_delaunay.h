// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <vector>

#include <Eigen/Core>

namespace maskscope {

/// Triangles of Qhull in its own order, vertices counter-clockwise, as SciPy lists them; `added` points one by one
/// after `points`. Empty where Qhull says that it cannot. `options`: of Qhull, "Qt Qc ..."
[[nodiscard]] std::vector<std::array<int, 3>> qhullTriangles(const std::vector<Eigen::Vector2d>& points,
                                                             const std::vector<Eigen::Vector2d>& added,
                                                             std::string options);

} // namespace maskscope
