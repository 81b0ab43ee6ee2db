// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <vector>

#include <Eigen/Core>

namespace maskscope {

/// Delaunay triangulation of points in the plane.
struct Triangulation {
    std::vector<std::array<int, 3>> triangles; ///< vertices counter-clockwise
    std::vector<std::array<int, 3>> neighbours; ///< across the edge opposite to each vertex; -1 at the hull
};

/// Bowyer-Watson, O(n^2): enough for electrodes (n about 100). Points that coincide to 1e-9 of the extent are skipped
/// and stand in no triangle.
[[nodiscard]] Triangulation triangulate(const std::vector<Eigen::Vector2d>& points);

/// Neighbours of triangles given as vertex triples (turned counter-clockwise where they are not).
[[nodiscard]] Triangulation withNeighbours(const std::vector<Eigen::Vector2d>& points,
                                           std::vector<std::array<int, 3>> triangles);

/// Every undirected edge once, smaller index first.
[[nodiscard]] std::vector<std::array<int, 2>> edges(const Triangulation& triangulation);

} // namespace maskscope
