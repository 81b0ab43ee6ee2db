// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/numerics/scalp/scalp_surface.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace maskscope {

namespace {

using Point = ScalpSurface::Point;

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return values.size() % 2 == 1 ? *middle : (*std::max_element(values.begin(), middle) + *middle) / 2;
}

/// The electrodes' own spacing: the median of two sides of every triangle, those that meet at its second vertex. Which
/// vertex is second is Qhull's doing, and MNE-Python's ring hangs on it.
double spacing(const std::vector<Point>& electrodes, double otherwise)
{
    std::vector<double> sides;
    const auto length = [&](int a, int b) {
        return (electrodes[static_cast<std::size_t>(a)] - electrodes[static_cast<std::size_t>(b)]).norm();
    };
    for (const auto& t : triangulate(electrodes).triangles) {
        sides.push_back(length(t[0], t[1]));
        sides.push_back(length(t[1], t[2]));
    }
    return sides.empty() ? otherwise : median(std::move(sides));
}

/// Points outside head and electrodes, about as dense as the electrodes are, about the origin of the coordinates (not
/// about the sphere's centre: so MNE-Python's). mne.viz.topomap._make_head_outlines, _get_extra_points.
std::vector<Point> ringAround(const std::vector<Point>& electrodes, double headRadius)
{
    double radius = headRadius;
    for (const Point& p : electrodes)
        radius = std::max(radius, headRadius * (p.norm() * 1.01 / headRadius));
    const double distance = spacing(electrodes, radius);
    const double angle = std::asin(std::min(distance / radius, 1.0));
    const int count = std::max(12, static_cast<int>(std::nearbyint(2 * std::numbers::pi / angle)));
    const double at = radius * 1.1 + distance;
    const double step = 2 * std::numbers::pi / count;
    std::vector<Point> ring;
    ring.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
        ring.emplace_back(std::cos(i * step) * at, std::sin(i * step) * at);
    return ring;
}

std::vector<Point> joined(std::vector<Point> points, const std::vector<Point>& more)
{
    points.insert(points.end(), more.begin(), more.end());
    return points;
}

/// Values of electrodes and ring from those of the electrodes: [electrode + ring, electrode]. Points of the ring
/// without an electrode beside them take the mean of the others.
Eigen::MatrixXd extension(std::size_t electrodes, std::size_t total, const Triangulation& triangulation)
{
    const auto n = static_cast<Eigen::Index>(electrodes);
    Eigen::MatrixXd rows = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(total), n);
    rows.topRows(n).setIdentity();
    for (const auto& [a, b] : edges(triangulation)) // a < b: electrodes come first
        if (a < n && b >= n)
            rows(b, a) = 1;
    Eigen::RowVectorXd mean = Eigen::RowVectorXd::Zero(n);
    int reached = 0;
    for (Eigen::Index r = n; r < rows.rows(); ++r)
        if (const double sum = rows.row(r).sum(); sum > 0) {
            rows.row(r) /= sum;
            mean += rows.row(r);
            ++reached;
        }
    for (Eigen::Index r = n; r < rows.rows(); ++r)
        if (reached > 0 && rows.row(r).sum() == 0)
            rows.row(r) = mean / reached;
    return rows;
}

} // namespace

ScalpSurface::ScalpSurface(const std::vector<Point>& electrodes, double headRadius)
    : m_points(joined(electrodes, ringAround(electrodes, headRadius)))
    , m_triangulation(triangulate(
          electrodes, { m_points.begin() + static_cast<std::ptrdiff_t>(electrodes.size()), m_points.end() }))
    , m_element(m_points, m_triangulation)
    , m_extension(extension(electrodes.size(), m_points.size(), m_triangulation))
{
}

Eigen::MatrixXd ScalpSurface::weights(std::span<const Point> places) const
{
    Eigen::MatrixXd all(static_cast<Eigen::Index>(places.size()), static_cast<Eigen::Index>(m_points.size()));
    Eigen::RowVectorXd row(all.cols());
    for (Eigen::Index i = 0; i < all.rows(); ++i) {
        if (!m_element.weights(places[static_cast<std::size_t>(i)], row))
            row.setConstant(std::numeric_limits<double>::quiet_NaN());
        all.row(i) = row;
    }
    return all * m_extension;
}

} // namespace maskscope
