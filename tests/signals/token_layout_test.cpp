// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/signals/token_layout.h"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace maskscope {
namespace {

/// Two channels of one recording, three windows of four samples at 2 Hz; a gap lies after the first window.
WindowSet twoChannels()
{
    WindowSet set;
    set.windowLength = 4;
    set.samplingRateHz = 2;
    set.channels = { { "FZ", {}, {} }, { "CZ", {}, {} } };
    set.recordings = { { "r", "/x/r.edf", "EDF", 2, 2, { 0, 5, 7 } } };
    set.sequences = { { 0, 0, 3, 0 }, { 0, 1, 3, 12 } };
    for (int i = 0; i < 24; ++i)
        set.samples.push_back(static_cast<float>(10 + i * i % 7));
    return set;
}

/// The last token of each sequence is hidden.
MaskPlan lastTokens()
{
    MaskPlan plan;
    plan.windowLength = 4;
    plan.tokenOffset = { 0, 3, 6 };
    plan.bits = { 0, 0, 1, 0, 0, 1 };
    return plan;
}

/// Predicts 2 x the standardised window, i.e. the right course at twice the size.
PredictionSet twiceTheTruth(const WindowSet& windows)
{
    PredictionSet set;
    set.output = OutputKind::Signal;
    set.predictions.resize(2, 4);
    set.targets.resize(2, 4);
    set.position = { 2 / 3.0, 2 / 3.0 };
    set.tokenIndex = { 2, 2 };
    set.sequence = { 0, 1 };
    set.channel = { 0, 1 };
    set.recording = { 0, 0 };
    describeWindows(set, windows);
    for (Eigen::Index row = 0; row < 2; ++row)
        for (Eigen::Index i = 0; i < 4; ++i) {
            const auto r = static_cast<std::size_t>(row);
            const double value = static_cast<double>(windows.windows(r)[static_cast<std::size_t>(8 + i)]);
            set.targets(row, i) = static_cast<float>((value - set.windowMeanUv[r]) / set.windowStdUv[r]);
            set.predictions(row, i) = 2 * set.targets(row, i);
        }
    return set;
}

TEST(TokenLayout, SaysWhereTokensLieAndWhichWereHidden)
{
    const WindowSet windows = twoChannels();
    const RunTokens run = runTokens(windows, lastTokens(), {});
    ASSERT_EQ(run.recordings.size(), 1U);
    EXPECT_DOUBLE_EQ(run.recordings[0].tokenS, 2);
    EXPECT_FALSE(run.predictsSamples);
    EXPECT_EQ(run.recordings[0].startS, (std::vector<double> { 0, 5, 7 }));
    ASSERT_EQ(run.recordings[0].tracks.size(), 2U);
    EXPECT_EQ(run.recordings[0].tracks[1].channel, "CZ");
    EXPECT_EQ(run.recordings[0].tracks[1].masked, (std::vector<std::uint8_t> { 0, 0, 255 }));
    EXPECT_TRUE(run.samplesUv.empty());
}

/// bert leaves a tenth of the tokens to be predicted as they are: these are not hidden.
TEST(TokenLayout, TokensThatTheModelSawAreMarked)
{
    MaskPlan plan = lastTokens();
    plan.actions = { 0, 2, 2, 0, 0, 1 }; // the second token is kept, but not to be predicted
    const RunTokens run = runTokens(twoChannels(), plan, {});
    EXPECT_EQ(run.recordings[0].tracks[0].kept, (std::vector<std::uint8_t> { 0, 0, 1 }));
    EXPECT_EQ(run.recordings[0].tracks[1].kept, (std::vector<std::uint8_t> { 0, 0, 0 }));
}

/// A windowed file without a rate beside a recording with one: each keeps its own axis.
TEST(TokenLayout, RecordingsKeepTheirOwnAxes)
{
    WindowSet windows = twoChannels();
    windows.samplingRateHz = 256;
    windows.recordings.push_back({ "w#0", "/x/w.h5", "HDF5 windowed", 0, 1, { 0, 4 } });
    const RunTokens run = runTokens(windows, lastTokens(), {});
    EXPECT_DOUBLE_EQ(run.recordings[0].tokenS, 2);
    EXPECT_DOUBLE_EQ(run.recordings[1].tokenS, 4);
    EXPECT_DOUBLE_EQ(run.recordings[1].rateHz, 1);
}

TEST(TokenLayout, HiddenSamplesOfATokenCountAsItsShare)
{
    MaskPlan plan = lastTokens();
    plan.perSample = true;
    plan.bits.assign(24, 0);
    plan.bits[4] = plan.bits[5] = 1; // half of the second token of the first channel
    const RunTokens run = runTokens(twoChannels(), plan, {});
    EXPECT_EQ(run.recordings[0].tracks[0].masked, (std::vector<std::uint8_t> { 0, 128, 0 }));
}

TEST(TokenLayout, ReconstructionComesInMicrovoltWithItsCorrelation)
{
    const WindowSet windows = twoChannels();
    const PredictionSet predictions = twiceTheTruth(windows);
    const auto run = std::make_shared<const RunTokens>(runTokens(windows, lastTokens(), predictions));
    const TokenTrack& track = run->recordings[0].tracks[0];
    EXPECT_NEAR(track.r[2], 1, 1e-6);
    EXPECT_TRUE(std::isnan(track.r[0]));
    const std::vector<std::string> names { "CZ", "PZ", "FZ" };
    const auto source = reconstructionSource(run, "/x/r.edf", names);
    ASSERT_NE(source, nullptr);
    std::vector<double> samples(20);
    ASSERT_TRUE(source->read(2, 2, samples)); // samples 2 to 21; the token begins at 7 s = sample 14
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (i < 12 || i >= 16) {
            EXPECT_TRUE(std::isnan(samples[i])) << i;
            continue;
        }
        const double truth = static_cast<double>(windows.windows(0)[8 + i - 12]), mean = predictions.windowMeanUv[0];
        EXPECT_NEAR(samples[i], mean + 2 * (truth - mean), 1e-4) << i;
    }
    ASSERT_TRUE(source->read(1, 0, samples));
    EXPECT_TRUE(std::isnan(samples[14]));
    EXPECT_EQ(reconstructionSource(run, "/x/other.edf", names), nullptr);
}

} // namespace
} // namespace maskscope
