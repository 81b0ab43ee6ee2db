// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Every EDF and BDF file against what MNE-Python 1.3 reads (volt there, microvolt here). On purpose different:
// - triggers: MNE keeps 17 bits of them, we deliver the numbers of the file: compared after the same cut;
// - mixed rates: MNE upsamples to the highest rate, we keep each channel at its own: only those at the highest rate
//   are compared, and of the others their number.
#include <cmath>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "analysis/data/recording/samples/channel_statistics.h"
#include "analysis/data/recording/recording.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using Json = nlohmann::json;

std::vector<std::filesystem::path> recordingsWithStatistics()
{
    std::vector<std::filesystem::path> paths;
    for (const char* folder : { "edf", "edf_eegmmidb", "bdf" }) {
        if (!std::filesystem::exists(shared / "recordings" / folder))
            continue;
        for (const auto& entry : std::filesystem::directory_iterator(shared / "recordings" / folder)) {
            if (entry.path().extension() != ".json")
                paths.push_back(entry.path());
        }
    }
    std::ranges::sort(paths);
    return paths;
}

ChannelStatistics triggerStatistics(const Recording& recording, int channel)
{
    std::vector<double> values(
        static_cast<std::size_t>(samplesOfChannel(recording, static_cast<std::size_t>(channel))));
    EXPECT_TRUE(recording.source->read(channel, 0, values).has_value());
    for (double& value : values)
        value = static_cast<double>(static_cast<long long>(value) & 0x1FFFF);
    StreamingStatistics sum;
    sum.add(values);
    return sum.result();
}

void compareChannel(const Recording& recording, std::size_t c, const ChannelStatistics& own, const Json& expected)
{
    const Channel& channel = recording.channels[c];
    SCOPED_TRACE(channel.label);
    const bool stim = expected["unit"].get<std::string>().find("NONE") != std::string::npos;
    const ChannelStatistics statistics = stim ? triggerStatistics(recording, static_cast<int>(c)) : own;
    const double unit = stim ? 1.0 : channel.unit == "µV" || channel.unit == "uV" ? 1e-6 : 1.0;
    const double std = expected["std"];
    // Numbers of 0.2 V with a deviation of a microvolt: float64 itself ends at 1e-16 of the size.
    const double tolerance = 1e-5 * std + 1e-13 * std::abs(expected["mean"].get<double>()) + 1e-300;
    EXPECT_NEAR(statistics.mean * unit, expected["mean"], tolerance);
    EXPECT_NEAR(statistics.std * unit, std, tolerance);
    EXPECT_NEAR(statistics.min * unit, expected["min"], tolerance);
    EXPECT_NEAR(statistics.max * unit, expected["max"], tolerance);
}

class ReferenceStatistics : public testing::TestWithParam<std::filesystem::path> { };

TEST_P(ReferenceStatistics, AsMneReadsThem)
{
    const auto recording = readRecording(GetParam());
    ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
    const Json expected = Json::parse(std::ifstream(GetParam().string() + ".stats.json"));
    ASSERT_EQ(recording->channels.size(), expected["n_channels"].get<std::size_t>());
    EXPECT_DOUBLE_EQ(recording->samplingRateHz, expected["sfreq"].get<double>());
    EXPECT_EQ(recording->samples, expected["n_samples"].get<std::int64_t>());
    EXPECT_NEAR(recording->durationS(), expected["duration_s"].get<double>(), 1e-9);
    EXPECT_EQ(recording->annotations.size(), expected["n_annotations"].get<std::size_t>());
    for (std::size_t a = 0; a < expected["first_annotations"].size(); ++a) {
        EXPECT_NEAR(recording->annotations[a].onsetS, expected["first_annotations"][a][0].get<double>(), 1e-6);
        EXPECT_NEAR(recording->annotations[a].durationS, expected["first_annotations"][a][1].get<double>(), 1e-6);
        EXPECT_EQ(recording->annotations[a].text, expected["first_annotations"][a][2].get<std::string>());
    }
    const auto statistics = channelStatistics(*recording);
    ASSERT_TRUE(statistics.has_value());
    int compared = 0;
    for (std::size_t c = 0; c < recording->channels.size(); ++c) {
        if (recording->channels[c].samplingRateHz != recording->samplingRateHz)
            continue;
        compareChannel(*recording, c, (*statistics)[c], expected["channels"][c]);
        ++compared;
    }
    EXPECT_GE(compared, 1);
}

std::string testName(const testing::TestParamInfo<std::filesystem::path>& info)
{
    std::string name = info.param.filename().string();
    std::ranges::replace_if(
        name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Shared, ReferenceStatistics, testing::ValuesIn(recordingsWithStatistics()), testName);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(ReferenceStatistics);

TEST(ReferenceFiles, ThereAreFilesToCompare)
{
    if (!std::filesystem::exists(shared / "recordings"))
        GTEST_SKIP() << "no shared recordings";
    EXPECT_GE(recordingsWithStatistics().size(), 23U);
}

} // namespace
} // namespace maskscope::test
