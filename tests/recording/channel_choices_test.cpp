// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What a user decides about channels stands above names, units and rates.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/data/recording/channel_choices.h"
#include "analysis/data/recording/recording.h"
#include "analysis/data/windowing/window_set.h"
#include "tests/recording/edf_builder.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

class Choices : public testing::Test {
protected:
    void SetUp() override
    {
        EdfBuilder edf;
        edf.channels = { { .label = "EEG T3-REF" }, { .label = "Cz" },   { .label = "XQ9" },
                         { .label = "Pz" },         { .label = "VEOG" }, { .label = "SaO2", .unit = "%" },
                         { .label = "A2" } };
        m_path = m_folder.write("a.edf", edf.bytes());
    }
    [[nodiscard]] Recording read(const ChannelChoices& choices) const
    {
        return readRecording(m_path, std::nullopt, false, choices).value();
    }
    [[nodiscard]] std::vector<std::string> taking(const ChannelChoices& choices) const
    {
        std::vector<std::string> names;
        const Recording recording = read(choices);
        for (const Channel& channel : recording.channels)
            if (whyLeftOut(recording, channel).empty())
                names.push_back(channel.name);
        return names;
    }

    TemporaryFolder m_folder;
    std::filesystem::path m_path;
};

TEST_F(Choices, NamesAreLabelsOrNamesOldOrNewInAnyCase)
{
    EXPECT_THAT(taking({}), ElementsAre("T7", "CZ", "PZ"));
    for (const char* name : { "EEG T3-REF", "eeg t3-ref", "T7", "t3", "T3-LE" })
        EXPECT_THAT(taking({ .exclude = { name } }), ElementsAre("CZ", "PZ")) << name;
}

TEST_F(Choices, OneThatIsChosenHasItsPlaceWhateverItsRateOrUnit)
{
    EdfBuilder edf;
    edf.channels = { { .label = "C3", .perRecord = "100" },
                     { .label = "Cz", .perRecord = "100" },
                     { .label = "Pz", .perRecord = "20" },
                     { .label = "Oz", .unit = "%", .perRecord = "100" } };
    m_path = m_folder.write("b.edf", edf.bytes());
    EXPECT_THAT(taking({}), ElementsAre("C3", "CZ"));
    const Recording recording = read({ .only = { "C3", "Pz", "Oz" } });
    for (const std::size_t c : { 2, 3 }) {
        EXPECT_EQ(whyLeftOut(recording, recording.channels[c]), "");
        EXPECT_TRUE(recording.channels[c].position.has_value()) << c;
    }
    EXPECT_THAT(recording.warnings, testing::Not(Contains(HasSubstr("far below"))));
    EXPECT_THAT(recording.warnings, Contains(HasSubstr("take part by choice all the same: Oz (unit % is no voltage)")));
}

TEST_F(Choices, OnlyAndExclude)
{
    EXPECT_THAT(taking({ .only = { "Cz", "VEOG", "XQ9" } }), ElementsAre("CZ", "XQ9", "VEOG")); // whatever their kind
    EXPECT_THAT(taking({ .only = { "Cz", "Pz" }, .exclude = { "Pz" } }), ElementsAre("CZ"));
    const Recording recording = read({ .exclude = { "Pz" } });
    EXPECT_EQ(whyLeftOut(recording, recording.channels[3]), "by choice");
}

TEST_F(Choices, KindsSayWhoIsEeg)
{
    EXPECT_THAT(taking({ .kinds = { { "XQ9", ChannelKind::Eeg }, { "Pz", ChannelKind::Eog } } }),
                ElementsAre("T7", "CZ", "XQ9"));
    const Recording recording = read({ .kinds = { { "a2", ChannelKind::Eeg }, { "Cz", ChannelKind::Reference } } });
    EXPECT_EQ(recording.channels[6].kind, ChannelKind::Eeg);
    EXPECT_EQ(recording.channels[1].kind, ChannelKind::Reference);
    EXPECT_THAT(recording.channels[1].note, HasSubstr("kind reference by choice"));
    EXPECT_TRUE(recording.channels[1].position.has_value());
}

TEST_F(Choices, AUnitIsOfTheFilesNumbers)
{
    for (const auto& [unit, factor] : { std::pair("uV", 1.0), std::pair("mV", 1e3), std::pair("V", 1e6) }) {
        const Recording stated = read({}), chosen = read({ .unit = unit });
        for (std::size_t c = 0; c < stated.channels.size(); ++c) {
            std::vector<double> before(20), after(20), together(20);
            const int channel = static_cast<int>(c);
            ASSERT_TRUE(stated.source->read(channel, 3, before).has_value());
            ASSERT_TRUE(chosen.source->read(channel, 3, after).has_value());
            ASSERT_TRUE(chosen.source->readTogether({ &channel, 1 }, 3, 20, together).has_value());
            const double expected = stated.channels[c].label == "SaO2" ? 1 : factor; // what is no voltage stays
            for (std::size_t i = 0; i < before.size(); ++i)
                EXPECT_DOUBLE_EQ(after[i], before[i] * expected);
            EXPECT_EQ(after, together);
        }
    }
}

TEST_F(Choices, ANameThatNoChannelHasIsSaid)
{
    const Recording recording = read({ .only = { "Cz", "Fz" }, .kinds = { { "nobody", ChannelKind::Eog } } });
    EXPECT_THAT(recording.unmatchedChoices, ElementsAre("nobody", "Fz"));
    EXPECT_THAT(recording.warnings, Contains("no channel is called as chosen: nobody, Fz"));
}

TEST_F(Choices, WindowsHoldWhoWasChosenInTheirPlace)
{
    const Recording recording = read({ .only = { "Pz", "XQ9" } });
    const auto windows = makeWindows({ &recording, 1 }, { .windowLength = 10, .samplingRateHz = 10 }).value();
    ASSERT_EQ(windows.sequences.size(), 2U);
    EXPECT_EQ(windows.channels[0].name, "XQ9");
    EXPECT_NEAR(windows.windows(0)[0], 200, 1e-3); // stored numbers count from 1000 a channel, gain 0.1
    EXPECT_NEAR(windows.windows(1)[0], 300, 1e-3);
    EXPECT_THAT(windows.warnings, Contains(HasSubstr("left out by choice: T7, CZ, VEOG, SAO2, A2")));
}

TEST(ChoiceWords, AreParsed)
{
    EXPECT_EQ(parseKindChoice("X1=eog").value(), std::pair(std::string("X1"), ChannelKind::Eog));
    EXPECT_EQ(parseKindChoice("a=b=REF").value(), std::pair(std::string("a=b"), ChannelKind::Reference));
    for (const char* wrong : { "X1", "=eog", "X1=", "X1=eye" })
        EXPECT_EQ(parseKindChoice(wrong).error().code, ErrorCode::InvalidArgument) << wrong;
    EXPECT_EQ(parseUnitChoice("µV").value(), "uV");
    EXPECT_FALSE(parseUnitChoice("MV").has_value());
    EXPECT_EQ(
        choicesText({ .only = { "A", "B" }, .exclude = { "C" }, .kinds = { { "X", ChannelKind::Eog } }, .unit = "mV" }),
        "--channels A,B --exclude C --kind X=eog --unit mV");
    EXPECT_EQ(choicesText({}), "");
}

} // namespace
} // namespace maskscope::test
