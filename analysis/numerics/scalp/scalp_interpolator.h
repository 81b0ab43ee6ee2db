// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include <Eigen/Core>

#include "analysis/numerics/scalp/head_sphere.h"

namespace maskscope {

/// Values on a square grid over the head from values at electrodes, by ScalpSurface: one matrix per montage and sphere
/// serves every map.
class ScalpInterpolator {
public:
    static constexpr int nodes = 129; ///< per side
    static constexpr double extent = 1.02; ///< the grid spans [-extent, extent], in head radii from the sphere's centre

    /// `electrodes`: at least 4 distinct places that do not lie on one line, metres: projectElectrode() with `sphere`.
    explicit ScalpInterpolator(const std::vector<Eigen::Vector2d>& electrodes, const HeadSphere& sphere = {});

    /// Grid [row * nodes + column], row along y upwards; NaN where nothing can be said (corners beyond the ring).
    [[nodiscard]] Eigen::VectorXd grid(std::span<const double> values) const;
    [[nodiscard]] static double coordinate(int node) { return -extent + 2 * extent * node / (nodes - 1); }

private:
    Eigen::MatrixXd m_weights; // [grid node, electrode]
};

} // namespace maskscope
