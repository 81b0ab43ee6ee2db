// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <vector>

#include <Eigen/Core>

#include "analysis/numerics/scalp/scalp_triangulation.h"

namespace maskscope {

/// Clough-Tocher C1 cubic interpolation over a triangulation, as weights: everything is linear in the points' values,
/// so that an interpolated value is a row of weights times the values.
///
/// Gradients minimise the bending energy of the cubics along all edges (Nielson 1983; as SciPy's global estimate): for
/// an edge e of length L with end slopes d1 = g1.e, d2 = g2.e and rise D, the energy is (4 d1^2 + 4 d1 d2 + 4 d2^2 - 12
/// (d1 + d2) D + 12 D^2) / L^3. One LDLT of the 2n x 2n system gives them all. The element: Alfeld, "A trivariate
/// Clough-Tocher scheme for tetrahedral data" (1984), in two dimensions; across an edge the derivative is linear along
/// the line that joins the centroids of the two triangles.
class CloughTocher {
public:
    CloughTocher(std::vector<Eigen::Vector2d> points, Triangulation triangulation);

    /// Weights [point] of the interpolated value at `at`; all 0 and false outside the hull.
    bool weights(const Eigen::Vector2d& at, Eigen::Ref<Eigen::RowVectorXd> out) const;

private:
    [[nodiscard]] Eigen::Vector3d barycentric(std::size_t triangle, const Eigen::Vector2d& at) const;
    [[nodiscard]] int find(const Eigen::Vector2d& at) const;
    [[nodiscard]] std::array<double, 3> crossDirections(std::size_t triangle) const;

    std::vector<Eigen::Vector2d> m_points;
    Triangulation m_triangulation;
    Eigen::MatrixXd m_gradients; // [2 * point, point]: gradient components from values
    std::vector<std::array<double, 3>> m_crossDirections; // [triangle]
    mutable int m_last = 0; // where the last point was found: neighbours on a grid share triangles
};

} // namespace maskscope
