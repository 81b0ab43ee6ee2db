// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// EDF+D and BDF+D: twins of a continuous file that differ in nothing but the times of their data records.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/data/recording/recording.h"
#include "analysis/data/windowing/resampler.h"
#include "analysis/data/windowing/window_set.h"
#include "tests/recording/edf_builder.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr int records = 12;

/// Records of one second, 50 Hz; gaps before records 5 and 8.
EdfBuilder twin(bool bdf, bool gaps)
{
    EdfBuilder edf;
    edf.bdf = bdf;
    const std::string family = bdf ? "BDF" : "EDF";
    edf.reserved = family + (gaps ? "+D" : "+C");
    edf.records = std::to_string(records);
    edf.writtenRecords = records;
    edf.channels = { { .perRecord = "50" }, { .label = "EEG Fz", .perRecord = "50" } };
    for (int r = 0; r < records; ++r) {
        const double jump = !gaps || r < 5 ? 0.0 : r < 8 ? 100.5 : 107.25;
        std::string onset = std::to_string(3 + r + jump);
        edf.annotations.push_back("+" + onset + "\x14\x14" + std::string(1, '\0'));
        if (r == 6)
            edf.annotations.back() += "+" + std::to_string(3 + r + jump + 0.25) + "\x14here\x14";
        if (r == 2 && gaps)
            edf.annotations.back() += "+" + std::to_string(3 + 50.0) + "\x14in a gap\x14";
    }
    return edf;
}

std::vector<double> readAll(const Recording& recording, int channel)
{
    std::vector<double> values(static_cast<std::size_t>(recording.samples));
    EXPECT_TRUE(recording.source->read(channel, 0, values).has_value());
    return values;
}

class EdfGaps : public testing::TestWithParam<bool> { };

TEST_P(EdfGaps, TheTwinHasTheSameSamplesAndThreePieces)
{
    const TemporaryFolder folder;
    const auto whole = readRecording(folder.write("c.edf", twin(GetParam(), false).bytes()));
    const auto pieces = readRecording(folder.write("d.edf", twin(GetParam(), true).bytes()));
    ASSERT_TRUE(whole.has_value()) << whole.error().sentence();
    ASSERT_TRUE(pieces.has_value()) << pieces.error().sentence();
    EXPECT_EQ(pieces->format, GetParam() ? "BDF+D" : "EDF+D");
    EXPECT_EQ(whole->segments.size(), 1U);
    ASSERT_EQ(pieces->segments.size(), 3U);
    EXPECT_EQ(pieces->segments[1].first, 250);
    EXPECT_EQ(pieces->segments[1].last, 399);
    EXPECT_NEAR(pieces->segments[1].startS.value(), 105.5, 1e-5);
    EXPECT_NEAR(pieces->segments[2].startS.value(), 115.25, 1e-5);
    EXPECT_THAT(pieces->warnings, Contains(HasSubstr("2 gaps in time")));
    for (int c = 0; c < 2; ++c)
        EXPECT_EQ(readAll(*whole, c), readAll(*pieces, c));
}

TEST_P(EdfGaps, OnsetsCountSamples)
{
    const TemporaryFolder folder;
    const auto whole = readRecording(folder.write("c.edf", twin(GetParam(), false).bytes()));
    const auto pieces = readRecording(folder.write("d.edf", twin(GetParam(), true).bytes()));
    ASSERT_TRUE(whole.has_value() && pieces.has_value());
    ASSERT_EQ(whole->annotations.size(), 1U);
    ASSERT_EQ(pieces->annotations.size(), 2U);
    EXPECT_NEAR(whole->annotations[0].onsetS, 6.25, 1e-5);
    EXPECT_EQ(pieces->annotations[1].text, "here");
    EXPECT_NEAR(pieces->annotations[1].onsetS, 6.25, 1e-5); // the same sample, a hundred seconds later
    EXPECT_NEAR(pieces->annotations[0].onsetS, 5, 1e-5); // the end of the first piece
    EXPECT_THAT(pieces->warnings, Contains(HasSubstr("1 annotations lie in gaps")));
}

