// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Positions held against the names of their electrodes.
#include "analysis/data/recording/channels/position_axes.h"

#include <array>
#include <cmath>
#include <numbers>

#include <Eigen/Geometry>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/data/recording/channels/built_in_montage.h"
#include "analysis/data/recording/channels/montage.h"
#include "tests/recording/temporary_folder.h"

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

TEST(PositionAxes, NoOddAngleIsRoundedToAQuarterTurn)
{
    const Eigen::Matrix3d mirror = Eigen::Vector3d(-1, 1, 1).asDiagonal();
    for (const int degrees : { 60, 70, 80, 100, 110, 120, 130, 150, 170 }) {
        const std::string angle = std::to_string(degrees) + " degrees to the ";
        const auto left = contradictedByNames(cap(about(degrees), 85));
        ASSERT_TRUE(left.has_value()) << degrees;
        EXPECT_FALSE(left->turn.has_value()) << degrees;
        EXPECT_EQ(left->said, "turned by " + angle + "left");
        const auto mirrored = contradictedByNames(cap(about(-degrees) * mirror));
        ASSERT_TRUE(mirrored.has_value()) << degrees;
        EXPECT_FALSE(mirrored->turn.has_value()) << degrees;
        EXPECT_EQ(mirrored->said, "mirrored, left and right exchanged, and turned by " + angle + "right");
    }
    for (const int degrees : { 30, 45 })
        EXPECT_FALSE(contradictedByNames(cap(about(degrees) * mirror)).value().turn.has_value()) << degrees;
}

TEST(PositionAxes, ATiltIsSaidAndLeft)
{
    for (const int degrees : { 30, 45, 60 }) {
        const std::string by = "tilted by " + std::to_string(degrees) + " degrees to the ";
        const auto back = contradictedByNames(cap(about(degrees, Eigen::Vector3d::UnitX())));
        ASSERT_TRUE(back.has_value()) << degrees;
        EXPECT_FALSE(back->turn.has_value());
        EXPECT_EQ(back->said, by + "back");
        EXPECT_EQ(contradictedByNames(cap(about(-degrees, Eigen::Vector3d::UnitY()))).value().said, by + "left");
    }
}

/// Measured heads tilt caps by some degrees, and a quarter turn of one is still a quarter turn.
TEST(PositionAxes, SmallDeviationsChangeNothing)
{
    for (const auto& [x, y, z] : { std::array { 12.0, 3.0, 2.0 }, { -12.0, 5.0, -3.0 }, { 4.0, -8.0, 6.0 } }) {
        const Eigen::Matrix3d head = about(x, Eigen::Vector3d::UnitX()) * about(y, Eigen::Vector3d::UnitY()) * about(z);
        EXPECT_FALSE(contradictedByNames(cap(head)).has_value()) << x;
        const auto quarter = contradictedByNames(cap(about(90) * head));
        ASSERT_TRUE(quarter && quarter->turn) << x;
        EXPECT_NEAR((*quarter->turn * about(90) - Eigen::Matrix3d::Identity()).norm(), 0, 1e-12);
    }
}

TEST(PositionAxes, RealMontagesAndTheirPartsAreLeftAlone)
{
    const auto folder = shared / "recordings" / "montages";
    if (!std::filesystem::exists(folder))
        GTEST_SKIP() << "no shared montages";
    const std::vector<std::vector<const char*>> parts {
        { "Fp1", "Fp2", "F7", "F3", "Fz", "F4", "F8" }, { "O1", "O2", "Oz", "Pz", "PO7", "PO8", "POz" },
        { "F7", "F3", "T7", "C3", "P7", "P3" },         { "Fpz", "Fz", "Cz", "Pz", "Oz" },
        { "AF7", "AF8", "TP9", "TP10", "Fpz" },
    };
    for (const char* name : { "standard_1005.elc", "standard_postfixed.elc", "eeglab/Standard-10-20-Cap81.ced",
                              "eeglab/32ch_quikcap.sfp", "mne_HEAD/biosemi64.txt", "mne_HEAD/easycap-M1.txt" }) {
        const auto montage = readMontageFile(folder / name).value();
        std::vector<NamedPosition> all;
        for (const auto& [label, position] : montage.positions())
            all.emplace_back(label, position);
        EXPECT_FALSE(contradictedByNames(all).has_value()) << name;
        for (const auto& part : parts) {
            std::vector<NamedPosition> some;
            for (const char* label : part)
                if (const auto position = montage.position(label))
                    some.emplace_back(label, *position);
            EXPECT_FALSE(contradictedByNames(some).has_value()) << name << ' ' << part.front();
        }
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
