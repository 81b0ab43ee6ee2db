// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Every montage file of ../shared against positions computed in Python (and there against MNE-Python, where it is).
#include <cstdio>
#include <fstream>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/data/recording/channels/built_in_montage.h"
#include "analysis/data/recording/channels/montage.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using testing::Contains;
using testing::HasSubstr;

struct MontageFile {
    const char* path;
    const char* unit;
    std::size_t electrodes;
};

void PrintTo(const MontageFile& file, std::ostream* out) { *out << file.path; }

class SharedMontage : public testing::TestWithParam<MontageFile> { };

TEST_P(SharedMontage, LiesWhereTheFormulasOfItsFormatSay)
{
    const auto path = shared / "recordings" / GetParam().path;
    if (!std::filesystem::exists(path))
        GTEST_SKIP() << "no shared montages";
    const TemporaryFolder folder;
    const std::string command = "/usr/bin/python3 -c 'import numpy' 2> /dev/null && PYTHONDONTWRITEBYTECODE=1 "
                                "/usr/bin/python3 " MASKSCOPE_SOURCE_DIR "/tests/recording/montage_positions.py "
        + path.string() + " > " + (folder / "places.txt").string();
    if (std::system("/usr/bin/python3 -c 'import numpy' 2> /dev/null") != 0)
        GTEST_SKIP() << "needs Debian's python3-numpy";
    ASSERT_EQ(std::system(command.c_str()), 0);
    const auto montage = readMontageFile(path);
    ASSERT_TRUE(montage.has_value()) << montage.error().sentence();
    EXPECT_EQ(montage->unit(), GetParam().unit);
    EXPECT_EQ(montage->size(), GetParam().electrodes);
    EXPECT_THAT(montage->warnings(), testing::IsEmpty());
    std::ifstream places(folder / "places.txt");
    std::size_t compared = 0;
    for (std::string name; places >> name; ++compared) {
        Eigen::Vector3d expected;
        places >> expected.x() >> expected.y() >> expected.z();
        const auto found = montage->position(name);
        ASSERT_TRUE(found.has_value()) << name;
        EXPECT_NEAR((*found - expected).norm(), 0, 1e-12) << name;
    }
    EXPECT_EQ(compared, GetParam().electrodes);
}

INSTANTIATE_TEST_SUITE_P(All, SharedMontage,
                         testing::Values(MontageFile { "montages/standard_1005.elc", "mm", 346 },
                                         MontageFile { "montages/standard_postfixed.elc", "mm", 103 },
                                         MontageFile { "montages/mne_HEAD/EGI_256.csd", "unit sphere", 256 },
                                         MontageFile { "montages/mne_HEAD/GSN-HydroCel-65_1.0.sfp", "cm", 68 },
                                         MontageFile { "montages/mne_HEAD/biosemi64.txt", "unit sphere", 67 },
                                         MontageFile { "montages/mne_HEAD/easycap-M1.txt", "unit sphere", 74 },
                                         MontageFile { "montages/mne_HEAD/spherical_1005.tsv", "unit sphere", 348 },
                                         MontageFile { "montages/eeglab/Standard-10-20-Cap81.ced", "unit sphere", 81 },
                                         MontageFile { "montages/eeglab/Standard-10-20-Cap81.locs", "unit sphere", 81 },
                                         MontageFile { "montages/eeglab/32ch_quikcap.sfp", "cm", 32 },
                                         MontageFile { "eeglab_set/eeglab/eeglab_chan32.locs", "unit sphere", 32 }));

