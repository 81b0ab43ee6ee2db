// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/signals/sample_columns.h"

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include <gtest/gtest.h>

namespace maskscope {
namespace {

TEST(SampleColumns, NarrowColumnsFollowTheLineBetweenSamples)
{
    const std::vector<float> samples { 0, 10, 20 };
    std::vector<SignalExtent> columns(8);
    sampleColumns(samples, 100, 100, 0.25, columns);
    for (std::size_t i = 0; i < 8; ++i) {
        EXPECT_FLOAT_EQ(columns[i].low, 2.5F * static_cast<float>(i));
        EXPECT_FLOAT_EQ(columns[i].high, 2.5F * static_cast<float>(i + 1));
    }
}

TEST(SampleColumns, NeighboursJoinUp)
{
    std::vector<float> sine(2000);
    for (std::size_t i = 0; i < sine.size(); ++i)
        sine[i] = static_cast<float>(std::sin(2 * std::numbers::pi * static_cast<double>(i) / 50));
    for (const double width : { 0.3, 1.0, 2.7, 11.0 }) {
        std::vector<SignalExtent> columns(100);
        sampleColumns(sine, 0, 3.3, width, columns);
        for (std::size_t i = 1; i < columns.size(); ++i) {
            EXPECT_LE(columns[i].low, columns[i - 1].high + 1e-6F) << width << ' ' << i;
            EXPECT_GE(columns[i].high, columns[i - 1].low - 1e-6F) << width << ' ' << i;
        }
    }
}

TEST(SampleColumns, WideColumnsHoldEverySample)
{
    const std::vector<float> samples { 1, -5, 2, 7, 3, 0 };
    std::vector<SignalExtent> columns(2);
    sampleColumns(samples, 0, 0, 3, columns);
    EXPECT_EQ(columns[0], (SignalExtent { -5, 7 })); // the border at 3 lies on a sample, which both hold
    EXPECT_EQ(columns[1], (SignalExtent { 0, 7 }));
}

TEST(SampleColumns, NothingIsDrawnOutsideAndAcrossWhatIsNoNumber)
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const std::vector<float> samples { 1, 2, nan, 4 };
    std::vector<SignalExtent> columns(20);
    sampleColumns(samples, 0, -5, 0.5, columns);
    for (std::size_t i = 0; i < 9; ++i)
        EXPECT_TRUE(columns[i].empty()) << i;
    EXPECT_FALSE(columns[10].empty()); // 0 to 0.5
    EXPECT_TRUE(columns[13].empty()); // 1.5 to 2: the next sample is none
    EXPECT_TRUE(columns[14].empty());
    EXPECT_TRUE(columns[17].empty()); // beyond the last
    const float infinite = std::numeric_limits<float>::infinity();
    sampleColumns(std::vector<float> { 1, infinite, 3 }, 0, 0, 0.5, columns);
    EXPECT_EQ(columns[0], (SignalExtent { 1, 1 }));
    EXPECT_TRUE(columns[1].empty());
    EXPECT_TRUE(columns[2].empty()); // from the infinite sample on
    sampleColumns({}, 0, 0, 1, columns);
    EXPECT_TRUE(columns[10].empty());
}

} // namespace
} // namespace maskscope
