// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/signals/signal_store.h"

#include <cmath>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "analysis/data/recording/precut_layout.h"

namespace maskscope {
namespace {

SignalExtent whole(const SignalPyramid& pyramid)
{
    SignalExtent extent;
    pyramid.columns(0, static_cast<double>(pyramid.samples()), { &extent, 1 });
    return extent;
}

/// Sample i of channel c is 1000 c + i.
class CountingSource : public SampleSource {
public:
    Result<void> read(int channel, std::int64_t first, std::span<double> out) override
    {
        for (double& value : out)
            value = 1000.0 * channel + static_cast<double>(first++);
        return {};
    }
    [[nodiscard]] int mostTogether() const override { return 2; }
};

TEST(SignalStore, FillsTracksOfSeveralRates)
{
    SignalStore store({ { "A", 100, 500 }, { "B", 100, 500 }, { "C", 100, 500 }, { "D", 1, 5 } },
                      std::make_shared<CountingSource>());
    EXPECT_EQ(store.filledShare(), 0);
    int blocks = 0;
    for (auto more = store.fillNext(); more && *more; more = store.fillNext())
        ++blocks;
    EXPECT_EQ(store.filledShare(), 1);
    for (int track = 0; track < 3; ++track)
        EXPECT_EQ(whole(store.pyramid(std::size_t(track))),
                  (SignalExtent { 1000.0F * float(track), 1000.0F * float(track) + 499 }));
    EXPECT_EQ(whole(store.pyramid(3)), (SignalExtent { 3000, 3004 }));
    EXPECT_DOUBLE_EQ(store.finestS(0), 0.08);
}

TEST(SignalStore, ReadsAStretchWithTheSamplesAroundIt)
{
    const SignalStore store({ { "A", 100, 500 }, { "D", 1, 5 } }, std::make_shared<CountingSource>());
    const auto stretch = store.read(1.005, 2.5, 0.001);
    ASSERT_TRUE(stretch);
    EXPECT_EQ(stretch->first, (std::vector<std::int64_t> { 100, 1 }));
    EXPECT_EQ(stretch->samples[0].front(), 100);
    EXPECT_EQ(stretch->samples[0].back(), 250);
    EXPECT_EQ(stretch->samples[1], (std::vector<float> { 1001, 1002, 1003 }));
    const auto beyond = store.read(-3, 100, 0.001);
    ASSERT_TRUE(beyond);
    EXPECT_EQ(beyond->samples[0].size(), 500U);
}

/// A slow channel must not make hours of the fast ones be read, and nothing that would fill the memory is asked for.
TEST(SignalStore, ReadsSamplesOnlyWhereBinsAreTooCoarse)
{
    const SignalStore store({ { "A", 100, 500'000 }, { "D", 1, 5'000 } }, std::make_shared<CountingSource>());
    EXPECT_DOUBLE_EQ(store.finestS(1), 8);
    const auto stretch = store.read(0, 100, 1); // columns of a second: bins of 0.08 s do, bins of 8 s do not
    ASSERT_TRUE(stretch);
    EXPECT_TRUE(stretch->samples[0].empty());
    EXPECT_EQ(stretch->samples[1].size(), 101U);
    EXPECT_TRUE(store.wantsSamples(0, 100, 1));
    EXPECT_FALSE(store.wantsSamples(0, 100, 10));
    EXPECT_FALSE(store.wantsSamples(0, 1e6, 0.01)); // too many at once
}

TEST(SignalStore, BinsGrowWithTheSize)
{
    EXPECT_EQ(pyramidBin(60'000'000), 8);
    EXPECT_EQ(pyramidBin(460'000'000), 64);
    EXPECT_EQ(pyramidBin(0), 8);
}

TEST(PrecutLayout, PutsRecordingsOneAfterAnother)
{
    auto windows = std::make_shared<PrecutWindows>();
    windows->windowLength = 2;
    windows->channel = { 0, 1, 0 };
    windows->recording = { 7, 7, 9 };
    windows->tokens = { 2, 1, 1 };
    windows->samples = { 0, 1, 2, 3, 10, 11, 20, 21 };
    const PrecutLayout layout = layOutPrecut(*windows);
    ASSERT_EQ(layout.parts.size(), 2U);
    EXPECT_EQ(layout.samples, 6);
    EXPECT_EQ(layout.parts[1].first, 4);
    const auto source = precutSource(windows);
    std::vector<double> samples(6);
    ASSERT_TRUE(source->read(0, 0, samples));
    EXPECT_EQ(samples, (std::vector<double> { 0, 1, 2, 3, 20, 21 }));
    ASSERT_TRUE(source->read(1, 0, samples));
    EXPECT_EQ(samples[0], 10);
    EXPECT_EQ(samples[1], 11);
    for (std::size_t i = 2; i < 6; ++i)
        EXPECT_TRUE(std::isnan(samples[i])) << i;
    samples.resize(2);
    ASSERT_TRUE(source->read(0, 3, samples));
    EXPECT_EQ(samples, (std::vector<double> { 3, 20 }));
}

} // namespace
} // namespace maskscope
