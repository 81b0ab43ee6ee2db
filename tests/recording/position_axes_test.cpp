// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Positions held against the names of their electrodes.
#include "analysis/recording/position_axes.h"

#include <cmath>
#include <numbers>

#include <Eigen/Geometry>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/recording/built_in_montage.h"

namespace maskscope::test {
namespace {

using testing::HasSubstr;

std::vector<NamedPosition> cap(const Eigen::Matrix3d& change, double scale = 1)
{
    std::vector<NamedPosition> positions;
    for (const char* name : { "Fp1", "Fp2", "F7", "F8", "Fz", "C3", "Cz", "C4", "T3", "T4", "P3", "P4", "O1", "O2" }) {
        const std::string modern = std::string(name) == "T3" ? "T7" : std::string(name) == "T4" ? "T8" : name;
        positions.emplace_back(name, scale * (change * *builtInMontage().position(modern)));
    }
    return positions;
}

Eigen::Matrix3d about(double degrees, const Eigen::Vector3d& axis = Eigen::Vector3d::UnitZ())
{
    return Eigen::AngleAxisd(degrees * std::numbers::pi / 180, axis).toRotationMatrix();
}

TEST(PositionAxes, WhatAgreesIsLeftAlone)
{
    for (const double degrees : { 0.0, 12.0, -20.0 })
        EXPECT_FALSE(contradictedByNames(cap(about(degrees), 0.09)).has_value()) << degrees;
    EXPECT_FALSE(contradictedByNames({ { "Fp1", { 1, 0, 0 } }, { "E12", { 0, 1, 0 } } }).has_value());
}

TEST(PositionAxes, QuarterAndHalfTurnsAreUndone)
{
    const std::vector<std::pair<double, const char*>> turns {
        { 90, "turned by 90 degrees to the left (x points to the back and y to the right)" },
        { -90, "turned by 90 degrees to the right (x points to the nose and y to the left)" },
        { 180, "turned by 180 degrees (x points to the left and y to the back)" },
    };
    for (const auto& [degrees, text] : turns) {
        const auto finding = contradictedByNames(cap(about(degrees), 85));
        ASSERT_TRUE(finding && finding->turn) << degrees;
        EXPECT_EQ(finding->said, text);
        EXPECT_NEAR((*finding->turn * about(degrees) - Eigen::Matrix3d::Identity()).norm(), 0, 1e-12) << degrees;
    }
}

TEST(PositionAxes, MirrorsAreUndone)
{
    const std::vector<std::pair<Eigen::Vector3d, const char*>> mirrors {
        { { -1, 1, 1 }, "left and right exchanged" },
        { { 1, -1, 1 }, "front and back exchanged" },
        { { 1, 1, -1 }, "above and below exchanged" },
    };
    for (const auto& [signs, text] : mirrors) {
        const Eigen::Matrix3d mirror = signs.asDiagonal();
        const auto finding = contradictedByNames(cap(mirror));
        ASSERT_TRUE(finding && finding->turn) << text;
        EXPECT_THAT(finding->said, HasSubstr(text));
        EXPECT_EQ(*finding->turn, mirror);
    }
}

TEST(PositionAxes, AxesOfAnyOrderAreUndone)
{
    Eigen::Matrix3d schema; // NWB: x to the back, y down, z right
    schema << 0, -1, 0, 0, 0, -1, 1, 0, 0;
    const auto finding = contradictedByNames(cap(schema));
    ASSERT_TRUE(finding && finding->turn);
    EXPECT_THAT(finding->said, HasSubstr("x points to the back, y down and z to the right"));
    EXPECT_NEAR((*finding->turn * schema - Eigen::Matrix3d::Identity()).norm(), 0, 1e-12);
}

TEST(PositionAxes, AnOddAngleIsSaidAndLeft)
{
    for (const double degrees : { 35.0, -40.0 }) {
        const auto finding = contradictedByNames(cap(about(degrees)));
        ASSERT_TRUE(finding.has_value()) << degrees;
        EXPECT_FALSE(finding->turn.has_value());
        EXPECT_THAT(finding->said, HasSubstr(degrees > 0 ? "35 degrees to the left" : "40 degrees to the right"));
    }
}

TEST(PositionAxes, OnlyPlacesOfTheFileAreHeldAgainstNames)
{
    Recording recording;
    recording.path = "a.h5";
    for (const auto& [name, position] : cap(about(-90))) {
        Channel channel;
        channel.label = channel.name = name;
        channel.position = position;
        channel.positionSource = "montage own.sfp";
        recording.channels.push_back(channel);
    }
    checkPositions(recording);
    EXPECT_TRUE(recording.warnings.empty());
    for (Channel& channel : recording.channels)
        channel.positionSource = "file";
    Recording windowed = recording;
    windowed.precut = std::make_shared<PrecutWindows>();
    checkPositions(recording);
    EXPECT_THAT(recording.warnings.at(0), HasSubstr("90 degrees"));
    EXPECT_NEAR((*recording.channels[0].position - *builtInMontage().position("Fp1")).norm(), 0, 1e-12);
    const Eigen::Vector3d before = *windowed.channels[0].position;
    checkPositions(windowed);
    EXPECT_THAT(windowed.warnings.at(0), HasSubstr("as the model was given them"));
    EXPECT_EQ(*windowed.channels[0].position, before);
}

} // namespace
} // namespace maskscope::test
