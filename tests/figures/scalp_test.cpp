// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <numbers>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "analysis/figures/scalp_contours.h"
#include "analysis/figures/scalp_map.h"
#include "analysis/numerics/scalp_clough_tocher.h"
#include "analysis/numerics/scalp_interpolator.h"

namespace maskscope::test {

namespace {

using Table = std::vector<std::vector<double>>;

std::filesystem::path scalpFile(const std::string& name)
{
    return std::filesystem::path(MASKSCOPE_SHARED_DIR) / "scalp" / name;
}

Table readTable(const std::string& name)
{
    Table rows;
    std::ifstream in(scalpFile(name));
    for (std::string line; std::getline(in, line);) {
        std::istringstream words(line);
        rows.emplace_back();
        for (std::string word; words >> word;)
            rows.back().push_back(word == "nan" ? std::numeric_limits<double>::quiet_NaN() : std::stod(word));
    }
    return rows;
}

std::vector<Eigen::Vector2d> points(const std::string& name, double scale)
{
    std::vector<Eigen::Vector2d> all;
    for (const auto& row : readTable(name))
        all.emplace_back(row[0] * scale, row[1] * scale);
    return all;
}

std::vector<double> column(const std::string& name)
{
    std::vector<double> all;
    for (const auto& row : readTable(name))
        all.push_back(row[0]);
    return all;
}

double range(const std::vector<double>& v)
{
    return *std::max_element(v.begin(), v.end()) - *std::min_element(v.begin(), v.end());
}

class Mne : public testing::TestWithParam<std::string> { };

/// MNE-Python's grid: 64 pixel centres a side over the head's outline box.
TEST_P(Mne, SamePointsAndTrianglesGiveTheSameMap)
{
    const std::string& montage = GetParam();
    if (!std::filesystem::exists(scalpFile(montage + "_pos.txt")))
        GTEST_SKIP() << "needs ../shared/scalp, which is not here";
    const auto all = points(montage + "_allpts.txt", 1);
    std::vector<std::array<int, 3>> triangles;
    for (const auto& row : readTable(montage + "_tri.txt"))
        triangles.push_back({ static_cast<int>(row[0]), static_cast<int>(row[1]), static_cast<int>(row[2]) });
    const Triangulation triangulation = withNeighbours(all, triangles);
    const std::vector<double> values = column(montage + "_val.txt");
    const auto n = static_cast<int>(values.size());
    Eigen::VectorXd extended(static_cast<Eigen::Index>(all.size()));
    extended.head(n) = Eigen::Map<const Eigen::VectorXd>(values.data(), n);
    for (Eigen::Index extra = n; extra < extended.size(); ++extra) {
        double sum = 0;
        int count = 0;
        for (const auto& [a, b] : edges(triangulation))
            if (b == extra && a < n) {
                sum += values[static_cast<std::size_t>(a)];
                ++count;
            }
        ASSERT_GT(count, 0);
        extended(extra) = sum / count;
    }
    const CloughTocher element(all, triangulation);
    const Table expected = readTable(montage + "_Z_head_64.txt");
    // The grid's box is not part of the reference: it is where all of MNE's grid agrees (its outline plus a margin).
    double best = 1;
    for (const double half :
         { 0.095, 0.095 * 1.01, 0.095 * 1.05, 0.1, 0.12119840089073586, 0.12119840089073586 * 1.01 }) {
        double worst = 0;
        for (int row = 0; row < 64; row += 3)
            for (int c = 0; c < 64; c += 3) {
                const double e = expected[static_cast<std::size_t>(row)][static_cast<std::size_t>(c)];
                const Eigen::Vector2d at(-half + 2 * half * c / 63, -half + 2 * half * row / 63);
                Eigen::RowVectorXd weights(all.size());
                if (!std::isfinite(e) || !element.weights(at, weights))
                    continue;
                worst = std::max(worst, std::abs(weights.dot(extended) - e) / range(values));
            }
        best = std::min(best, worst);
    }
    EXPECT_LT(best, 1e-6);
}

TEST_P(Mne, OwnRingStaysWithinOnePercentInsideTheHead)
{
    const std::string& montage = GetParam();
    if (!std::filesystem::exists(scalpFile(montage + "_pos.txt")))
        GTEST_SKIP() << "needs ../shared/scalp, which is not here";
    // Both on MNE's points, in units of the head's radius; MNE's own ring by its files, ours by the interpolator.
    constexpr double radius = 0.095;
    const auto own = points(montage + "_pos.txt", 1 / radius);
    const std::vector<double> values = column(montage + "_val.txt");
    const ScalpInterpolator interpolator(own);
    const Eigen::VectorXd grid = interpolator.grid(values);
    const auto all = points(montage + "_allpts.txt", 1 / radius);
    std::vector<std::array<int, 3>> triangles;
    for (const auto& row : readTable(montage + "_tri.txt"))
        triangles.push_back({ static_cast<int>(row[0]), static_cast<int>(row[1]), static_cast<int>(row[2]) });
    const Triangulation triangulation = withNeighbours(all, triangles);
    const CloughTocher element(all, triangulation);
    const auto n = static_cast<Eigen::Index>(values.size());
    Eigen::VectorXd extended = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(all.size()));
    Eigen::VectorXd counts = Eigen::VectorXd::Zero(extended.size());
    for (const auto& [a, b] : edges(triangulation))
        if (a < n && b >= n) {
            extended(b) += values[static_cast<std::size_t>(a)];
            counts(b) += 1;
        }
    for (Eigen::Index i = 0; i < extended.size(); ++i)
        extended(i) = i < n ? values[static_cast<std::size_t>(i)] : extended(i) / counts(i);
    double worst = 0;
    for (int row = 0; row < ScalpInterpolator::nodes; row += 4)
        for (int c = 0; c < ScalpInterpolator::nodes; c += 4) {
            const Eigen::Vector2d at(ScalpInterpolator::coordinate(c), ScalpInterpolator::coordinate(row));
            Eigen::RowVectorXd weights(all.size());
            if (at.norm() < 0.8 && element.weights(at, weights))
                worst = std::max(
                    worst,
                    std::abs(grid(Eigen::Index { row } * ScalpInterpolator::nodes + c) - weights.dot(extended))
                        / range(values));
        }
    EXPECT_LT(worst, 1e-2);
}

TEST_P(Mne, OwnTrianglesCoverAsMnesDo)
{
    const std::string& montage = GetParam();
    if (!std::filesystem::exists(scalpFile(montage + "_pos.txt")))
        GTEST_SKIP() << "needs ../shared/scalp, which is not here";
    const auto all = points(montage + "_allpts.txt", 1);
    const Triangulation own = triangulate(all);
    std::set<std::set<int>> expected, found;
    for (const auto& row : readTable(montage + "_tri.txt"))
        expected.insert({ static_cast<int>(row[0]), static_cast<int>(row[1]), static_cast<int>(row[2]) });
    for (const auto& t : own.triangles)
        found.insert({ t[0], t[1], t[2] });
    EXPECT_EQ(found.size(), expected.size());
    // Four points on one circle can be cut either way: symmetric montages have some.
    std::size_t shared = 0;
    for (const auto& t : found)
        shared += expected.contains(t) ? 1 : 0;
    EXPECT_GE(static_cast<double>(shared), 0.85 * static_cast<double>(expected.size()));
}

INSTANTIATE_TEST_SUITE_P(Montages, Mne, testing::Values("biosemi64", "GSN-HydroCel-65_1.0"),
                         [](const auto& param) { return param.param.substr(0, 3); });

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

TEST(ScalpMap, ValuesStandAtTheirElectrodes)
{
    const auto at = points("biosemi64_pos.txt", 1 / 0.095);
    if (at.empty())
        GTEST_SKIP() << "needs ../shared/scalp, which is not here";
    const CloughTocher element(at, triangulate(at));
    Eigen::RowVectorXd weights(at.size());
    for (std::size_t i = 0; i < at.size(); ++i) {
        ASSERT_TRUE(element.weights(at[i], weights));
        EXPECT_NEAR(weights(static_cast<Eigen::Index>(i)), 1, 1e-6);
    }
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

TEST(ScalpMap, ElectrodesBelowTheEquatorLieOutside)
{
    const auto at = projectElectrode({ 0, 0.9, -0.3 });
    EXPECT_GT(at.norm(), 1);
    EXPECT_NEAR(projectElectrode({ 1, 0, 0 }).norm(), 1, 1e-12);
    EXPECT_NEAR(projectElectrode({ 0, 0, 5 }).norm(), 0, 1e-12);
}

} // namespace

} // namespace maskscope::test
