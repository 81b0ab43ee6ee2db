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

/// By Qhull (Barber, Dobkin & Huhdanpaa 1996): the lower hull of the points lifted to a paraboloid. `added` are put in
/// one by one afterwards and numbered after `points`. Four points on one circle can be cut along either diagonal; here
/// what decides is what decides in SciPy's Delaunay(points, incremental=True).add_points(added), on which MNE-Python's
/// maps stand: the same library, the same options, the triangles and their vertices in the same order. Where that fails
/// because all `points` lie on one circle, points and added points are triangulated at once. Points that coincide stand
/// in no triangle but one of them; no triangles at all where the points lie on one line.
[[nodiscard]] Triangulation triangulate(const std::vector<Eigen::Vector2d>& points,
                                        const std::vector<Eigen::Vector2d>& added = {});

/// Neighbours of triangles given as vertex triples (turned counter-clockwise where they are not).
[[nodiscard]] Triangulation withNeighbours(const std::vector<Eigen::Vector2d>& points,
                                           std::vector<std::array<int, 3>> triangles);

/// Every undirected edge once, smaller index first.
[[nodiscard]] std::vector<std::array<int, 2>> edges(const Triangulation& triangulation);

} // namespace maskscope
