// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What names say, and what units and rates say beside them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/data/recording/channels/built_in_montage.h"
#include "analysis/data/recording/channels/channel_dictionary.h"
#include "analysis/data/recording/channels/channel_label.h"
#include "analysis/data/recording/channels/signal_names.h"
#include "analysis/data/recording/units.h"
#include "tests/recording/edf_builder.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using testing::Contains;
using testing::HasSubstr;

TEST(SignalNames, NoElectrodeIsTakenForAnotherSignal)
{
    for (const auto& [name, place] : builtInMontage().positions()) {
        if (name == "HEOG" || name == "VEOG")
            continue;
        EXPECT_TRUE(isElectrode(name)) << name;
        for (const std::string& label : { name, "EEG " + name, name + "-REF", "EEG" + name, name + "_ref", name + "/A1",
                                          name + " (avg)", name + "-Vw" }) {
            const ChannelIdentity identity = identifyChannels({ label, "Fz-Vw", "Cz-Vw" })[0];
            EXPECT_EQ(identity.kind, ChannelKind::Eeg) << label;
            EXPECT_EQ(identity.name, modernName(name)) << label;
            EXPECT_TRUE(identity.known) << label;
        }
    }
}

TEST(SignalNames, NamesOfAmplifiersAndLaboratories)
{
    using enum ChannelKind;
    const std::vector<std::pair<ChannelKind, std::vector<const char*>>> rows {
        { Eog,
          { "HEO", "VEO", "HEOL", "HEOR", "VEOL", "VEOU", "VEOD", "EOG(L)", "EOG-L", "ROC-LOC", "LOC-A2", "EEG LUC-LE",
            "EEG RLC-LE", "Left Eye", "ROC-Fpz", "Blink" } },
        { Ecg, { "EKG EKG", "ECG1-ECG2", "EEG EKG1-REF", "ekg_off" } },
        { Emg,
          { "TIB Sx", "DX1-DX2", "SX1-SX2", "L Chin", "Chin1-Chin3", "RLEG+", "LAT", "EMG submental", "PLMl", "MILO",
            "Leg1" } },
        { Trigger,
          { "MARKER_HARDWARE", "Event marker", "MK", "SYNC", "DIN4", "STI101", "EDF Annotations", "EEG Mark1",
            "Patient Event", "TTL" } },
        { Reference, { "LM", "RM", "Ground", "CMS", "M2" } },
        { Other,
          { "Erg1",
            "Plet",
            "Ana4",
            "GSR2",
            "Temp",
            "BIP24",
            "AUX3",
            "COUNTER",
            "CQ_AF3",
            "RAW_CQ",
            "INTERPOLATED",
            "TIME_STAMP_s",
            "OR_TIME_STAMP_s",
            "OR_TIME_STAMP_ms",
            "CNT",
            "BAT",
            "BATTERY",
            "GYRO X",
            "Accelerometer_X",
            "BURSTS",
            "SUPPR",
            "IBI",
            "PHOTIC PH",
            "SaO2",
            "H.R.",
            "THOR RES",
            "ABDO RES",
            "NEW AIR",
            "OX STAT",
            "Light",
            "Position",
            "SOUND",
            "MIC",
            "TORACE",
            "ADDOME",
            "PLETH",
            "HR",
            "STAT",
            "Flusso",
            "TERMISTORE",
            "CPAP",
            "EtCO2",
            "DC03",
            "BN1",
            "Right AUX",
            "Alpha_TP9",
            "HSI_TP10",
            "Validation Indicator",
            "Sample Index",
            "Digital Channel 0",
            "Analog Channel 2",
            "Therm",
            "nas_pres",
            "DHR",
            "SpO2",
            "Cannula",
            "Snore" } },
    };
    for (const auto& [kind, labels] : rows)
        for (const char* label : labels) {
            const ChannelIdentity identity = identifyChannel(label);
            EXPECT_EQ(identity.kind, kind) << label;
            EXPECT_TRUE(identity.known) << label;
        }
    for (const char* label : { "EXG Channel 0", "XQ9", "26", "Ch1", "A'3" }) {
        EXPECT_EQ(identifyChannel(label).kind, ChannelKind::Eeg) << label;
        EXPECT_FALSE(identifyChannel(label).known) << label;
    }
}

