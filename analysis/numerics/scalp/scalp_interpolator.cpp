// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/numerics/scalp/scalp_interpolator.h"

#include "analysis/numerics/scalp/scalp_surface.h"

namespace maskscope {

namespace {

std::vector<Eigen::Vector2d> gridPlaces(const HeadSphere& sphere)
{
    constexpr int nodes = ScalpInterpolator::nodes;
    std::vector<Eigen::Vector2d> places;
    places.reserve(std::size_t { nodes } * nodes);
    for (int row = 0; row < nodes; ++row)
        for (int column = 0; column < nodes; ++column)
            places.emplace_back(
                sphere.centre.head<2>()
                + sphere.radius
                    * Eigen::Vector2d(ScalpInterpolator::coordinate(column), ScalpInterpolator::coordinate(row)));
    return places;
}

} // namespace

ScalpInterpolator::ScalpInterpolator(const std::vector<Eigen::Vector2d>& electrodes, const HeadSphere& sphere)
    : m_weights(ScalpSurface(electrodes, sphere.radius).weights(gridPlaces(sphere)))
{
}

Eigen::VectorXd ScalpInterpolator::grid(std::span<const double> values) const
{
    return m_weights * Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Eigen::Index>(values.size()));
}

} // namespace maskscope
