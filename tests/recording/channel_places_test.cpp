// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// From labels to places: aliases, nets, and what has no place.
#include "analysis/data/recording/channels/channel_places.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/data/recording/channels/built_in_montage.h"
#include "analysis/data/recording/channels/channel_dictionary.h"
#include "analysis/data/recording/recording_summary.h"
#include "analysis/data/windowing/window_set.h"
#include "tests/recording/edf_builder.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

Recording placed(const std::vector<std::string>& labels, const std::optional<Montage>& montage = std::nullopt)
{
    Recording recording;
    recording.samplingRateHz = 1;
    for (const std::string& label : labels) {
        Channel channel;
        channel.label = label;
        channel.samplingRateHz = 1;
        recording.channels.push_back(std::move(channel));
    }
    nameChannels(recording);
    placeChannels(recording, montage);
    return recording;
}

std::vector<std::string> net(int electrodes)
{
    std::vector<std::string> labels;
    for (int e = 1; e <= electrodes; ++e)
        labels.push_back("E" + std::to_string(e));
    return labels;
}

TEST(ChannelPlaces, OldAndNewNamesAreTheSameElectrode)
{
    Montage old("old");
    old.add("T3", { -1, 0, 0 });
    old.add("M1", { -1, -1, -1 });
    const Recording recording = placed({ "T7", "EEG A1-REF", "T3" }, old);
    EXPECT_EQ(*recording.channels[0].position, Eigen::Vector3d(-1, 0, 0));
    EXPECT_EQ(recording.channels[0].placedAs, "T3");
    EXPECT_EQ(recording.channels[0].positionSource, "montage old");
    EXPECT_EQ(recording.channels[1].kind, ChannelKind::Reference);
    EXPECT_EQ(recording.channels[1].placedAs, "M1");
    EXPECT_EQ(recording.channels[2].name, "T7-1");
    EXPECT_EQ(recording.channels[2].placedAs, "T3");
    const Recording builtIn = placed({ "T3", "POL T5", "Fc5.", "EEG T4-LE", "CB1" });
    for (const Channel& channel : builtIn.channels)
        EXPECT_EQ(channel.positionSource, "built-in 10-05") << channel.label;
    EXPECT_EQ(builtIn.channels[0].note, "T3 is the old name of T7");
    EXPECT_EQ(builtIn.channels[3].note, "prefix EEG taken off, reference LE taken off, T4 is the old name of T8");
}

TEST(ChannelPlaces, TheVertexOfAnEgiNetIsCz)
{
    for (const int highest : { 33, 65, 129, 257 }) {
        const Recording recording = placed(net(highest));
        const Channel& vertex = recording.channels.back();
        EXPECT_EQ(vertex.name, "E" + std::to_string(highest));
        ASSERT_TRUE(vertex.position.has_value()) << highest;
        EXPECT_EQ(*vertex.position, *builtInMontage().position("Cz"));
        EXPECT_EQ(vertex.placedAs, "CZ");
        EXPECT_EQ(std::ranges::count_if(recording.channels, [](const Channel& c) { return c.position.has_value(); }), 1)
            << "no table places the other electrodes";
    }
    EXPECT_FALSE(placed(net(128)).channels.back().position.has_value());
    EXPECT_FALSE(placed(net(256)).channels[128].position.has_value()); // E129 of 256 is no vertex
    EXPECT_FALSE(placed({ "Fz", "E129" }).channels[1].position.has_value()); // no net
    const auto file = shared / "recordings" / "montages" / "mne_HEAD" / "GSN-HydroCel-65_1.0.sfp";
    if (!std::filesystem::exists(file))
        GTEST_SKIP() << "no shared montages";
    const auto montage = readMontageFile(file).value();
    const Recording cap = placed(net(65), montage);
    for (const Channel& channel : cap.channels)
        EXPECT_TRUE(channel.position.has_value()) << channel.name;
    EXPECT_EQ(*cap.channels[64].position, *montage.position("Cz"));
}