TEST(SignalNames, ManyOfOneStemAreContactsAndNoSensors)
{
    for (const char* stem : { "ACC", "MOT", "BP", "SAT", "TEMP", "MIC", "ABD", "THX", "DI", "EX" }) {
        std::vector<std::string> labels { "Fz" };
        for (int i = 3; i < 8; ++i)
            labels.push_back("POL " + std::string(stem) + std::to_string(i));
        const auto contacts = identifyChannels(labels);
        for (std::size_t c = 1; c < contacts.size(); ++c) {
            EXPECT_EQ(contacts[c].kind, ChannelKind::Eeg) << labels[c];
            EXPECT_FALSE(contacts[c].known) << labels[c];
        }
        labels.erase(labels.begin() + 3); // 3, 4, 6, 7: no four in a row
        EXPECT_EQ(identifyChannels(labels)[1].kind, ChannelKind::Other) << stem;
    }
    for (const char* stem : { "EXG", "ERG", "BIP", "AUX", "DC", "ANA" }) // inputs of amplifiers are so numbered
        EXPECT_EQ(identifyChannels({ stem + std::string("1"), stem + std::string("2"), stem + std::string("3"),
                                     stem + std::string("4") })[0]
                      .kind,
                  ChannelKind::Other)
            << stem;
}

TEST(SignalNames, EyesMayHaveAReferenceBehindAnySign)
{
    const auto sleep = identifyChannels({ "LOC/A2", "ROC_M1", "E1/M2", "E2 M2", "C3/A2" });
    const std::vector<const char*> names { "LOC", "ROC", "E1", "E2", "C3" };
    for (std::size_t c = 0; c < names.size(); ++c) {
        EXPECT_EQ(sleep[c].name, names[c]);
        EXPECT_EQ(sleep[c].kind, c < 4 ? ChannelKind::Eog : ChannelKind::Eeg) << names[c];
        EXPECT_TRUE(sleep[c].known) << names[c];
    }
}

TEST(SignalNames, ElectrodesOfOtherTables)
{
    for (const char* label : { "O9", "O10", "C3P", "EEG C4P-Ref", "C3'", "C4'", "Cz'", "Cz'-Fz" }) {
        EXPECT_EQ(identifyChannel(label).kind, ChannelKind::Eeg) << label;
        EXPECT_TRUE(identifyChannel(label).known) << label;
    }
}

TEST(SignalNames, SpellingsOfOneElectrode)
{
    const std::vector<std::pair<const char*, const char*>> rows {
        { "T7/T3", "T7" },
        { "T3/T7", "T7" },
        { "T4(T8)", "T8" },
        { "T7-T3", "T7" },
        { "P7_T5", "P7" },
        { "Fp1/A1", "FP1" },
        { "C3/(A1+A2)", "C3" },
        { "FP2_REF", "FP2" },
        { "C3REF", "C3" },
        { "EEGC4", "C4" },
        { "EEGT3-REF", "T7" },
        { "Fz (ref)", "FZ" },
        { "P3 Ref", "P3" },
        { "O1avg", "O1" },
        { "EEG.O2", "O2" },
        { "C4A1", "C4" },
        { "O2M1", "O2" },
        { "C3:A2", "C3" },
        { "EEG Fp1-AVG REF", "FP1" },
        { "F3-M1M2", "F3" },
        { "Cz-(M1+M2)/2", "CZ" },
        { "RAW_TP9", "TP9" },
        { "01-Fp1", "FP1" },
        { "Ch2 Fz", "FZ" },
        { "F3-Ref-0", "F3" },
        { "POL Fz", "FZ" },
        { "C3 A2", "C3" },
    };
    for (const auto& [label, name] : rows) {
        EXPECT_EQ(identifyChannel(label).name, name) << label;
        EXPECT_TRUE(identifyChannel(label).known) << label;
    }
    for (const char* derivation : { "Fp1/F7", "Fp1_F7", "Fp1 F7", "FP1F7", "Fp1-F7" }) {
        EXPECT_EQ(identifyChannel(derivation).name, "FP1-F7") << derivation;
        EXPECT_TRUE(identifyChannel(derivation).known) << derivation;
    }
}

TEST(SignalNames, ACommonReferenceMayHaveAnyName)
{
    const auto common = identifyChannels({ "EEG Fp1-Vq", "EEG Cz-Vq", "ECG1-ECG2" });
    EXPECT_EQ(common[0].name, "FP1");
    EXPECT_EQ(common[1].note, "prefix EEG taken off, reference VQ taken off");
    EXPECT_EQ(common[2].kind, ChannelKind::Ecg);
    EXPECT_EQ(identifyChannels({ "Fp1_clean", "Cz_clean" })[0].name, "FP1");
    for (const char* word : { "DRL", "GROUND", "LMASTOID", "EARL", "EXG1", "AUX" }) { // of whatever kind it is
        const std::string end = std::string("-") + word;
        const auto identities = identifyChannels({ "Fp1" + end, "Cz" + end, "T3" + end, "EEG O2" + end });
        EXPECT_EQ(identities[0].name, "FP1") << word;
        EXPECT_EQ(identities[2].name, "T7") << word;
        for (const ChannelIdentity& identity : identities)
            EXPECT_TRUE(identity.kind == ChannelKind::Eeg && identity.known) << identity.name << end;
    }
    EXPECT_EQ(identifyChannels({ "Fp1-EXG1", "Cz-EXG1" })[0].name, "FP1-EXG1"); // of two, a signal is no reference
    EXPECT_EQ(identifyChannels({ "Fp1-CS2", "Cz" })[0].name, "FP1-CS2"); // of one alone nothing is known
    const auto dupes = identifyChannels({ "T8-P8-0", "T8-P8-1" }); // MNE-Python's numbers of duplicates
    EXPECT_EQ(dupes[0].name, "T8-P8-0");
    EXPECT_TRUE(dupes[0].known);
}

