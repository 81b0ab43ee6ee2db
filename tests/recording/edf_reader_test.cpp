// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The EDF reader on files whose every sample is known.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/data/recording/recording.h"
#include "analysis/data/windowing/window_set.h"
#include "tests/recording/edf_builder.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using testing::Contains;
using testing::HasSubstr;

std::vector<double> readAll(const Recording& recording, int channel, std::int64_t first, std::size_t count)
{
    std::vector<double> values(count);
    EXPECT_TRUE(recording.source->read(channel, first, values).has_value());
    return values;
}

TEST(EdfReader, ScalesReadsAcrossRecordsAndConvertsUnits)
{
    const TemporaryFolder folder;
    EdfBuilder edf;
    edf.channels = { {},
                     { .label = "EEG Fz", .unit = "mV" },
                     { .label = "EEG Pz", .unit = "\xB5V" },
                     { .label = "EEG Oz", .unit = "" } };
    const auto recording = readRecording(folder.write("a.edf", edf.bytes()));
    ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
    EXPECT_EQ(recording->format, "EDF");
    EXPECT_EQ(recording->samplingRateHz, 10);
    EXPECT_EQ(recording->samples, 30);
    const auto cz = readAll(*recording, 0, 8, 4); // gain 0.1 and no offset by construction
    for (std::size_t i = 0; i < 4; ++i)
        EXPECT_NEAR(cz[i], 0.1 * static_cast<double>(8 + i), 1e-9);
    EXPECT_NEAR(readAll(*recording, 1, 25, 1)[0], 0.1 * 1025 * 1000, 1e-6);
    EXPECT_EQ(recording->channels[1].unit, "µV");
    EXPECT_EQ(recording->channels[2].unit, "µV");
    EXPECT_THAT(recording->warnings, Contains(HasSubstr("EEG Oz has no unit")));
    std::vector<double> beyond(4);
    EXPECT_FALSE(recording->source->read(0, 28, beyond).has_value());
    EXPECT_FALSE(recording->source->read(0, -1, beyond).has_value());
}

TEST(EdfReader, UnclosedAndOverlongFilesAreReadAndSaid)
{
    const TemporaryFolder folder;
    EdfBuilder edf;
    edf.records = "-1";
    const auto unclosed = readRecording(folder.write("a.edf", edf.bytes()));
    ASSERT_TRUE(unclosed.has_value());
    EXPECT_EQ(unclosed->samples, 30);
    EXPECT_THAT(unclosed->warnings, Contains(HasSubstr("was not closed")));
    const auto overlong = readRecording(folder.write("b.edf", EdfBuilder().bytes() + "xyz"));
    ASSERT_TRUE(overlong.has_value());
    EXPECT_THAT(overlong->warnings, Contains(HasSubstr("3 bytes after the last data record")));
}

TEST(EdfReader, MixedRatesFollowTheEegChannels)
{
    const TemporaryFolder folder;
    EdfBuilder edf;
    edf.channels = { {}, { .label = "EEG Fz" }, { .label = "ECG", .perRecord = "20" } };
    const auto recording = readRecording(folder.write("a.edf", edf.bytes()));
    ASSERT_TRUE(recording.has_value());
    EXPECT_EQ(recording->samplingRateHz, 10);
    EXPECT_EQ(recording->channels[2].samplingRateHz, 20);
    EXPECT_NEAR(readAll(*recording, 2, 59, 1)[0], 0.1 * 2059, 1e-9);
    EXPECT_THAT(recording->warnings,
                Contains(HasSubstr("another sampling rate than 10 Hz are kept apart: ECG (20 Hz)")));
    EXPECT_EQ(channelStatistics(*recording).value()[2].max, readAll(*recording, 2, 59, 1)[0]);
}

TEST(EdfReader, AnnotationsCountFromTheFirstSample)
{
    const TemporaryFolder folder;
    EdfBuilder edf;
    edf.reserved = "EDF+C";
    using namespace std::string_literals;
    edf.annotations = { "+0.5\x14\x14\0+0.75\x15"
                        "2.5\x14 start\x14second text\x14\0"s,
                        "+1.5\x14\x14"s, "+2.5\x14\x14\0+3\x14\xC3\xA9\x14"s };
    const auto recording = readRecording(folder.write("a.edf", edf.bytes()));
    ASSERT_TRUE(recording.has_value());
    EXPECT_THAT(recording->warnings, testing::IsEmpty());
    ASSERT_EQ(recording->annotations.size(), 3U);
    EXPECT_DOUBLE_EQ(recording->annotations[0].onsetS, 0.25);
    EXPECT_DOUBLE_EQ(recording->annotations[0].durationS, 2.5);
    EXPECT_EQ(recording->annotations[1].text, "second text");
    EXPECT_EQ(recording->annotations[2].text, "é");
    EXPECT_EQ(recording->channels.size(), 1U);
}

TEST(EdfReader, GapsMakeSegmentsAndWindowsNeverStraddleThem)
{
    const TemporaryFolder folder;
    EdfBuilder edf;
    edf.reserved = "EDF+D";
    edf.annotations = { "+0\x14\x14", "+1\x14\x14", "+7.5\x14\x14" };
    const auto recording = readRecording(folder.write("gap.edf", edf.bytes()));
    ASSERT_TRUE(recording.has_value());
    EXPECT_EQ(recording->format, "EDF+D");
    ASSERT_EQ(recording->segments.size(), 2U);
    EXPECT_EQ(recording->segments[0].last, 19);
    EXPECT_EQ(recording->segments[1].first, 20);
    const auto windows = makeWindows({ &*recording, 1 }, { .windowLength = 8, .samplingRateHz = 10 });
    ASSERT_TRUE(windows.has_value()) << windows.error().sentence();
    ASSERT_EQ(windows->sequences.size(), 1U);
    EXPECT_EQ(windows->sequences[0].tokens, 3); // two of the first 20 samples, one of the last 10
    EXPECT_NEAR(windows->samples[8], 0.8, 1e-6);
    EXPECT_NEAR(windows->samples[16], 2.0, 1e-6); // the third begins after the gap
}

} // namespace
} // namespace maskscope::test
