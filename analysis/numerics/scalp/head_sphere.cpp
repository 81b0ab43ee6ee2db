// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/numerics/scalp/head_sphere.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <Eigen/QR>

#include "analysis/numerics/scalp/numpy_trigonometry.h"

namespace maskscope {

namespace {

constexpr double farthest = 0.5; // metres; no head is as large, no unit sphere as small

/// A start for the search: |p|² = 2 c·p + (r² − |c|²) is linear in c and r² − |c|².
HeadSphere algebraicSphere(const Eigen::MatrixX3d& points)
{
    const Eigen::RowVector3d mean = points.colwise().mean();
    const Eigen::MatrixX3d from = points.rowwise() - mean;
    Eigen::MatrixX4d left(points.rows(), 4);
    left << 2 * from, Eigen::VectorXd::Ones(points.rows());
    const Eigen::Vector4d x = left.completeOrthogonalDecomposition().solve(from.rowwise().squaredNorm());
    const Eigen::Vector3d centre = x.head<3>();
    return { centre + mean.transpose(), std::sqrt(std::max(0.0, x(3) + centre.squaredNorm())) };
}

/// One Gauss-Newton step on the distances from the sphere; its length.
double improve(HeadSphere& sphere, const Eigen::MatrixX3d& points)
{
    const Eigen::MatrixX3d from = points.rowwise() - sphere.centre.transpose();
    const Eigen::VectorXd distance = from.rowwise().norm().cwiseMax(1e-12);
    Eigen::MatrixX4d slope(points.rows(), 4);
    slope << (from.array().colwise() / distance.array()).matrix(), Eigen::VectorXd::Ones(points.rows());
    const Eigen::Vector4d step
        = slope.completeOrthogonalDecomposition().solve((distance.array() - sphere.radius).matrix());
    sphere.centre += step.head<3>();
    sphere.radius += step(3);
    return step.norm();
}

} // namespace

Eigen::Vector3d electrodeInMetres(const Eigen::Vector3d& position)
{
    return position.norm() > farthest ? Eigen::Vector3d(position * HeadSphere {}.radius) : position;
}

Eigen::Vector2d projectElectrode(const Eigen::Vector3d& electrode, const HeadSphere& sphere)
{
    // In MNE-Python's order and with NumPy's functions: rounding decides how a regular layout is triangulated.
    const Eigen::Vector3d from = electrode - sphere.centre;
    const double radius = std::sqrt(from.x() * from.x() + from.y() * from.y() + from.z() * from.z());
    if (radius == 0)
        return sphere.centre.head<2>();
    const double azimuth = numpy::atan2(from.y(), from.x());
    const double polar = numpy::acos(from.z() / radius);
    const double scale = radius / (std::numbers::pi / 2);
    return { polar * numpy::cos(azimuth) * scale + sphere.centre.x(),
             polar * numpy::sin(azimuth) * scale + sphere.centre.y() };
}

std::optional<HeadSphere> fitHeadSphere(const std::vector<Eigen::Vector3d>& electrodes)
{
    std::vector<Eigen::Vector3d> used;
    for (const Eigen::Vector3d& p : electrodes)
        if (!(p.z() < -1e-6 && p.y() > 1e-6))
            used.push_back(p);
    if (used.size() < 4)
        return std::nullopt;
    Eigen::MatrixX3d points(static_cast<Eigen::Index>(used.size()), 3);
    for (std::size_t i = 0; i < used.size(); ++i)
        points.row(static_cast<Eigen::Index>(i)) = used[i].transpose();
    HeadSphere sphere = algebraicSphere(points);
    constexpr int mostSteps = 200;
    constexpr double settled = 1e-13; // metres
    double step = 1;
    for (int i = 0; i < mostSteps && step > settled; ++i)
        step = improve(sphere, points);
    const bool fits = step < 1e-9 && sphere.radius > 0 && sphere.radius < farthest && sphere.centre.norm() < farthest;
    return fits ? std::optional(sphere) : std::nullopt;
}

} // namespace maskscope