TEST(SignalNames, LongAndHostileLabelsCostNothing)
{
    std::string many;
    for (int i = 0; i < 100'000; ++i)
        many += "EEG";
    EXPECT_FALSE(identifyChannel(many).known);
    for (const char* label : { "", "-", "--", "/", "EEG ", "EEG ..", "EEG", "(", "()", " - ", "EEG-", "\xFF\xFE" })
        EXPECT_NO_FATAL_FAILURE(static_cast<void>(identifyChannel(label)));
}

TEST(Units, AreVoltageNoVoltageOrUnclear)
{
    for (const char* unit : { "uV", "ÂµV", "Î¼V", "Ã‚ÂµV", "\xC3\x82\xC2\xB5V", "?V", "\xEF\xBF\xBDV", "Microvolts",
                              "uVolt", "mkV", "мкВ", "µvolts" })
        EXPECT_EQ(microvoltsPer(unit), 1) << unit;
    EXPECT_EQ(microvoltsPer("millivolts"), 1e3);
    EXPECT_EQ(microvoltsPer("Volts"), 1e6);
    for (const char* unit :
         { "%", "bpm", "degC", "°C",
           "\xB0"
           "C",
           "DegC", "cmH2O", "mmHg", "L/min", "kOhm", "Boolean", "lx", "m/s^2", "g", "deg", "Hz", "1/min" })
        EXPECT_EQ(unitKind(unit), UnitKind::NoVoltage) << unit;
    for (const char* unit : { "", "n/a", "counts", "a.u.", "furlong", "MV" })
        EXPECT_EQ(unitKind(unit), UnitKind::Unclear) << unit;
    EXPECT_EQ(encodedOnce("µV"), "µV");
    EXPECT_EQ(encodedOnce("é"), "é");
}

Recording readEdfOf(const TemporaryFolder& folder, std::vector<EdfBuilderSignal> channels)
{
    EdfBuilder edf;
    edf.channels = std::move(channels);
    auto recording = readRecording(folder.write("a.edf", edf.bytes()));
    EXPECT_TRUE(recording.has_value()) << recording.error().sentence();
    return recording.value();
}

TEST(EdfKinds, AUnitThatIsNoVoltageIsNoEegWhateverTheName)
{
    const TemporaryFolder folder;
    const Recording recording = readEdfOf(folder,
                                          { { .label = "Fz" },
                                            { .label = "Pz", .unit = "%" },
                                            { .label = "Oz", .unit = "" },
                                            { .label = "QQ", .unit = "" },
                                            { .label = "QR", .unit = "furlong" } });
    std::vector<std::string> why;
    for (const Channel& channel : recording.channels)
        why.push_back(whyLeftOut(recording, channel));
    EXPECT_THAT(why,
                testing::ElementsAre("", "unit % is no voltage", "", "no unit of voltage, no known name",
                                     "no unit of voltage, no known name"));
    EXPECT_THAT(recording.warnings, Contains(HasSubstr("whose unit is no voltage do not count as EEG: Pz (%)")));
    EXPECT_THAT(recording.warnings, Contains(HasSubstr("channel Oz has no unit: its numbers are taken as they are")));
}

TEST(EdfKinds, ARateFarBelowTheOthersIsNoEegAndSetsNoRate)
{
    const TemporaryFolder folder;
    const Recording recording = readEdfOf(folder,
                                          { { .label = "C3-A2", .perRecord = "100" },
                                            { .label = "C4-A1", .perRecord = "100" },
                                            { .label = "F3-A2", .perRecord = "25" },
                                            { .label = "Pz", .perRecord = "20" },
                                            { .label = "one", .perRecord = "1" },
                                            { .label = "two", .perRecord = "1" },
                                            { .label = "three", .perRecord = "1" } });
    EXPECT_EQ(recording.samplingRateHz, 100); // not the 1 Hz of most
    EXPECT_EQ(whyLeftOut(recording, recording.channels[2]), ""); // a quarter, and a known place
    EXPECT_EQ(whyLeftOut(recording, recording.channels[3]), "20 Hz, far below 100 Hz");
    EXPECT_EQ(whyLeftOut(recording, recording.channels[4]), "1 Hz, far below 100 Hz");
    EXPECT_THAT(recording.warnings,
                Contains(HasSubstr("far below 100 Hz do not count as EEG: Pz (20 Hz), one (1 Hz)")));
}

} // namespace
} // namespace maskscope::test