// Windows of a piece are those of a recording that holds nothing but this piece: no filter reaches over a gap.
TEST_P(EdfGaps, EachPieceIsCutAndResampledByItself)
{
    const TemporaryFolder folder;
    const auto pieces = readRecording(folder.write("d.edf", twin(GetParam(), true).bytes()));
    ASSERT_TRUE(pieces.has_value());
    const WindowSpec spec { .windowLength = 100, .samplingRateHz = 64 }; // 1.5625 s: 3, 1 and 2 windows
    const auto windows = makeWindows({ &*pieces, 1 }, spec);
    ASSERT_TRUE(windows.has_value()) << windows.error().sentence();
    ASSERT_EQ(windows->sequences.size(), 2U);
    EXPECT_EQ(windows->sequences[0].tokens, 6);
    for (int c = 0; c < 2; ++c) {
        const auto samples = readAll(*pieces, c);
        std::vector<float> expected;
        for (const auto& [first, count, kept] : { std::array { 0, 250, 3 }, { 250, 150, 1 }, { 400, 200, 2 } }) {
            std::vector<float> piece;
            const int begin = first;
            const auto input = [&](std::int64_t at, std::span<double> out) -> Result<void> {
                std::copy_n(samples.begin() + begin + at, out.size(), out.begin());
                return {};
            };
            ASSERT_TRUE(Resampler(50, 64).run(count, input, piece).has_value());
            expected.insert(expected.end(), piece.begin(), piece.begin() + kept * 100);
        }
        const auto own = windows->windows(static_cast<std::size_t>(c));
        EXPECT_TRUE(std::equal(own.begin(), own.end(), expected.begin(), expected.end()));
    }
    EXPECT_THAT(windows->warnings,
                Contains(HasSubstr("3 pieces, each cut and resampled by itself, 0 of them too short")));
    EXPECT_THAT(windows->warnings, Contains(HasSubstr("of 12 s fill no whole window")));
}

INSTANTIATE_TEST_SUITE_P(Both, EdfGaps, testing::Bool(),
                         [](const auto& of) { return std::string(of.param ? "Bdf" : "Edf"); });

TEST(EdfGapsUndated, EveryRecordIsAPieceOfItsOwn)
{
    const TemporaryFolder folder;
    EdfBuilder edf = twin(false, true);
    edf.annotations[4] = "rubbish";
    const auto recording = readRecording(folder.write("d.edf", edf.bytes()));
    ASSERT_TRUE(recording.has_value());
    EXPECT_EQ(recording->segments.size(), 12U);
    EXPECT_THAT(recording->warnings, Contains(HasSubstr("does not say where")));
}

TEST(EdfGapsMixedRates, AnElectrodeOfAnotherRateIsResampledFromIt)
{
    const TemporaryFolder folder;
    EdfBuilder edf = twin(false, true);
    edf.channels.push_back({ .label = "EEG Pz", .perRecord = "25" });
    edf.channels.push_back({ .label = "EEG Oz", .perRecord = "50" });
    edf.channels.push_back({ .label = "T1", .perRecord = "20" });
    const auto recording = readRecording(folder.write("d.edf", edf.bytes()));
    ASSERT_TRUE(recording.has_value());
    const auto windows = makeWindows({ &*recording, 1 }, { .windowLength = 50, .samplingRateHz = 25 });
    ASSERT_TRUE(windows.has_value()) << windows.error().sentence();
    ASSERT_EQ(windows->sequences.size(), 4U);
    EXPECT_EQ(windows->channels[2].name, "PZ");
    EXPECT_EQ(windows->sequences[2].tokens, 5); // 2 + 1 + 2 of two seconds
    const auto pz = windows->windows(2); // counts up by 0.1 a sample from 200: of its third piece from sample 200
    EXPECT_NEAR(pz[0], 200.0, 1e-3);
    EXPECT_NEAR(pz[150], 200.0 + 20.0, 1e-3);
    EXPECT_THAT(windows->warnings, Contains(HasSubstr("resampled from their own rates to 25 Hz: PZ (25 Hz)")));
    EXPECT_THAT(windows->warnings, Contains(HasSubstr("no known electrode: T1")));
}

} // namespace
} // namespace maskscope::test
