// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings as users have them: who takes part, who does not and why, where electrodes lie.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/data/recording/channels/built_in_montage.h"
#include "analysis/data/recording/recording.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;

using Names = std::vector<std::string>;

struct Case {
    const char* file;
    Names takingPart;
    bool placed; ///< all that take part have a position
};

const std::vector<Case>& cases()
{
    static const std::vector<Case> all {
        { "neuroscan.edf", { "FP1", "FPZ", "F7", "CB1", "CB2" }, true },
        { "biosemi_aux.bdf", { "FP1", "AF7", "CZ", "OZ" }, true },
        { "ant_bip.edf", { "FP1", "FPZ", "CZ", "OZ" }, true },
        { "lab_emotiv.edf",
          { "AF3", "F7", "F3", "FC5", "T7", "P7", "O1", "O2", "P8", "T8", "FC6", "F4", "F8", "AF4" },
          true },
        { "tuh_le.edf", { "FP1", "FP2", "F3", "T7", "CZ", "SP1", "T1", "PG1" }, false },
        { "psg_unprefixed.edf", { "FPZ-CZ", "PZ-OZ" }, false },
        { "capslp.edf", { "FP2-F4", "F4-C4", "C4-P4", "P4-O2", "C4" }, false },
        { "ref_a1a2.edf", { "FP1", "FP2", "C3", "C4", "O1", "O2" }, true },
        { "t7_t3.edf", { "T7", "T8", "P7", "P8", "FP1", "FP2", "CZ", "PZ" }, true },
        { "lab_slash.edf", { "FP1", "FP2", "C3", "C4", "O1", "O2" }, true },
        { "lab_us.edf", { "FP1", "FP2", "F3", "C3", "C4", "CZ", "FZ", "P3", "O1", "O2" }, true },
        { "lab_Vw.edf", { "FP1", "FP2", "C3", "CZ", "O1", "O2" }, true },
        { "bv_moji.vhdr", { "FP1", "FP2", "CZ", "OZ" }, true },
    };
    return all;
}

std::filesystem::path caseFile(const std::string& name) { return shared / "cases" / "recordings" / name; }

#define NEEDS_CASES()                                                                                                  \
    if (!std::filesystem::exists(caseFile("neuroscan.edf")))                                                           \
    GTEST_SKIP() << "no shared cases"

const Channel* labelled(const Recording& recording, const std::string& label)
{
    const auto found = std::ranges::find(recording.channels, label, &Channel::label);
    return found == recording.channels.end() ? nullptr : &*found;
}

ChannelKind kindOf(const Recording& recording, const std::string& label)
{
    const Channel* channel = labelled(recording, label);
    EXPECT_NE(channel, nullptr) << label;
    return channel == nullptr ? ChannelKind::Eeg : channel->kind;
}

TEST(CaseKinds, ThoseThatAreEegTakePartAndNoOthers)
{
    NEEDS_CASES();
    for (const Case& c : cases()) {
        const auto recording = readRecording(caseFile(c.file));
        ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
        Names taking;
        bool placed = true;
        for (const Channel& channel : recording->channels) {
            if (!whyLeftOut(*recording, channel).empty())
                continue;
            taking.push_back(channel.name);
            placed = placed && channel.position.has_value();
        }
        EXPECT_EQ(taking, c.takingPart) << c.file;
        EXPECT_EQ(placed, c.placed) << c.file;
    }
}

TEST(CaseKinds, TheOthersAreWhatTheyAre)
{
    NEEDS_CASES();
    const auto neuroscan = readRecording(caseFile("neuroscan.edf")).value();
    for (const char* eye : { "HEO", "VEO", "HEOG", "VEOL", "VEOU", "HEOR" })
        EXPECT_EQ(kindOf(neuroscan, eye), ChannelKind::Eog) << eye;
    EXPECT_EQ(kindOf(neuroscan, "EKG"), ChannelKind::Ecg);
    EXPECT_EQ(kindOf(neuroscan, "M1"), ChannelKind::Reference);
    const auto sleep = readRecording(caseFile("capslp.edf")).value();
    EXPECT_EQ(kindOf(sleep, "ROC-LOC"), ChannelKind::Eog);
    for (const char* muscle : { "EMG1-EMG2", "DX1-DX2", "SX1-SX2", "TIB Sx", "TIB Dx" })
        EXPECT_EQ(kindOf(sleep, muscle), ChannelKind::Emg) << muscle;
    const auto ears = readRecording(caseFile("ref_a1a2.edf")).value();
    EXPECT_EQ(kindOf(ears, "Chin1-Chin2"), ChannelKind::Emg);
    EXPECT_EQ(kindOf(ears, "E1-M2"), ChannelKind::Eog);
}

