// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Every shared BrainVision file against what MNE-Python 1.3 reads. On purpose different: MNE scales siemens to SI, we
// keep the file's own unit where it is no voltage.
#include <gmock/gmock.h>

#include "tests/recording/mne_statistics.h"

namespace maskscope::test {
namespace {

class BrainVisionReference : public testing::TestWithParam<std::filesystem::path> { };

TEST_P(BrainVisionReference, AsMneReadsThem)
{
    const auto recording = readRecording(GetParam());
    ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
    const auto expected = nlohmann::json::parse(std::ifstream(GetParam().string() + ".stats.json"));
    EXPECT_EQ(recording->format, "BrainVision");
    ASSERT_EQ(recording->channels.size(), expected["n_channels"].get<std::size_t>());
    EXPECT_DOUBLE_EQ(recording->samplingRateHz, expected["sfreq"].get<double>());
    EXPECT_EQ(recording->samples, expected["n_samples"].get<std::int64_t>());
    EXPECT_NEAR(recording->durationS(), expected["duration_s"].get<double>(), 1e-9);
    EXPECT_EQ(std::ranges::count_if(recording->channels, [](const Channel& c) { return c.positionSource == "file"; }),
              expected["n_channels_with_position"].get<std::ptrdiff_t>());
    expectAnnotations(recording->annotations, expected);
    const auto statistics = channelStatistics(*recording);
    ASSERT_TRUE(statistics.has_value());
    for (std::size_t c = 0; c < recording->channels.size(); ++c) {
        const Channel& channel = recording->channels[c];
        SCOPED_TRACE(channel.label);
        EXPECT_EQ(channel.label, expected["channels"][c]["name"].get<std::string>());
        const bool micro = channel.unit == "µV" || channel.unit == "µS" || channel.unit == "uS";
        expectStatistics((*statistics)[c], micro ? 1e-6 : 1.0, expected["channels"][c]);
    }
}

INSTANTIATE_TEST_SUITE_P(Shared, BrainVisionReference, testing::ValuesIn(filesWithStatistics("brainvision")),
                         nameOfFileTest);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(BrainVisionReference);

TEST(BrainVisionFiles, UnitsMarkersAndWarnings)
{
    if (!std::filesystem::exists(shared / "recordings"))
        GTEST_SKIP() << "no shared recordings";
    EXPECT_EQ(filesWithStatistics("brainvision").size(), 13U);
    const auto folder = shared / "recordings" / "brainvision" / "mne";
    const auto units = readRecording(folder / "test_units.vhdr").value();
    EXPECT_EQ(units.channels[0].unit, "µV"); // nV in the file
    EXPECT_EQ(units.channels[31].unit, "C");
    EXPECT_EQ(units.channels[26].kind, ChannelKind::Other);
    EXPECT_THAT(
        units.warnings,
        testing::Contains("channels whose unit is no voltage do not count as EEG: CP5 (BS), CP6 (µS), HL (ARU), "
                          "HR (uS), Vb (S), ReRef (C)"));
    const auto second = readRecording(folder / "testv2.vhdr").value();
    EXPECT_THAT(second.warnings, testing::Contains("3 markers outside the recording left out"));
    ASSERT_TRUE(second.channels[0].position.has_value());
    // FP1 of the file: theta -90, phi -72 degrees.
    EXPECT_NEAR(second.channels[0].position->x(), -std::cos(72 * 3.14159265358979 / 180), 1e-9);
    EXPECT_NEAR(second.channels[0].position->y(), std::sin(72 * 3.14159265358979 / 180), 1e-9);
    EXPECT_NEAR(second.channels[0].position->z(), 0, 1e-9);
    // Two "New Segment" markers at the first and the second sample, 1 µs apart by their dates: too close to be true.
    const auto old = readRecording(folder / "test_old_layout_latin1_software_filter.vhdr").value();
    ASSERT_EQ(old.segments.size(), 2U);
    EXPECT_EQ(old.segments[0].last, 0);
    EXPECT_EQ(old.segments[1].first, 1);
    EXPECT_EQ(old.segments[1].last, 250);
}

} // namespace
} // namespace maskscope::test
