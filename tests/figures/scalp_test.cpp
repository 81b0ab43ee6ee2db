// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <set>

#include <Eigen/LU>
#include <gtest/gtest.h>

#include "analysis/figures/scalp_contours.h"
#include "analysis/figures/scalp_map.h"
#include "analysis/numerics/scalp/scalp_clough_tocher.h"
#include "analysis/numerics/scalp/scalp_surface.h"

namespace maskscope::test {

namespace {

std::vector<PredictionChannel> ringOfChannels(int count)
{
    std::vector<PredictionChannel> channels { { "CZ", Eigen::Vector3d(0, 0, 1) } };
    for (int i = 0; i < count; ++i) {
        const double a = 2 * std::numbers::pi * i / count, polar = i % 2 == 0 ? 0.6 : 1.2;
        channels.push_back(
            { "E" + std::to_string(i),
              Eigen::Vector3d(std::sin(polar) * std::cos(a), std::sin(polar) * std::sin(a), std::cos(polar)) });
    }
    return channels;
}

double area(const std::vector<ScalpRing>& rings)
{
    double sum = 0; // outer rings run counter-clockwise, holes clockwise
    for (const ScalpRing& ring : rings)
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const ScalpPoint &a = ring[i], &b = ring[(i + 1) % ring.size()];
            sum += 0.5 * (a.x * b.y - a.y * b.x);
        }
    return sum;
}

TEST(ScalpMap, LinearFieldsAreReproducedAmongTheElectrodes)
{
    std::vector<Eigen::Vector2d> at;
    std::vector<double> values;
    for (int i = 0; i < 40; ++i) {
        at.emplace_back(0.9 * std::cos(2.4 * i) * std::sqrt(i / 40.0), 0.9 * std::sin(2.4 * i) * std::sqrt(i / 40.0));
        values.push_back(3 + 2 * at.back().x() - at.back().y());
    }
    // Without the ring, which bends the field outside.
    const CloughTocher element(at, triangulate(at));
    Eigen::RowVectorXd weights(40);
    for (const Eigen::Vector2d& p :
         { Eigen::Vector2d(0.1, 0.2), Eigen::Vector2d(-0.3, 0.1), Eigen::Vector2d(0.2, -0.4) }) {
        ASSERT_TRUE(element.weights(p, weights));
        EXPECT_NEAR(weights.dot(Eigen::Map<const Eigen::VectorXd>(values.data(), 40)), 3 + 2 * p.x() - p.y(), 1e-9);
        EXPECT_NEAR(weights.sum(), 1, 1e-12);
    }
}

std::vector<Eigen::Vector2d> spiral(int count, double radius)
{
    std::vector<Eigen::Vector2d> at;
    for (int i = 0; i < count; ++i)
        at.emplace_back(radius * std::sqrt((i + 0.5) / count) * Eigen::Vector2d(std::cos(2.4 * i), std::sin(2.4 * i)));
    return at;
}

TEST(ScalpMap, ValuesStandAtTheirElectrodes)
{
    const auto at = spiral(64, 0.09);
    const Eigen::MatrixXd weights = ScalpSurface(at, 0.095).weights(at);
    EXPECT_LT((weights - Eigen::MatrixXd::Identity(64, 64)).cwiseAbs().maxCoeff(), 1e-6);
}

/// Whether no point lies inside the circle of a triangle, and the triangles fill the points' hull.
TEST(ScalpMap, TrianglesAreDelaunays)
{
    const auto first = spiral(50, 0.09), more = spiral(20, 0.15);
    std::vector<Eigen::Vector2d> all = first;
    all.insert(all.end(), more.begin(), more.end());
    const Triangulation triangulation = triangulate(first, more);
    ASSERT_FALSE(triangulation.triangles.empty());
    std::set<int> used;
    for (const auto& t : triangulation.triangles) {
        const auto corner = [&](std::size_t i) { return all[static_cast<std::size_t>(t.at(i))]; };
        Eigen::Matrix2d sides;
        sides << (corner(1) - corner(0)).transpose(), (corner(2) - corner(0)).transpose();
        EXPECT_GT(sides.determinant(), 0) << "counter-clockwise";
        const Eigen::Vector2d right(sides.row(0).squaredNorm() / 2, sides.row(1).squaredNorm() / 2);
        const Eigen::Vector2d centre = sides.inverse() * right; // from corner 0
        for (const Eigen::Vector2d& p : all)
            EXPECT_GT((p - corner(0) - centre).norm(), centre.norm() * (1 - 1e-9));
        used.insert(t.begin(), t.end());
    }
    EXPECT_EQ(used.size(), all.size());
    std::size_t hull = 0; // Euler: triangles = 2 points - 2 - points of the hull
    for (const auto& n : triangulation.neighbours)
        hull += static_cast<std::size_t>(std::count(n.begin(), n.end(), -1));
    EXPECT_EQ(triangulation.triangles.size(), 2 * all.size() - 2 - hull);
}

TEST(ScalpMap, PointsOnACircleOrALineAreNoFailure)
{
    std::vector<Eigen::Vector2d> circle, line;
    for (int i = 0; i < 4; ++i) {
        circle.emplace_back(i % 2 == 0 ? 0.0 : i - 2.0, i % 2 == 0 ? i - 1.0 : 0.0);
        line.emplace_back(0.01 * i, 0.02 * i);
    }
    EXPECT_EQ(triangulate(circle).triangles.size(), 2U);
    EXPECT_TRUE(triangulate(line).triangles.empty());
    EXPECT_TRUE(triangulate({}).triangles.empty());
    const Eigen::MatrixXd weights = ScalpSurface(circle, 1).weights(circle);
    EXPECT_LT((weights - Eigen::MatrixXd::Identity(4, 4)).cwiseAbs().maxCoeff(), 1e-6);
}

TEST(ScalpMap, BandsTileTheHead)
{
    const auto channels = ringOfChannels(24);
    std::vector<double> values;
    for (std::size_t i = 0; i < channels.size(); ++i)
        values.push_back(std::sin(1.7 * static_cast<double>(i)));
    const ColorScale scale { .title = "x", .low = -1.5, .high = 1.5, .map = ColorMap::Viridis, .bands = 12 };
    const ScalpMapPlot plot = makeScalpMap(channels, values, scale);
    EXPECT_TRUE(plot.message.empty());
    ASSERT_GE(plot.bands.size(), 4U);
    EXPECT_NEAR(area(plot.bands.front().rings), std::numbers::pi, 1e-3);
    for (std::size_t i = 1; i < plot.bands.size(); ++i) // each lies inside the one before it
        EXPECT_LT(area(plot.bands[i].rings), area(plot.bands[i - 1].rings));
    for (const ScalpBand& band : plot.bands)
        for (const ScalpRing& ring : band.rings)
            for (const ScalpPoint& p : ring)
                EXPECT_LT(std::hypot(p.x, p.y), 1 + 1e-3);
}

TEST(ScalpMap, ContoursEndOnTheCircleOrClose)
{
    const auto channels = ringOfChannels(24);
    std::vector<double> values;
    for (const auto& channel : channels)
        values.push_back(channel.position->x());
    const ScalpMapPlot plot
        = makeScalpMap(channels, values, { .title = "x", .low = -1, .high = 1, .map = ColorMap::Viridis, .bands = 8 });
    ASSERT_FALSE(plot.contours.empty());
    for (const ScalpContour& contour : plot.contours)
        for (const auto& line : contour.lines) {
            const ScalpPoint &a = line.front(), &b = line.back();
            const bool closed = std::hypot(a.x - b.x, a.y - b.y) < 1e-12;
            EXPECT_TRUE(closed || (std::hypot(a.x, a.y) > 0.99 && std::hypot(b.x, b.y) > 0.99));
        }
}

TEST(ScalpMap, OddInputsAreSaidOrDrawn)
{
    auto channels = ringOfChannels(12);
    std::vector<double> values(channels.size(), 0.5);
    const ColorScale scale { .title = "x", .low = 0, .high = 1, .map = ColorMap::Viridis, .bands = 10 };
    EXPECT_TRUE(makeScalpMap(channels, values, scale).message.empty()); // a constant
    channels[3].position = channels[2].position; // two names of one place
    channels[4].position.reset();
    values[5] = std::numeric_limits<double>::quiet_NaN();
    const ScalpMapPlot plot = makeScalpMap(channels, values, scale);
    EXPECT_TRUE(plot.message.empty());
    EXPECT_EQ(plot.electrodes.size(), channels.size() - 2);
    EXPECT_FALSE(makeScalpMap(std::span(channels).first(3), values, scale).message.empty());
    std::vector<PredictionChannel> line;
    for (int i = 0; i < 6; ++i)
        line.push_back({ "L" + std::to_string(i), Eigen::Vector3d(0, i - 2.5, 4) });
    EXPECT_FALSE(makeScalpMap(line, std::vector<double>(6, 1.0), scale).message.empty());
    EXPECT_TRUE(makeScalpMap({}, {}, scale).bands.empty());
}

TEST(ScalpMap, KeepsTheGridItDraws)
{
    const auto channels = ringOfChannels(12);
    const std::vector<double> values(channels.size(), 0.5);
    const ScalpMapPlot plot
        = makeScalpMap(channels, values, { .title = "x", .low = 0, .high = 1, .map = ColorMap::Viridis, .bands = 4 });
    ASSERT_EQ(plot.grid.values.size(), static_cast<std::size_t>(plot.grid.nodes) * plot.grid.nodes);
    EXPECT_NEAR(plot.grid.values[plot.grid.values.size() / 2], 0.5, 1e-9);
}

} // namespace

} // namespace maskscope::test
