// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include <Eigen/Core>

namespace maskscope {

/// Azimuthal projection of an electrode's direction: the 2-D radius is the polar angle from the vertex over 90 degrees,
/// so that the head circle (the plane of nasion and ears) has radius 1; x right, y front. Electrodes below that plane
/// lie outside the circle.
[[nodiscard]] Eigen::Vector2d projectElectrode(const Eigen::Vector3d& position);

/// Values on a square grid over the head from values at electrodes: the method of MNE-Python's scalp maps ('head'
/// extrapolation). A ring of points outside takes the mean of its Delaunay neighbours; Clough-Tocher in between. All of
/// it is linear, so one matrix per montage serves every map.
class ScalpInterpolator {
public:
    static constexpr int nodes = 129; ///< per side
    static constexpr double extent = 1.02; ///< the grid spans [-extent, extent]

    /// `electrodes`: at least 3 distinct points that do not lie on one line.
    explicit ScalpInterpolator(const std::vector<Eigen::Vector2d>& electrodes);

    /// Grid [row * nodes + column], row along y upwards; NaN where nothing can be said (corners beyond the ring).
    [[nodiscard]] Eigen::VectorXd grid(std::span<const double> values) const;
    [[nodiscard]] static double coordinate(int node) { return -extent + 2 * extent * node / (nodes - 1); }

private:
    Eigen::MatrixXd m_weights; // [grid node, electrode]
};

} // namespace maskscope
