// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/numerics/scalp/scalp_triangulation.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "analysis/numerics/scalp/qhull_delaunay.h"

namespace maskscope {

namespace {

using Point = Eigen::Vector2d;
using Triangle = std::array<int, 3>;

long double wide(double value) { return static_cast<long double>(value); }

/// Twice the signed area, above 0 for counter-clockwise; long double keeps nearly straight triples apart.
long double turn(const Point& a, const Point& b, const Point& c)
{
    const long double abx = wide(b.x()) - wide(a.x()), aby = wide(b.y()) - wide(a.y()), acx = wide(c.x()) - wide(a.x()),
                      acy = wide(c.y()) - wide(a.y());
    return abx * acy - aby * acx;
}

} // namespace

Triangulation triangulate(const std::vector<Point>& points, const std::vector<Point>& added)
{
    std::vector<Point> all = points;
    all.insert(all.end(), added.begin(), added.end());
    // SciPy's options for points that come one by one, and for all at once (Qz: a point at infinity, so that points on
    // one circle have a hull).
    std::vector<Triangle> triangles = qhullTriangles(points, added, "Qt Qc Q11");
    if (triangles.empty())
        triangles = qhullTriangles(all, {}, "Qt Qbb Qc Qz Q12");
    const auto known = [&](int vertex) { return vertex >= 0 && vertex < static_cast<int>(all.size()); };
    std::erase_if(triangles, [&](const Triangle& t) { return !std::all_of(t.begin(), t.end(), known); });
    return withNeighbours(all, std::move(triangles));
}

Triangulation withNeighbours(const std::vector<Point>& points, std::vector<Triangle> triangles)
{
    Triangulation result { std::move(triangles), {} };
    std::map<std::pair<int, int>, int> owner; // directed edge -> triangle
    for (std::size_t t = 0; t < result.triangles.size(); ++t) {
        Triangle& v = result.triangles[t];
        if (turn(points[static_cast<std::size_t>(v[0])], points[static_cast<std::size_t>(v[1])],
                 points[static_cast<std::size_t>(v[2])])
            < 0)
            std::swap(v[1], v[2]);
        for (std::size_t i = 0; i < 3; ++i)
            owner[{ v[i], v[(i + 1) % 3] }] = static_cast<int>(t);
    }
    for (const Triangle& v : result.triangles) {
        std::array<int, 3> around { -1, -1, -1 };
        for (std::size_t i = 0; i < 3; ++i)
            if (const auto found = owner.find({ v[(i + 2) % 3], v[(i + 1) % 3] }); found != owner.end())
                around[i] = found->second;
        result.neighbours.push_back(around);
    }
    return result;
}

std::vector<std::array<int, 2>> edges(const Triangulation& triangulation)
{
    std::set<std::array<int, 2>> all;
    for (const Triangle& t : triangulation.triangles)
        for (std::size_t i = 0; i < 3; ++i)
            all.insert({ std::min(t[i], t[(i + 1) % 3]), std::max(t[i], t[(i + 1) % 3]) });
    return { all.begin(), all.end() };
}

} // namespace maskscope
