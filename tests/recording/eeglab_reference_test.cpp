// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Every shared EEGLAB dataset against what MNE-Python 1.3 reads. On purpose different: MNE gives no annotations of
// datasets that are cut into epochs, we keep their events.
#include <gmock/gmock.h>

#include "tests/recording/mne_statistics.h"

namespace maskscope::test {
namespace {

class EeglabReference : public testing::TestWithParam<std::filesystem::path> { };

TEST_P(EeglabReference, AsMneReadsThem)
{
    const auto recording = readRecording(GetParam());
    ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
    const auto expected = nlohmann::json::parse(std::ifstream(GetParam().string() + ".stats.json"));
    EXPECT_EQ(recording->format, "EEGLAB");
    ASSERT_EQ(recording->channels.size(), expected["n_channels"].get<std::size_t>());
    EXPECT_DOUBLE_EQ(recording->samplingRateHz, expected["sfreq"].get<double>());
    const auto epochs = expected["n_epochs"].get<std::int64_t>();
    const auto samples = expected["n_samples"].get<std::int64_t>(); // of one epoch
    EXPECT_EQ(recording->samples, samples * std::max<std::int64_t>(epochs, 1));
    EXPECT_EQ(recording->segments.size(), static_cast<std::size_t>(std::max<std::int64_t>(epochs, 1)));
    for (std::size_t s = 0; s < recording->segments.size(); ++s) {
        EXPECT_EQ(recording->segments[s].first, static_cast<std::int64_t>(s) * samples);
        EXPECT_EQ(recording->segments[s].last, static_cast<std::int64_t>(s + 1) * samples - 1);
    }
    EXPECT_EQ(std::ranges::count_if(recording->channels, [](const Channel& c) { return c.positionSource == "file"; }),
              expected["n_channels_with_position"].get<std::ptrdiff_t>());
    if (epochs == 0)
        expectAnnotations(recording->annotations, expected);
    const auto statistics = channelStatistics(*recording);
    ASSERT_TRUE(statistics.has_value());
    for (std::size_t c = 0; c < recording->channels.size(); ++c) {
        SCOPED_TRACE(recording->channels[c].label);
        EXPECT_EQ(recording->channels[c].label, expected["channels"][c]["name"].get<std::string>());
        EXPECT_EQ(recording->channels[c].unit, "µV");
        expectStatistics((*statistics)[c], 1e-6, expected["channels"][c]);
    }
}

INSTANTIATE_TEST_SUITE_P(Shared, EeglabReference, testing::ValuesIn(filesWithStatistics("eeglab_set")), nameOfFileTest);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(EeglabReference);

TEST(EeglabFiles, EventsAndPositions)
{
    if (!std::filesystem::exists(shared / "recordings"))
        GTEST_SKIP() << "no shared recordings";
    EXPECT_EQ(filesWithStatistics("eeglab_set").size(), 6U);
    const auto folder = shared / "recordings" / "eeglab_set";
    const auto epochs = readRecording(folder / "fieldtrip" / "oddball3-num1-512Hz-chan10.set").value();
    EXPECT_EQ(epochs.annotations.size(), 785U); // by SciPy
    EXPECT_EQ(epochs.annotations[1].text, "200");
    EXPECT_NEAR(epochs.annotations[1].onsetS, 127.0 / 256, 1e-12);
    // Fp1 of the file: X (to the nose) 83.9171, Y (to the left) 29.4367, Z -6.99, by SciPy.
    const auto placed = readRecording(folder / "eeglab" / "sub-S1_ses-01_task-Experiment_run-01_eeg.set").value();
    ASSERT_TRUE(placed.channels[0].position.has_value());
    EXPECT_NEAR((*placed.channels[0].position - Eigen::Vector3d(-29.4367, 83.9171, -6.99)).norm(), 0, 1e-9);
}

} // namespace
} // namespace maskscope::test
