// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/channels/montage.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/data/recording/channels/built_in_montage.h"
#include "analysis/data/recording/recording.h"
#include "tests/recording/edf_builder.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using testing::HasSubstr;

double degreesBetween(const Eigen::Vector3d& a, const Eigen::Vector3d& b)
{
    return std::acos(std::clamp(a.normalized().dot(b.normalized()), -1.0, 1.0)) * 180 / std::numbers::pi;
}

TEST(BuiltInMontage, IsThePublishedConstruction)
{
    const auto path = shared / "recordings" / "montages" / "mne_HEAD" / "spherical_1005.tsv";
    std::ifstream in(path);
    if (!in)
        GTEST_SKIP() << "no shared montages";
    std::string line;
    std::getline(in, line);
    int compared = 0;
    for (std::string name; in >> name;) {
        Eigen::Vector3d expected;
        in >> expected.x() >> expected.y() >> expected.z();
        if (name == "LPA" || name == "RPA" || name == "NAS")
            continue; // points of the head, no electrodes
        const auto position = builtInMontage().position(name);
        ASSERT_TRUE(position.has_value()) << name;
        EXPECT_NEAR((*position - expected).norm(), 0, 1.2e-4) << name; // the table has four decimals
        ++compared;
    }
    EXPECT_EQ(compared, 345);
    EXPECT_EQ(builtInMontage().size(), 345U + 4U); // and CB1, CB2, HEOG, VEOG
}

TEST(BuiltInMontage, FollowsFromThePercentages)
{
    for (const auto& [name, position] : builtInMontage().positions())
        EXPECT_NEAR(position.norm(), 1, 1e-12) << name;
    const auto at = [](const char* name) { return builtInMontage().position(name).value(); };
    EXPECT_NEAR(degreesBetween(at("Cz"), at("C3")), 36, 1e-9); // 20 % of the half circle from ear to ear
    EXPECT_NEAR(degreesBetween(at("Fpz"), at("Fz")), 36, 1e-9);
    EXPECT_NEAR(degreesBetween(at("Fz"), at("F3")), degreesBetween(at("F3"), at("F7")), 1e-9);
    EXPECT_LT(at("C3").x(), 0); // left
    EXPECT_GT(at("Fz").y(), 0); // front
}

// Every reader must agree on where things are: within the error that separates head shapes, never mirrored or turned.
TEST(MontageFiles, LieWhereTheBuiltInSetDoes)
{
    const auto montages = shared / "recordings" / "montages";
    if (!std::filesystem::exists(montages))
        GTEST_SKIP() << "no shared montages";
    const std::vector<std::pair<const char*, double>> files {
        { "standard_1005.elc", 30 },       { "standard_postfixed.elc", 30 }, { "eeglab/Standard-10-20-Cap81.locs", 25 },
        { "eeglab/32ch_quikcap.sfp", 35 }, { "mne_HEAD/biosemi64.txt", 25 }, { "mne_HEAD/easycap-M1.txt", 25 }
    };
    for (const auto& [file, degrees] : files) {
        const auto montage = readMontageFile(montages / file);
        ASSERT_TRUE(montage.has_value()) << montage.error().sentence();
        int compared = 0;
        for (const char* name : { "Fp1", "F3", "F4", "C3", "C4", "P3", "P4", "O1", "O2", "Fz", "Pz", "Cz" }) {
            const auto position = montage->position(name);
            if (!position)
                continue;
            EXPECT_LT(degreesBetween(*position, *builtInMontage().position(name)), degrees) << file << ' ' << name;
            ++compared;
        }
        EXPECT_GE(compared, 8) << file;
    }
    EXPECT_EQ(readMontageFile(montages / "standard_1005.elc")->size(), 346U);
    EXPECT_EQ(readMontageFile(montages / "mne_HEAD/GSN-HydroCel-65_1.0.sfp")->size(), 68U);
}

TEST(MontageFiles, BadOnesAreNamed)
{
    const TemporaryFolder folder;
    EXPECT_EQ(readMontageFile(folder / "absent.elc").error().code, ErrorCode::UnreadableInput);
    EXPECT_EQ(readMontageFile(folder.write("a.pdf", "x")).error().code, ErrorCode::UnsupportedFormat);
    for (const char* name : { "a.elc", "a.locs", "a.ced", "a.csd", "a.sfp", "a.tsv", "a.txt" }) {
        EXPECT_THAT(readMontageFile(folder.write(name, "Cz one two three four\nPz a b c d\n")).error().sentence(),
                    HasSubstr(name));
        EXPECT_FALSE(readMontageFile(folder.write(name, "")).has_value());
    }
}

TEST(MontageFiles, PlaceWhatTheFileDoesNot)
{
    const TemporaryFolder folder;
    EdfBuilder edf;
    edf.channels = { {}, { .label = "E7" }, { .label = "E8" } };
    const auto path = folder.write("a.edf", edf.bytes());
    const auto montage = folder.write("cap.sfp", "E7 1 0 0\n");
    const auto recording = readRecording(path, montage);
    ASSERT_TRUE(recording.has_value());
    EXPECT_EQ(recording->channels[0].positionSource, "built-in 10-05");
    EXPECT_EQ(recording->channels[1].positionSource, "montage cap.sfp");
    EXPECT_FALSE(recording->channels[2].position.has_value());
    EXPECT_THAT(recording->warnings, testing::Contains(HasSubstr("no electrode position for E8")));
    EXPECT_FALSE(readRecording(path, folder / "absent.sfp").has_value());
}

} // namespace
} // namespace maskscope::test