TEST(ChannelPlaces, OneWithoutAPlaceNeitherDropsNorShiftsTheOthers)
{
    const TemporaryFolder folder;
    EdfBuilder edf;
    edf.channels.clear();
    for (const char* label : { "Fz", "T1", "Cz", "EOG", "Pz" })
        edf.channels.push_back({ .label = label });
    const auto all = readRecording(folder.write("a.edf", edf.bytes()));
    ASSERT_TRUE(all.has_value());
    const auto windows = makeWindows({ &*all, 1 }, { .windowLength = 10, .samplingRateHz = 10 });
    ASSERT_TRUE(windows.has_value()) << windows.error().sentence();
    ASSERT_EQ(windows->sequences.size(), 4U);
    const std::vector<std::string> names { "FZ", "T1", "CZ", "PZ" };
    const std::vector<double> firstSamples { 0, 100, 200, 400 }; // stored numbers count from 1000 a channel, gain 0.1
    for (std::size_t s = 0; s < names.size(); ++s) {
        const WindowChannel& channel = windows->channels[static_cast<std::size_t>(windows->sequences[s].channel)];
        EXPECT_EQ(channel.name, names[s]);
        EXPECT_NEAR(windows->windows(s)[0], firstSamples[s], 1e-3) << names[s];
        const auto place = builtInMontage().position(names[s]);
        EXPECT_EQ(channel.position, place) << names[s];
    }
    EXPECT_THAT(windows->warnings, Contains(HasSubstr("no spatial code, for T1")));
}

TEST(ChannelPlaces, BesidePlacedOnesAnUnknownNameIsNoEeg)
{
    const Recording recording = placed({ "Fz", "nobody knows", "Cz", "Pz" });
    EXPECT_EQ(recording.channels[1].kind, ChannelKind::Other);
    EXPECT_EQ(whyLeftOut(recording, recording.channels[1]), "no known name");
    EXPECT_THAT(recording.warnings,
                ElementsAre(HasSubstr("not taken as EEG (--kind NAME=eeg takes one in): NOBODY KNOWS")));
    const Recording unknown = placed({ "Fz", "x1", "x2", "x3", "x4", "x5", "x6" }); // most are unknown
    EXPECT_EQ(unknown.channels[1].kind, ChannelKind::Eeg);
    EXPECT_THAT(unknown.warnings, ElementsAre(HasSubstr("no electrode position for X1")));
    const Recording half = placed({ "Fz", "Cz", "x1", "x2" }); // known ones must be most
    EXPECT_EQ(half.channels[2].kind, ChannelKind::Eeg);
    const Recording numbers = placed({ "Fz", "Cz", "Pz", "26", "27", "28", "29", "x1" });
    for (std::size_t c = 3; c < numbers.channels.size(); ++c)
        EXPECT_EQ(whyLeftOut(numbers, numbers.channels[c]), "no known name") << numbers.channels[c].label;
}

TEST(ChannelPlaces, ALoneVertexIsNotEnoughToAnalyse)
{
    const TemporaryFolder folder;
    EdfBuilder edf;
    edf.channels.clear();
    for (const std::string& label : net(65))
        edf.channels.push_back({ .label = label });
    const auto recording = readRecording(folder.write("net.edf", edf.bytes()));
    ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
    const auto windows = makeWindows({ &*recording, 1 }, { .windowLength = 10, .samplingRateHz = 10 });
    ASSERT_FALSE(windows.has_value());
    EXPECT_THAT(windows.error().sentence(), HasSubstr("only one channel has an electrode position"));
    EXPECT_THAT(windows.error().sentence(), HasSubstr("--montage"));
}

TEST(ChannelPlaces, WhyAChannelIsLeftOut)
{
    Recording recording = placed({ "Cz", "VEOG", "Status", "A2", "T1", "Pz" });
    recording.channels[4].samplingRateHz = 0.1;
    recording.channels[5].samplingRateHz = 0.5;
    std::vector<std::string> why;
    for (const Channel& channel : recording.channels)
        why.push_back(whyLeftOut(recording, channel));
    EXPECT_THAT(why, ElementsAre("", "EOG", "trigger", "reference", "rate of 0.1 Hz, no known electrode", ""));
    EXPECT_THAT(recordingText(recording, nullptr),
                HasSubstr("2 of 6 channels take part in an analysis, 0 of them "
                          "without a position"));
    EXPECT_TRUE(recording.channels[1].position.has_value()); // the eye has its place all the same
}

} // namespace
} // namespace maskscope::test
