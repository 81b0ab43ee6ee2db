// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <numbers>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/figures/scalp_head.h"
#include "analysis/figures/scalp_map.h"
#include "analysis/numerics/scalp/head_sphere.h"

namespace maskscope::test {

namespace {

using testing::HasSubstr;

PredictionChannel channel(const std::string& name, double x, double y, double z)
{
    return { name, Eigen::Vector3d(x, y, z) };
}

TEST(HeadSphere, ProjectsByPolarAngleAndOwnDistance)
{
    EXPECT_NEAR(projectElectrode({ 0.095, 0, 0 }).x(), 0.095, 1e-15);
    EXPECT_NEAR(projectElectrode({ 0.08, 0, 0 }).x(), 0.08, 1e-15); // its own distance, not the sphere's
    EXPECT_EQ(projectElectrode({ 0, 0, 0.1 }).norm(), 0);
    EXPECT_NEAR(projectElectrode({ 0.07, 0, 0.07 }).x(), 0.07 * std::numbers::sqrt2 / 2, 1e-15);
    EXPECT_GT(inHeadRadii(projectElectrode({ 0, 0.09, -0.03 }), {}).norm(), 1); // below the circle's plane
    const HeadSphere moved { { 0.01, -0.02, 0.04 }, 0.09 };
    EXPECT_NEAR((projectElectrode({ 0.01, 0.07, 0.04 }, moved) - Eigen::Vector2d(0.01, 0.07)).norm(), 0, 1e-15);
    EXPECT_NEAR(inHeadRadii({ 0.01, 0.07 }, moved).y(), 1, 1e-12);
    EXPECT_EQ(projectElectrode(moved.centre, moved), moved.centre.head<2>());
}

TEST(HeadSphere, UnitSpheresBecomeHeads)
{
    EXPECT_NEAR(electrodeInMetres({ 0, 1, 0 }).y(), 0.095, 1e-15);
    EXPECT_EQ(electrodeInMetres({ 0, 0.11, 0 }).y(), 0.11);
}

TEST(HeadSphere, FitFindsTheSphereAndLeavesOutTheFace)
{
    const HeadSphere truth { { 0.003, 0.012, 0.04 }, 0.0975 };
    std::vector<Eigen::Vector3d> at;
    for (int i = 0; i < 40; ++i) {
        const double polar = 0.05 * i, azimuth = 2.4 * i;
        at.emplace_back(truth.centre
                        + truth.radius
                            * Eigen::Vector3d(std::sin(polar) * std::cos(azimuth), std::sin(polar) * std::sin(azimuth),
                                              std::cos(polar)));
    }
    at.emplace_back(0, 0.2, -0.1); // a nose far off
    const auto found = fitHeadSphere(at);
    ASSERT_TRUE(found.has_value());
    EXPECT_NEAR((found->centre - truth.centre).norm(), 0, 1e-12);
    EXPECT_NEAR(found->radius, truth.radius, 1e-12);
}

/// The second way: no small step away from the fit lessens the sum of squares.
TEST(HeadSphere, FitIsAMinimum)
{
    std::vector<Eigen::Vector3d> at;
    for (int i = 0; i < 30; ++i)
        at.emplace_back((0.09 + 0.004 * std::sin(5.0 * i))
                        * Eigen::Vector3d(std::sin(0.07 * i) * std::cos(2.4 * i),
                                          std::sin(0.07 * i) * std::sin(2.4 * i), std::cos(0.07 * i)));
    const auto found = fitHeadSphere(at);
    ASSERT_TRUE(found.has_value());
    const auto cost = [&](const Eigen::Vector3d& centre, double radius) {
        double sum = 0;
        for (const Eigen::Vector3d& p : at)
            if (!(p.z() < 0 && p.y() > 0))
                sum += std::pow((p - centre).norm() - radius, 2);
        return sum;
    };
    const double least = cost(found->centre, found->radius);
    for (const double step : { -1e-5, 1e-5 }) {
        for (int axis = 0; axis < 3; ++axis)
            EXPECT_GT(cost(found->centre + step * Eigen::Vector3d::Unit(axis), found->radius), least);
        EXPECT_GT(cost(found->centre, found->radius + step), least);
    }
}

TEST(HeadSphere, NoFitIsSaidSo)
{
    EXPECT_FALSE(fitHeadSphere({}).has_value());
    EXPECT_FALSE(fitHeadSphere({ { 0.09, 0, 0 }, { -0.09, 0, 0 }, { 0, 0, 0.09 } }).has_value());
    std::vector<Eigen::Vector3d> flat; // nearly a plane: a sphere many metres wide
    for (int i = 0; i < 5; ++i)
        for (int j = 0; j < 5; ++j)
            flat.emplace_back(0.03 * (i - 2), -0.03 * (j - 2), 0.1 - 1e-5 * ((i - 2) * (i - 2) + (j - 2) * (j - 2)));
    EXPECT_FALSE(fitHeadSphere(flat).has_value());
}

TEST(ScalpHead, EeglabsSphereComesFromFourElectrodes)
{
    const std::vector<PredictionChannel> channels { channel("T7", -0.08, 0.01, 0.02), channel("T8", 0.09, 0.01, 0.02),
                                                    channel("FPZ", 0.001, 0.1, 0.03), channel("OZ", 0, -0.11, 0.01) };
    const ScalpHead head = scalpHead(ScalpSphere::Eeglab, channels);
    EXPECT_EQ(head.problem, "");
    EXPECT_NEAR(head.radius, 0.095, 1e-15);
    EXPECT_NEAR(head.centre[0], 0.011 / 4, 1e-15);
    EXPECT_NEAR(head.centre[1], 0.0025, 1e-15);
    EXPECT_NEAR(head.centre[2], 0.02, 1e-15);
    std::vector<PredictionChannel> fewer = channels;
    fewer.erase(fewer.begin() + 2); // Oz mirrored stands for Fpz
    EXPECT_NEAR(scalpHead(ScalpSphere::Eeglab, fewer).radius, (0.08 + 0.09 + 0.11 + 0.11) / 4, 1e-15);
    fewer.erase(fewer.begin());
    EXPECT_THAT(scalpHead(ScalpSphere::Eeglab, fewer).problem, HasSubstr("T7"));
}

TEST(ScalpHead, NamesAreThoseOfTheOption)
{
    EXPECT_EQ(scalpSphereFromName("default"), ScalpSphere::Default);
    EXPECT_EQ(scalpSphereFromName("auto"), ScalpSphere::Auto);
    EXPECT_EQ(scalpSphereFromName("eeglab"), ScalpSphere::Eeglab);
    EXPECT_FALSE(scalpSphereFromName("EEG").has_value());
}

TEST(ScalpHead, TheCaptionNamesTheSphere)
{
    std::vector<PredictionChannel> channels;
    for (int i = 0; i < 8; ++i)
        channels.push_back(channel("E" + std::to_string(i), 0.09 * std::cos(i), 0.09 * std::sin(i), 0.01 * i));
    const std::vector<double> values { 1, 2, 3, 4, 5, 6, 7, 8 };
    const ColorScale scale { .title = "x", .low = 0, .high = 8 };
    Figure figure;
    EXPECT_EQ(sphereSentence(figure), "");
    figure.panels.push_back({ "a", {}, 0, 0, makeScalpMap(channels, values, scale) });
    EXPECT_EQ(
        sphereSentence(figure),
        "Electrodes are projected as MNE-Python does with its default head sphere: radius 95.0 mm about (0.0, 0.0, "
        "0.0) mm.");
    const ScalpHead fitted = scalpHead(ScalpSphere::Auto, channels);
    figure.panels = { { "a", {}, 0, 0, makeScalpMap(channels, values, scale, fitted) } };
    EXPECT_THAT(sphereSentence(figure), HasSubstr("fitted to the electrodes (auto): radius "));
    const ScalpMapPlot none = makeScalpMap(channels, values, scale, scalpHead(ScalpSphere::Eeglab, channels));
    EXPECT_THAT(none.message, HasSubstr("T7"));
    EXPECT_TRUE(none.bands.empty());
}

} // namespace

} // namespace maskscope::test
