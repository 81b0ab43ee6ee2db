// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/numerics/scalp_interpolator.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <set>

#include "analysis/numerics/scalp_clough_tocher.h"
#include "analysis/numerics/scalp_triangulation.h"

namespace maskscope {

namespace {

using Point = Eigen::Vector2d;

/// Half of all triangle sides are shorter than this: the montage's own spacing.
double medianSide(const std::vector<Point>& points)
{
    std::vector<double> lengths;
    for (const auto& [a, b] : edges(triangulate(points)))
        lengths.push_back((points[static_cast<std::size_t>(a)] - points[static_cast<std::size_t>(b)]).norm());
    if (lengths.empty())
        return 0.5;
    std::nth_element(lengths.begin(), lengths.begin() + static_cast<std::ptrdiff_t>(lengths.size() / 2), lengths.end());
    return lengths[lengths.size() / 2];
}

/// Points outside head and electrodes, about as dense as the electrodes are.
std::vector<Point> ringAround(const std::vector<Point>& electrodes)
{
    double radius = 1;
    for (const Point& p : electrodes)
        radius = std::max(radius, p.norm());
    const double spacing = std::min(medianSide(electrodes), radius);
    const int count = std::max(12, static_cast<int>(std::lround(2 * std::numbers::pi / std::asin(spacing / radius))));
    // Far enough that its straight sides, too, stay outside the grid's disc.
    const double at = 1.1 * radius + spacing;
    std::vector<Point> ring;
    ring.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
        ring.emplace_back(at * std::cos(2 * std::numbers::pi * i / count),
                          at * std::sin(2 * std::numbers::pi * i / count));
    return ring;
}

/// Values of electrodes and ring from those of the electrodes: [electrode + ring, electrode].
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

Eigen::Vector2d projectElectrode(const Eigen::Vector3d& position)
{
    const double polar = std::atan2(position.head<2>().norm(), position.z());
    const double azimuth = std::atan2(position.y(), position.x());
    const double radius = polar / (std::numbers::pi / 2);
    return { radius * std::cos(azimuth), radius * std::sin(azimuth) };
}

ScalpInterpolator::ScalpInterpolator(const std::vector<Point>& electrodes)
{
    std::vector<Point> points = electrodes;
    for (const Point& p : ringAround(electrodes))
        points.push_back(p);
    const Triangulation triangulation = triangulate(points);
    const CloughTocher element(points, triangulation);
    const Eigen::MatrixXd extended = extension(electrodes.size(), points.size(), triangulation);
    Eigen::MatrixXd all(Eigen::Index { nodes } * nodes, static_cast<Eigen::Index>(points.size()));
    for (int row = 0; row < nodes; ++row)
        for (int column = 0; column < nodes; ++column) {
            Eigen::RowVectorXd weights(points.size());
            const bool inside = element.weights({ coordinate(column), coordinate(row) }, weights);
            all.row(Eigen::Index { row } * nodes + column) = weights;
            if (!inside)
                all.row(Eigen::Index { row } * nodes + column).setConstant(std::numeric_limits<double>::quiet_NaN());
        }
    m_weights = all * extended;
}

Eigen::VectorXd ScalpInterpolator::grid(std::span<const double> values) const
{
    return m_weights * Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Eigen::Index>(values.size()));
}

} // namespace maskscope
