// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/channels/channel_dictionary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/data/recording/units.h"

namespace maskscope::test {
namespace {

struct Row {
    const char* label;
    const char* name;
    ChannelKind kind = ChannelKind::Eeg;
};

TEST(ChannelDictionary, LabelsBecomeCanonical)
{
    const std::vector<Row> rows {
        { "EEG Fp1-REF", "FP1" },
        { "EEG Fp1-CPz", "FP1" },
        { "EEG FP2-LE", "FP2" },
        { "Fc5.", "FC5" },
        { "C5..", "C5" },
        { "T3", "T7" },
        { "EEG T4-A1", "T8" },
        { "t5", "P7" },
        { "EEG T6-AVG", "P8" },
        { "POL Cz", "CZ" },
        { "pOz", "POZ" },
        { "EEG F1-Ref", "F1" },
        { "EEG:Oz", "OZ" },
        { "Fz-Cz", "FZ-CZ" },
        { "E129", "E129" },
        { "EEG E12-VREF", "E12" },
        { "EEG_Fp2", "FP2" },
        { "C3-(A1+A2)/2", "C3" },
        { "Fp1 - F7", "FP1-F7" },
        { "VREF", "VREF", ChannelKind::Reference },
        { "IO1", "IO1", ChannelKind::Eog },
        { "STI101", "STI101", ChannelKind::Trigger },
        { "DIN1", "DIN1", ChannelKind::Trigger },
        { "  Pz  ", "PZ" },
        { "FFT7h", "FFT7H" },
        { "Loc", "LOC", ChannelKind::Eog },
        { "EOG VEOG_I", "VEOG_I", ChannelKind::Eog },
        { "HEOG", "HEOG", ChannelKind::Eog },
        { "ECG ECG1", "ECG1", ChannelKind::Ecg },
        { "EKG", "EKG", ChannelKind::Ecg },
        { "POL EKG1", "EKG1", ChannelKind::Ecg },
        { "EMG", "EMG", ChannelKind::Emg },
        { "EEG A1-Ref", "A1", ChannelKind::Reference },
        { "M2", "M2", ChannelKind::Reference },
        { "Status", "STATUS", ChannelKind::Trigger },
        { "stAtUs", "STATUS", ChannelKind::Trigger },
        { "STI 014", "STI 014", ChannelKind::Trigger },
        { "DIG DTRIG", "DIG DTRIG", ChannelKind::Trigger },
        { "EXG1", "EXG1", ChannelKind::Other },
        { "SpO2", "SPO2", ChannelKind::Other },
    };
    for (const Row& row : rows) {
        const ChannelIdentity identity = identifyChannel(row.label);
        EXPECT_EQ(identity.name, row.name) << row.label;
        EXPECT_EQ(identity.kind, row.kind) << row.label;
    }
}

TEST(ChannelDictionary, ACommonSecondElectrodeIsAReference)
{
    const auto common = identifyChannels({ "F3-Cz", "F4-Cz", "P3-Cz", "P4-Cz" });
    EXPECT_EQ(common[0].name, "F3");
    const auto bipolar = identifyChannels({ "Fp1-F7", "F7-T3", "T3-T5", "T5-O1" });
    EXPECT_EQ(bipolar[0].name, "FP1-F7");
}

TEST(ChannelDictionary, EyesOfASleepRecordingAreNoNet)
{
    const auto sleep = identifyChannels({ "E1-M2", "E2-M1", "C3-M2" });
    EXPECT_EQ(sleep[0].kind, ChannelKind::Eog);
    EXPECT_EQ(sleep[2].kind, ChannelKind::Eeg);
    EXPECT_EQ(identifyChannels({ "E1", "E2", "E3" })[0].kind, ChannelKind::Eeg);
}

TEST(ChannelDictionary, ARenamedDuplicateMeetsNoOtherLabel)
{
    Recording recording;
    for (const char* label : { "F1", "F1-0", "F1" }) {
        Channel channel;
        channel.label = label;
        recording.channels.push_back(channel);
    }
    nameChannels(recording);
    EXPECT_EQ(recording.channels[0].name, "F1-1");
    EXPECT_EQ(recording.channels[1].name, "F1-0");
    EXPECT_EQ(recording.channels[2].name, "F1-2");
    EXPECT_EQ(recording.channels[0].note, "one of 2 called F1");
}

TEST(ChannelDictionary, CapsNumberedByLetterKeepTheirNames)
{
    const std::vector<std::string> cap { "A1", "A2", "A3", "B1", "C3", "T3" };
    EXPECT_TRUE(numberedByLetter(cap));
    const auto identities = identifyChannels(cap);
    EXPECT_EQ(identities[0].kind, ChannelKind::Eeg); // no ear
    EXPECT_EQ(identities[5].name, "T3"); // no T7
    EXPECT_FALSE(numberedByLetter({ "A1", "A2", "C3", "F3" }));
}

TEST(ChannelDictionary, DuplicatesAreRenamedAndSaid)
{
    Recording recording;
    for (const char* label : { "EEG F1-Ref", "EEG F2-Ref", "F1" })
        recording.channels.push_back({ .label = label,
                                       .name = {},
                                       .kind = ChannelKind::Eeg,
                                       .unit = {},
                                       .samplingRateHz = 1,
                                       .position = {},
                                       .positionSource = {} });
    nameChannels(recording);
    EXPECT_EQ(recording.channels[0].name, "F1-0");
    EXPECT_EQ(recording.channels[1].name, "F2");
    EXPECT_EQ(recording.channels[2].name, "F1-1");
    EXPECT_THAT(recording.warnings, testing::ElementsAre(testing::HasSubstr("2 channels are called F1")));
}

TEST(Units, VoltagesBecomeMicrovolt)
{
    EXPECT_EQ(microvoltsPer("uV"), 1);
    EXPECT_EQ(microvoltsPer("µV "), 1);
    EXPECT_EQ(microvoltsPer("\xB5V"), 1);
    EXPECT_EQ(microvoltsPer("mV"), 1e3);
    EXPECT_EQ(microvoltsPer("V"), 1e6);
    EXPECT_EQ(microvoltsPer("nV"), 1e-3);
    for (const char* unit : { "", "degC", "Boolean", "MV", "%" })
        EXPECT_FALSE(microvoltsPer(unit).has_value()) << unit;
    EXPECT_EQ(toUtf8("\xB5V"), "µV");
    EXPECT_EQ(toUtf8("中文"), "中文");
}

} // namespace
} // namespace maskscope::test
