// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Windows and resampling of signals whose result is known in closed form.
#include <cmath>
#include <numbers>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/data/windowing/resampler.h"
#include "analysis/data/windowing/window_set.h"

namespace maskscope::test {
namespace {

using testing::Contains;
using testing::HasSubstr;

double sine(double frequencyHz, double timeS) { return std::sin(2 * std::numbers::pi * frequencyHz * timeS + 0.3); }

std::vector<float> resampled(double inHz, double outHz, std::int64_t samples,
                             const std::function<double(double)>& signal)
{
    std::vector<float> out;
    const auto input = [&](std::int64_t first, std::span<double> values) -> Result<void> {
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = signal(static_cast<double>(first + static_cast<std::int64_t>(i)) / inHz);
        return {};
    };
    EXPECT_TRUE(Resampler(inHz, outHz).run(samples, input, out).has_value());
    EXPECT_EQ(static_cast<std::int64_t>(out.size()), std::llround(static_cast<double>(samples) * outHz / inHz));
    return out;
}

struct Rates {
    double in;
    double out;
};

TEST(Resampling, KeepsAmplitudeAndPhaseOfATone)
{
    for (const Rates rates : { Rates { 160, 256 }, Rates { 500, 256 }, Rates { 1000, 256 }, Rates { 128, 256 },
                               Rates { 512, 200 }, Rates { 12.8, 256 }, Rates { 2048, 256 } }) {
        SCOPED_TRACE(std::to_string(rates.in) + " to " + std::to_string(rates.out));
        const double frequency = 0.44 * std::min(rates.in, rates.out);
        const auto samples
            = static_cast<std::int64_t>(std::ceil(200 * rates.in / 7)) * 10; // beyond one piece at 2048 Hz
        const auto out = resampled(rates.in, rates.out, samples, [&](double t) { return sine(frequency, t); });
        const std::size_t edge = static_cast<std::size_t>(400 * std::max(1.0, rates.out / rates.in));
        double worst = 0;
        for (std::size_t i = edge; i + edge < out.size(); ++i)
            worst = std::max(
                worst, std::abs(static_cast<double>(out[i]) - sine(frequency, static_cast<double>(i) / rates.out)));
        EXPECT_LT(worst, 1e-6);
        ASSERT_GT(out.size(), 2 * edge + 100);
    }
}

TEST(Resampling, RejectsATonesAlias)
{
    for (const double frequency : { 140.0, 200.0, 411.0 }) { // would show at 116, 56 and 101 Hz
        const auto out = resampled(1000, 256, 100'000, [&](double t) { return sine(frequency, t); });
        double worst = 0;
        for (std::size_t i = 1000; i + 1000 < out.size(); ++i)
            worst = std::max(worst, std::abs(static_cast<double>(out[i])));
        EXPECT_LT(worst, 1e-6) << frequency;
    }
}

// BDF files carry offsets of 10 to 250 mV. Zeros beyond the ends would ring through the first and last window.
TEST(Resampling, AnOffsetRingsAtNeitherEnd)
{
    for (const Rates rates : { Rates { 160, 256 }, Rates { 2048, 256 }, Rates { 127.9999, 256 } }) {
        const auto out = resampled(rates.in, rates.out, 20'000, [](double) { return 250'000.0; });
        for (const float value : out)
            ASSERT_NEAR(value, 250'000.0F, 0.05F);
    }
    const auto slow = resampled(160, 256, 20'000, [](double t) { return 14'000 + 50 * sine(2, t); });
    for (std::size_t i = 0; i < slow.size(); ++i)
        ASSERT_NEAR(slow[i], 14'000 + 50 * sine(2, static_cast<double>(i) / 256), 0.5)
            << i; // reflection bends the first samples
}

/// Samples [channel]: channel + sine of 5 Hz, in any number and rate.
class SineSource : public SampleSource {
public:
    explicit SineSource(double rateHz)
        : m_rateHz(rateHz)
    {
    }
    Result<void> read(int channel, std::int64_t first, std::span<double> out) override
    {
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = channel == 2
                ? std::nan("")
                : channel * 10 + sine(5, (static_cast<double>(first) + static_cast<double>(i)) / m_rateHz);
        return {};
    }

private:
    double m_rateHz;
};

Recording sineRecording(const std::string& name, double rateHz, double seconds)
{
    Recording recording;
    recording.path = name;
    recording.format = "test";
    recording.samplingRateHz = rateHz;
    recording.samples = static_cast<std::int64_t>(rateHz * seconds);
    recording.segments = { { 0, recording.samples - 1 } };
    recording.source = std::make_shared<SineSource>(rateHz);
    for (const auto& [channel, kind] : { std::pair { "CZ", ChannelKind::Eeg },
                                         { "FZ", ChannelKind::Eeg },
                                         { "PZ", ChannelKind::Eeg },
                                         { "ECG", ChannelKind::Ecg } }) {
        recording.channels.push_back({ .label = channel,
                                       .name = channel,
                                       .kind = kind,
                                       .unit = "µV",
                                       .samplingRateHz = rateHz,
                                       .position = Eigen::Vector3d(0, 0, 1),
                                       .positionSource = "test" });
    }
    recording.channels[1].position.reset();
    return recording;
}

TEST(Windows, AreCutResampledAndSaid)
{
    const std::vector<Recording> recordings { sineRecording("/x/a.edf", 160, 21), sineRecording("/y/a.edf", 256, 17) };
    std::vector<Progress> calls;
    const auto windows = makeWindows(recordings, { .windowLength = 2048, .samplingRateHz = 256 },
                                     [&](const Progress& progress) { calls.push_back(progress); });
    ASSERT_TRUE(windows.has_value()) << windows.error().sentence();
    ASSERT_GE(calls.size(), 2U); // of each recording one at least
    EXPECT_EQ(calls.back().done, 3 * 17 * 256); // samples of all three EEG channels
    EXPECT_EQ(calls.back().total, 3 * 17 * 256);
    ASSERT_EQ(windows->sequences.size(), 4U); // two recordings, CZ and FZ: PZ is not finite, the ECG no EEG
    EXPECT_EQ(windows->channels.size(), 2U);
    EXPECT_EQ(windows->recordings[1].id, "a~2");
    EXPECT_EQ(windows->sequences[1].recording, 0);
    EXPECT_EQ(windows->sequences[2].recording, 1);
    EXPECT_EQ(windows->tokenCount(), 8);
    EXPECT_NEAR(windows->windows(1)[3000], 10 + sine(5, 3000 / 256.0), 1e-5);
    for (const char* part :
         { "resampled from 160 to 256 Hz", "5 of 21 s fill no whole window", "1 of 17 s", "ECG (ECG)",
           "channel PZ is left out", "no electrode position, so no spatial code, for FZ" })
        EXPECT_THAT(windows->warnings, Contains(HasSubstr(part)));
}

TEST(Windows, WhatDoesNotFitIsNamed)
{
    const WindowSpec spec { .windowLength = 2048, .samplingRateHz = 256 };
    std::vector<Recording> recordings { sineRecording("a.edf", 160, 7) };
    const auto tooShort = makeWindows(recordings, spec);
    EXPECT_EQ(tooShort.error().code, ErrorCode::Mismatch);
    EXPECT_THAT(tooShort.error().sentence(), HasSubstr("expected 8 s (2048 samples at 256 Hz), found 7 s"));
    recordings = { sineRecording("a.edf", 160, 20) };
    for (Channel& channel : recordings[0].channels)
        channel.position.reset();
    EXPECT_THAT(makeWindows(recordings, spec).error().sentence(), HasSubstr("--montage"));
    for (Channel& channel : recordings[0].channels)
        channel.kind = ChannelKind::Trigger;
    EXPECT_THAT(makeWindows(recordings, spec).error().sentence(), HasSubstr("holds no EEG channel"));
    EXPECT_EQ(makeWindows(recordings, { .windowLength = 0, .samplingRateHz = 256 }).error().code,
              ErrorCode::InvalidArgument);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(makeWindows(std::vector { sineRecording("a.edf", 160, 20) }, spec, {}, stop.get_token()).error().code,
              ErrorCode::Cancelled);
}

TEST(Windows, AHopelesslySlowRecordingIsLeftOutUnlessNoneRemains)
{
    const WindowSpec spec { .windowLength = 256, .samplingRateHz = 256 };
    std::vector<Recording> recordings { sineRecording("slow.edf", 20, 60), sineRecording("good.edf", 256, 20) };
    const auto windows = makeWindows(recordings, spec);
    ASSERT_TRUE(windows.has_value()) << windows.error().sentence();
    ASSERT_EQ(windows->recordings.size(), 1U);
    EXPECT_EQ(windows->recordings[0].id, "good");
    ASSERT_EQ(windows->leftOut.size(), 1U);
    EXPECT_THAT(windows->leftOut[0].sentence(), HasSubstr("slow.edf: its sampling rate is far below the model's"));
    recordings.pop_back();
    const auto none = makeWindows(recordings, spec);
    ASSERT_FALSE(none.has_value());
    EXPECT_THAT(none.error().sentence(), HasSubstr("far below the model's"));
}

TEST(Windows, ElectrodesThatMoveAreSaid)
{
    std::vector<Recording> recordings { sineRecording("a.edf", 256, 20), sineRecording("b.edf", 256, 20) };
    recordings[1].channels[0].position = Eigen::Vector3d(0, 1, 1);
    const auto windows = makeWindows(recordings, { .windowLength = 256, .samplingRateHz = 256 });
    ASSERT_TRUE(windows.has_value());
    EXPECT_THAT(windows->warnings, Contains(HasSubstr("electrode CZ lies elsewhere")));
    EXPECT_EQ(windows->channels[0].position, Eigen::Vector3d(0, 0, 1));
}

} // namespace
} // namespace maskscope::test