TEST(MontageUnits, AreRecognisedByTheSizeOfAHead)
{
    const TemporaryFolder folder;
    const std::vector<std::array<const char*, 3>> files {
        { "Cz 0 0 90\nT7 -85 0 5\n", "mm", "0.09" },
        { "Cz 0 0 9\nT7 -8.5 0 0.5\n", "cm", "0.09" },
        { "Cz 0 0 0.09\nT7 -0.085 0 0.005\n", "m", "0.09" },
        { "Cz 0 0 1\nT7 -1 0 0\n", "unit sphere", "1" },
        { "Cz 0 0 4000\nT7 -4000 0 0\n", "sphere of another radius", "1" },
    };
    for (const auto& [text, unit, height] : files) {
        const auto montage = readMontageFile(folder.write("a.sfp", text));
        ASSERT_TRUE(montage.has_value());
        EXPECT_EQ(montage->unit(), unit);
        EXPECT_NEAR(montage->position("cz")->z(), std::atof(height), 1e-12);
    }
    // A file that states its unit is believed, though its numbers would be another's.
    const auto stated
        = readMontageFile(folder.write("a.elc", "UnitPosition\tcm\nPositions\nCz : 0 0 90\nT7 : -85 0 5\n"));
    ASSERT_TRUE(stated.has_value()) << stated.error().sentence();
    EXPECT_EQ(stated->unit(), "cm");
    EXPECT_NEAR(stated->position("Cz")->z(), 0.9, 1e-12);
}

TEST(MontageAxes, WithTheNoseAlongXAreTurnedAndSaid)
{
    const TemporaryFolder folder;
    std::string nose = "name\tx\ty\tz\n";
    std::string right = nose;
    for (const char* name : { "Fpz", "Oz", "T7", "T8", "F3", "P4" }) {
        const Eigen::Vector3d p = builtInMontage().position(name).value();
        const auto row = [&](double x, double y) {
            return name + ("\t" + std::to_string(x) + "\t" + std::to_string(y)) + "\t" + std::to_string(p.z()) + "\n";
        };
        nose += row(p.y(), -p.x());
        right += row(p.x(), p.y());
    }
    nose += "Cz\tn/a\tn/a\tn/a\n"; // BIDS: no place
    const auto turned = readMontageFile(folder.write("a.tsv", nose));
    const auto documented = readMontageFile(folder.write("b.tsv", right));
    ASSERT_TRUE(turned.has_value() && documented.has_value());
    EXPECT_THAT(turned->warnings(), Contains(HasSubstr("x points to the nose and y to the left")));
    EXPECT_THAT(documented->warnings(), testing::IsEmpty());
    for (const char* name : { "Fpz", "Oz", "T7", "T8", "F3", "P4" })
        EXPECT_NEAR((*turned->position(name) - *documented->position(name)).norm(), 0, 1e-9) << name;
    EXPECT_FALSE(turned->position("Cz").has_value());
}

TEST(BuiltInMontage, CerebellarAndEyeElectrodesHaveDefinedPlaces)
{
    const auto at = [](const char* name) { return builtInMontage().position(name).value(); };
    constexpr double degree = 3.14159265358979323846 / 180;
    for (const auto& [left, right, azimuth, elevation] :
         { std::tuple { "CB1", "CB2", 135.0, -12.0 }, { "HEOG", "VEOG", 18.0, 6.0 } }) {
        EXPECT_NEAR(std::asin(at(left).z()) / degree, elevation, 1e-9);
        EXPECT_NEAR(std::atan2(-at(left).x(), at(left).y()) / degree, azimuth, 1e-9); // left of the nose
        EXPECT_NEAR((at(left).cwiseProduct(Eigen::Vector3d(-1, 1, 1)) - at(right)).norm(), 0, 1e-12);
    }
    // The order of EEGLAB's cap, from which they come: below and beside Iz, and the whole set keeps its unit length.
    const auto cap = shared / "recordings" / "montages" / "eeglab" / "Standard-10-20-Cap81.ced";
    if (!std::filesystem::exists(cap))
        GTEST_SKIP() << "no shared montages";
    const auto eeglab = readMontageFile(cap).value();
    const auto azimuthOf = [](const Eigen::Vector3d& p) { return std::atan2(-p.x(), p.y()) / degree; };
    for (const char* name : { "CB1", "CB2" })
        EXPECT_NEAR(azimuthOf(*eeglab.position(name)), azimuthOf(at(name)), 1e-9);
    const auto elevationOf = [](const Eigen::Vector3d& p) { return std::asin(p.normalized().z()) / degree; };
    const double there = elevationOf(*eeglab.position("Iz")) - elevationOf(*eeglab.position("CB1"));
    const double scale = 18 / (elevationOf(*eeglab.position("Oz")) - elevationOf(*eeglab.position("Iz")));
    EXPECT_NEAR(elevationOf(at("CB1")), -there * scale, 0.5);
}

} // namespace
} // namespace maskscope::test
