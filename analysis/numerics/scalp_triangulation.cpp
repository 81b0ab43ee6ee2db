// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/numerics/scalp_triangulation.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

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

/// Above 0 where d lies inside the circle through the counter-clockwise a, b, c.
long double inCircle(const Point& a, const Point& b, const Point& c, const Point& d)
{
    const auto row = [&](const Point& p) {
        const long double x = wide(p.x()) - wide(d.x()), y = wide(p.y()) - wide(d.y());
        return std::array<long double, 3> { x, y, x * x + y * y };
    };
    const auto m = row(a), n = row(b), o = row(c);
    return m[0] * (n[1] * o[2] - n[2] * o[1]) - m[1] * (n[0] * o[2] - n[2] * o[0]) + m[2] * (n[0] * o[1] - n[1] * o[0]);
}

/// The border of a cavity: directed edges whose reverse is not among them.
std::vector<std::pair<int, int>> border(const std::vector<Triangle>& cavity)
{
    std::set<std::pair<int, int>> directed;
    for (const Triangle& t : cavity)
        for (std::size_t i = 0; i < 3; ++i)
            directed.insert({ t[i], t[(i + 1) % 3] });
    std::vector<std::pair<int, int>> open;
    for (const auto& [from, to] : directed)
        if (!directed.contains({ to, from }))
            open.emplace_back(from, to);
    return open;
}

} // namespace

Triangulation triangulate(const std::vector<Point>& points)
{
    const int n = static_cast<int>(points.size());
    double extent = 1e-12;
    for (const Point& p : points)
        extent = std::max({ extent, std::abs(p.x()), std::abs(p.y()) });
    std::vector<Point> all = points; // and a triangle around everything, far enough to leave the hull convex
    const double far = 1e5 * extent;
    all.insert(all.end(), { Point(-far, -far), Point(far, -far), Point(0, far) });
    std::vector<Triangle> triangles { { n, n + 1, n + 2 } };
    const long double tolerance = 1e-13L * wide(extent) * wide(extent) * wide(extent) * wide(extent);
    for (int p = 0; p < n; ++p) {
        const Point& at = points[static_cast<std::size_t>(p)];
        const auto same = [&](int q) { return (points[static_cast<std::size_t>(q)] - at).norm() < 1e-9 * extent; };
        bool repeated = false;
        for (int q = 0; q < p && !repeated; ++q)
            repeated = same(q);
        if (repeated)
            continue;
        std::vector<Triangle> cavity, kept;
        for (const Triangle& t : triangles) {
            const auto corner = [&](std::size_t i) -> const Point& { return all[static_cast<std::size_t>(t[i])]; };
            (inCircle(corner(0), corner(1), corner(2), at) > tolerance ? cavity : kept).push_back(t);
        }
        for (const auto& [from, to] : border(cavity))
            if (turn(all[static_cast<std::size_t>(from)], all[static_cast<std::size_t>(to)], at) > 0)
                kept.push_back({ from, to, p });
        triangles = std::move(kept);
    }
    std::erase_if(triangles, [n](const Triangle& t) { return t[0] >= n || t[1] >= n || t[2] >= n; });
    return withNeighbours(points, std::move(triangles));
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
