// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What keeps hours of recording out of memory: windows in a file, and resampling that is fed piece by piece.
#include "analysis/data/core/scratch_memory.h"

#include <cmath>
#include <fstream>
#include <numeric>
#include <string>

#include <gtest/gtest.h>

#include "analysis/data/recording/samples/sample_blocks.h"
#include "analysis/data/windowing/resampler.h"

namespace maskscope::test {
namespace {

double residentMb()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.rfind("VmRSS:", 0) == 0)
            return std::stod(line.substr(6)) / 1024;
    }
    return 0;
}

TEST(ScratchMemory, KeepsItsContentWhenItsPagesLeave)
{
    constexpr std::size_t count = 32U << 20U; // 128 MiB
    ScratchFloats values;
    values.resize(count);
    EXPECT_EQ(values[count / 2], 0.0F); // new memory is zero
    const auto value = [](std::size_t i) { return static_cast<float>(i % 65'521); }; // float32 holds it exactly
    for (std::size_t i = 0; i < count; ++i)
        values[i] = value(i);
    const double full = residentMb();
    scratchRelease(values.data(), values.size() * sizeof(float));
    const double released = residentMb();
    for (std::size_t i = 0; i < count; i += 4099)
        ASSERT_EQ(values[i], value(i)) << i;
    if (full - released < 1)
        GTEST_SKIP() << "no disk for temporary files: the memory is plain";
    EXPECT_GT(full - released, 120);
}

TEST(ScratchMemory, SmallAndForeignMemoryIsLeftAlone)
{
    ScratchFloats small(1000, 2.5F);
    std::vector<float> foreign(1U << 20U, 3.5F);
    scratchRelease(small.data(), small.size() * sizeof(float));
    scratchRelease(foreign.data(), foreign.size() * sizeof(float));
    EXPECT_EQ(std::accumulate(small.begin(), small.end(), 0.0F), 2500.0F);
    EXPECT_EQ(foreign[12'345], 3.5F);
    ScratchFloats grown;
    for (int i = 0; i < 5000; ++i)
        grown.push_back(static_cast<float>(i));
    EXPECT_EQ(grown[4999], 4999.0F);
}

TEST(ResampleStream, GivesTheSameWhateverThePieces)
{
    std::vector<double> signal(50'000);
    for (std::size_t i = 0; i < signal.size(); ++i)
        signal[i] = 1e4 + 100 * std::sin(0.05 * static_cast<double>(i)) + static_cast<double>(i * 7919 % 101);
    const auto input = [&](std::int64_t first, std::span<double> out) -> Result<void> {
        std::copy_n(signal.begin() + first, out.size(), out.begin());
        return {};
    };
    const auto size = static_cast<std::int64_t>(signal.size());
    for (const double rateHz : { 256.0, 1600.0, 333.25 }) {
        const Resampler resampler(1000, rateHz);
        std::vector<float> whole;
        ASSERT_TRUE(resampler.run(size, input, whole).has_value());
        for (const std::size_t piece : { std::size_t { 7 }, std::size_t { 1000 }, std::size_t { 33'333 } }) {
            ResampleStream stream(resampler, size);
            std::vector<float> out;
            for (std::size_t first = 0; first < signal.size(); first += piece) {
                const auto own = std::span(signal).subspan(first, std::min(piece, signal.size() - first));
                ASSERT_TRUE(stream.push(own, out).has_value());
            }
            ASSERT_TRUE(stream.finish(out).has_value());
            EXPECT_EQ(out, whole) << rateHz << " by " << piece;
        }
    }
}

/// Counts what it is asked for.
class CountingSource : public SampleSource {
public:
    Result<void> read(int channel, std::int64_t first, std::span<double> out) override
    {
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = channel * 1e9 + static_cast<double>(first) + static_cast<double>(i);
        return {};
    }
    [[nodiscard]] int mostTogether() const override { return 3; }
};

TEST(SampleBlocks, GoGroupByGroupAndInOrderOfTime)
{
    CountingSource source;
    const std::vector<int> channels { 9, 2, 5, 7, 1 };
    std::vector<std::int64_t> reached(channels.size(), 100);
    std::size_t lastGroup = 0;
    const auto visit = [&](const SampleBlock& block) -> Result<void> {
        EXPECT_GE(block.group, lastGroup);
        lastGroup = block.group;
        for (std::size_t i = 0; i < block.channels.size(); ++i) {
            EXPECT_EQ(block.channels[i], channels[block.group + i]);
            EXPECT_EQ(block.first, reached[block.group + i]);
            reached[block.group + i] += block.count;
            EXPECT_EQ(block.ofChannel(i).front(), block.channels[i] * 1e9 + static_cast<double>(block.first));
            EXPECT_EQ(block.ofChannel(i).back(),
                      block.channels[i] * 1e9 + static_cast<double>(block.first + block.count - 1));
        }
        return {};
    };
    ASSERT_TRUE(readBlocks(source, channels, 100, 200'000, visit).has_value());
    EXPECT_EQ(lastGroup, 3U);
    for (const std::int64_t end : reached)
        EXPECT_EQ(end, 200'000);
}

} // namespace
} // namespace maskscope::test
