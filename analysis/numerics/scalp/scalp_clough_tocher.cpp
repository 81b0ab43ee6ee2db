// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/numerics/scalp/scalp_clough_tocher.h"

#include <utility>

#include <Eigen/Cholesky>
#include <Eigen/LU>

namespace maskscope {

namespace {

using Point = Eigen::Vector2d;

Eigen::MatrixXd gradientMatrix(const std::vector<Point>& points, const Triangulation& triangulation)
{
    const auto n = static_cast<Eigen::Index>(points.size());
    Eigen::MatrixXd energy = Eigen::MatrixXd::Zero(2 * n, 2 * n), right = Eigen::MatrixXd::Zero(2 * n, n);
    for (const auto& [first, second] : edges(triangulation)) {
        const Point e = points[static_cast<std::size_t>(second)] - points[static_cast<std::size_t>(first)];
        const double cubed = std::pow(e.norm(), 3);
        const Eigen::Matrix2d outer = e * e.transpose() / cubed;
        const Eigen::Index i = 2 * Eigen::Index { first }, j = 2 * Eigen::Index { second };
        energy.block<2, 2>(i, i) += 4 * outer;
        energy.block<2, 2>(j, j) += 4 * outer;
        energy.block<2, 2>(i, j) += 2 * outer;
        energy.block<2, 2>(j, i) += 2 * outer;
        for (const Eigen::Index at : { i, j }) {
            right.block<2, 1>(at, second) += 6 * e / cubed;
            right.block<2, 1>(at, first) -= 6 * e / cubed;
        }
    }
    for (Eigen::Index k = 0; k < 2 * n; ++k) // points in no triangle keep a zero gradient
        if (energy(k, k) == 0)
            energy(k, k) = 1;
    return energy.ldlt().solve(right);
}

/// Number of a value, or of a slope along an edge, in the local unknowns of a triangle:
/// 0..2 values; 3 + 2 i + {0, 1} the gradient components at vertex i.
using Local = Eigen::Matrix<double, 1, 9>;

Local value(int vertex)
{
    Local row = Local::Zero();
    row(vertex) = 1;
    return row;
}

Local slope(int vertex, const Point& along)
{
    Local row = Local::Zero();
    row(3 + 2 * vertex) = along.x();
    row(4 + 2 * vertex) = along.y();
    return row;
}

/// The Bezier ordinates of the three sub-triangles, each as weights of the nine local unknowns. Names give the
/// exponents of the three vertices and the centroid.
struct Ordinates {
    Local c3000, c0300, c0030, c2100, c2010, c1200, c0210, c1020, c0120, c2001, c0201, c0021, c1101, c1011, c0111,
        c1002, c0102, c0012, c0003;
};

Ordinates ordinates(const Point& p0, const Point& p1, const Point& p2, const std::array<double, 3>& g)
{
    Ordinates o;
    o.c3000 = value(0);
    o.c0300 = value(1);
    o.c0030 = value(2);
    o.c2100 = o.c3000 + slope(0, p1 - p0) / 3;
    o.c2010 = o.c3000 + slope(0, p2 - p0) / 3;
    o.c1200 = o.c0300 + slope(1, p0 - p1) / 3;
    o.c0210 = o.c0300 + slope(1, p2 - p1) / 3;
    o.c1020 = o.c0030 + slope(2, p0 - p2) / 3;
    o.c0120 = o.c0030 + slope(2, p1 - p2) / 3;
    o.c2001 = (o.c2100 + o.c2010 + o.c3000) / 3;
    o.c0201 = (o.c1200 + o.c0300 + o.c0210) / 3;
    o.c0021 = (o.c1020 + o.c0120 + o.c0030) / 3;
    // The derivative across each outer edge is linear along it, in the direction given by g.
    o.c0111 = (g[0] * (-o.c0300 + 3 * o.c0210 - 3 * o.c0120 + o.c0030)
               + (-o.c0300 + 2 * o.c0210 - o.c0120 + o.c0021 + o.c0201))
        / 2;
    o.c1011 = (g[1] * (-o.c0030 + 3 * o.c1020 - 3 * o.c2010 + o.c3000)
               + (-o.c0030 + 2 * o.c1020 - o.c2010 + o.c2001 + o.c0021))
        / 2;
    o.c1101 = (g[2] * (-o.c3000 + 3 * o.c2100 - 3 * o.c1200 + o.c0300)
               + (-o.c3000 + 2 * o.c2100 - o.c1200 + o.c2001 + o.c0201))
        / 2;
    o.c1002 = (o.c1101 + o.c1011 + o.c2001) / 3;
    o.c0102 = (o.c1101 + o.c0111 + o.c0201) / 3;
    o.c0012 = (o.c1011 + o.c0111 + o.c0021) / 3;
    o.c0003 = (o.c1002 + o.c0102 + o.c0012) / 3;
    return o;
}

/// The cubic at barycentric coordinates `b` of the whole triangle: in the sub-triangle opposite to the smallest one.
Local evaluate(const Ordinates& o, const Eigen::Vector3d& b)
{
    const double smallest = b.minCoeff();
    const double x = b(0) - smallest, y = b(1) - smallest, z = b(2) - smallest, c = 3 * smallest;
    return x * x * x * o.c3000 + y * y * y * o.c0300 + z * z * z * o.c0030 + c * c * c * o.c0003
        + 3
        * (x * x * (y * o.c2100 + z * o.c2010 + c * o.c2001) + y * y * (x * o.c1200 + z * o.c0210 + c * o.c0201)
           + z * z * (x * o.c1020 + y * o.c0120 + c * o.c0021) + c * c * (x * o.c1002 + y * o.c0102 + z * o.c0012))
        + 6 * c * (x * y * o.c1101 + x * z * o.c1011 + y * z * o.c0111);
}

} // namespace

CloughTocher::CloughTocher(std::vector<Point> points, Triangulation triangulation)
    : m_points(std::move(points))
    , m_triangulation(std::move(triangulation))
    , m_gradients(gradientMatrix(m_points, m_triangulation))
{
    for (std::size_t t = 0; t < m_triangulation.triangles.size(); ++t)
        m_crossDirections.push_back(crossDirections(t));
}

Eigen::Vector3d CloughTocher::barycentric(std::size_t triangle, const Point& at) const
{
    const auto& v = m_triangulation.triangles[triangle];
    const Point& a = m_points[static_cast<std::size_t>(v[0])];
    Eigen::Matrix2d sides;
    sides << m_points[static_cast<std::size_t>(v[1])] - a, m_points[static_cast<std::size_t>(v[2])] - a;
    const Eigen::Vector2d rest = sides.inverse() * (at - a);
    return { 1 - rest.sum(), rest(0), rest(1) };
}

std::array<double, 3> CloughTocher::crossDirections(std::size_t triangle) const
{
    std::array<double, 3> g { -0.5, -0.5, -0.5 }; // hull: across the edge towards the own centroid
    for (std::size_t k = 0; k < 3; ++k) {
        const int other = m_triangulation.neighbours[triangle][k];
        if (other < 0)
            continue;
        const auto& v = m_triangulation.triangles[static_cast<std::size_t>(other)];
        const Point centroid = (m_points[static_cast<std::size_t>(v[0])] + m_points[static_cast<std::size_t>(v[1])]
                                + m_points[static_cast<std::size_t>(v[2])])
            / 3;
        const Eigen::Vector3d c = barycentric(triangle, centroid);
        const double next = c(static_cast<Eigen::Index>((k + 1) % 3)), last = c(static_cast<Eigen::Index>((k + 2) % 3));
        g[k] = (2 * last + next - 1) / (2 - 3 * last - 3 * next);
    }
    return g;
}

int CloughTocher::find(const Point& at) const
{
    constexpr double slack = -1e-10;
    const auto inside = [&](int t) { return barycentric(static_cast<std::size_t>(t), at).minCoeff() >= slack; };
    const int count = static_cast<int>(m_triangulation.triangles.size());
    if (m_last < count && inside(m_last))
        return m_last;
    for (int t = 0; t < count; ++t)
        if (inside(t))
            return m_last = t;
    return -1;
}

bool CloughTocher::weights(const Point& at, Eigen::Ref<Eigen::RowVectorXd> out) const
{
    out.setZero();
    const int found = find(at);
    if (found < 0)
        return false;
    const auto t = static_cast<std::size_t>(found);
    const auto& v = m_triangulation.triangles[t];
    const auto& p = m_points;
    const Ordinates o = ordinates(p[static_cast<std::size_t>(v[0])], p[static_cast<std::size_t>(v[1])],
                                  p[static_cast<std::size_t>(v[2])], m_crossDirections[t]);
    const Local local = evaluate(o, barycentric(t, at));
    for (int i = 0; i < 3; ++i) {
        const int vertex = v[static_cast<std::size_t>(i)];
        out(vertex) += local(i);
        const Eigen::Index gradient = 2 * static_cast<Eigen::Index>(vertex);
        out += local(3 + 2 * i) * m_gradients.row(gradient) + local(4 + 2 * i) * m_gradients.row(gradient + 1);
    }
    return true;
}

} // namespace maskscope