TEST(CaseKinds, UnitsThatAreNoVoltageAndUnknownNamesAreNamed)
{
    NEEDS_CASES();
    const auto sleep = readRecording(caseFile("psg_unprefixed.edf")).value();
    EXPECT_THAT(whyLeftOut(sleep, *labelled(sleep, "X")), HasSubstr("other"));
    const auto clinic = readRecording(caseFile("tuh_le.edf")).value();
    EXPECT_EQ(whyLeftOut(clinic, *labelled(clinic, "EEG 26-LE")), "no known name");
    EXPECT_THAT(clinic.warnings, Contains(AllOf(HasSubstr("not taken as EEG"), HasSubstr(": 26"))));
}

TEST(CaseKinds, InventedNamesAreNoFacts)
{
    NEEDS_CASES();
    for (const char* file : { "set_nameless1.set", "set_nameless33.set" }) {
        const auto recording = readRecording(caseFile(file));
        ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
        for (const Channel& channel : recording->channels) {
            EXPECT_EQ(channel.kind, ChannelKind::Eeg) << channel.label;
            EXPECT_FALSE(channel.position.has_value()) << channel.label;
        }
        EXPECT_THAT(recording->warnings, Contains(HasSubstr("names no channels")));
    }
}

TEST(CaseKinds, PlacesAgainstTheNamesAreTurnedAndSaidWithTheAngle)
{
    NEEDS_CASES();
    for (const char* file : { "set_rot_nodir.set", "plain_rot.h5" }) {
        const auto recording = readRecording(caseFile(file));
        ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
        EXPECT_THAT(recording->warnings, Contains(HasSubstr("turned by 90 degrees"))) << file;
        for (const Channel& channel : recording->channels) {
            ASSERT_TRUE(channel.position.has_value());
            const double cosine = channel.position->normalized().dot(*builtInMontage().position(channel.name));
            EXPECT_GT(cosine, 0.85) << file << ' ' << channel.name;
        }
    }
}

TEST(CaseKinds, ADoublyEncodedMicroSignIsMicrovolt)
{
    NEEDS_CASES();
    const auto recording = readRecording(caseFile("bv_moji.vhdr")).value();
    const auto statistics = channelStatistics(recording).value();
    const std::vector<double> ofMnePython { 15.05708962, 15.0511786, 14.96003109, 15.05313168 };
    for (std::size_t c = 0; c < ofMnePython.size(); ++c) {
        EXPECT_EQ(recording.channels[c].unit, "µV");
        EXPECT_NEAR(statistics[c].std, ofMnePython[c], 1e-6);
    }
}

TEST(CaseKinds, AChosenUnitStandsAboveTheFilesOwn)
{
    NEEDS_CASES();
    for (const char* file : { "uv_as_v.edf", "bv_V.vhdr" }) {
        const auto stated = readRecording(caseFile(file)).value();
        const auto chosen = readRecording(caseFile(file), std::nullopt, false, { .unit = "uV" }).value();
        const auto before = channelStatistics(stated).value(), after = channelStatistics(chosen).value();
        EXPECT_NEAR(after[0].std, 15.057, 1e-3) << file;
        for (std::size_t c = 0; c < after.size(); ++c)
            EXPECT_NEAR(after[c].std * 1e6 / before[c].std, 1, 1e-12) << file;
        EXPECT_THAT(chosen.warnings, Contains(HasSubstr("taken as uV"))) << file;
    }
}

} // namespace
} // namespace maskscope::test
