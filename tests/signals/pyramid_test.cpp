// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/signals/signal_pyramid.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <random>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace maskscope {
namespace {

std::vector<double> walk(std::size_t samples, unsigned seed)
{
    std::mt19937 generator(seed);
    std::normal_distribution<double> step;
    std::vector<double> values(samples);
    double level = 0;
    for (double& value : values)
        value = level += step(generator);
    return values;
}

/// Smallest and largest of [begin, end), the plain way.
SignalExtent reference(const std::vector<double>& values, std::int64_t begin, std::int64_t end)
{
    SignalExtent extent;
    for (std::int64_t i = std::max<std::int64_t>(0, begin); i < std::min<std::int64_t>(end, std::ssize(values)); ++i)
        if (std::isfinite(values[static_cast<std::size_t>(i)]))
            extent.join(static_cast<float>(values[static_cast<std::size_t>(i)]));
    return extent;
}

void fill(SignalPyramid& pyramid, const std::vector<double>& values, std::size_t block)
{
    for (std::size_t first = 0; first < values.size(); first += block)
        pyramid.append(std::span(values).subspan(first, std::min(block, values.size() - first)));
}

TEST(SignalPyramid, ColumnsOfWholeBinsAreExact)
{
    const auto values = walk(100'003, 1);
    SignalPyramid pyramid(std::ssize(values), 8);
    fill(pyramid, values, 777);
    ASSERT_EQ(pyramid.filled(), std::ssize(values));
    for (const int bins : { 1, 4, 16, 64, 1024 }) {
        const double width = 8.0 * bins;
        std::vector<SignalExtent> columns(static_cast<std::size_t>(std::ceil(100'003 / width)));
        pyramid.columns(0, width, columns);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const auto begin = static_cast<std::int64_t>(static_cast<double>(i) * width);
            EXPECT_EQ(columns[i], reference(values, begin, begin + static_cast<std::int64_t>(width)))
                << bins << ' ' << i;
        }
    }
}

TEST(SignalPyramid, OtherColumnsHoldTheirSamplesAndAtMostAQuarterMore)
{
    const auto values = walk(50'000, 2);
    SignalPyramid pyramid(std::ssize(values), 8);
    fill(pyramid, values, 4096);
    for (const double width : { 37.3, 200.0, 999.9, 4100.0 }) {
        std::vector<SignalExtent> columns(40);
        pyramid.columns(123.4, width, columns);
        const auto more = static_cast<std::int64_t>(std::max(8.0, width / 4)) + 1;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const double begin = 123.4 + static_cast<double>(i) * width;
            const auto from = static_cast<std::int64_t>(begin), to = static_cast<std::int64_t>(begin + width);
            const SignalExtent inner = reference(values, from, to), outer = reference(values, from - more, to + more);
            if (inner.empty())
                continue;
            EXPECT_LE(columns[i].low, inner.low);
            EXPECT_GE(columns[i].high, inner.high);
            EXPECT_GE(columns[i].low, outer.low);
            EXPECT_LE(columns[i].high, outer.high);
        }
    }
}

TEST(SignalPyramid, SamplesThatAreNoNumbersLeaveNoTrace)
{
    std::vector<double> values(256, std::numeric_limits<double>::quiet_NaN());
    values[100] = 3;
    values[101] = -2;
    values[102] = std::numeric_limits<double>::infinity();
    values[40] = -std::numeric_limits<double>::infinity();
    SignalPyramid pyramid(256, 8);
    fill(pyramid, values, 256);
    std::vector<SignalExtent> columns(8);
    pyramid.columns(0, 32, columns);
    for (std::size_t i = 0; i < columns.size(); ++i)
        EXPECT_EQ(columns[i].empty(), i != 3);
    EXPECT_EQ(columns[3], (SignalExtent { -2, 3 }));
}

TEST(SignalPyramid, WhatIsThereCanBeSeenBeforeTheEnd)
{
    const auto values = walk(10'000, 3);
    SignalPyramid pyramid(20'000, 8);
    pyramid.append(std::span(values).first(9'997));
    EXPECT_EQ(pyramid.filled(), 9'992); // whole bins
    std::vector<SignalExtent> columns(10);
    pyramid.columns(0, 2'048, columns);
    for (std::size_t i = 0; i < 4; ++i)
        EXPECT_EQ(columns[i], reference(values, std::int64_t(i) * 2'048, std::int64_t(i + 1) * 2'048));
    EXPECT_EQ(columns[4], reference(values, 8'192, 9'992));
    EXPECT_TRUE(columns[5].empty());
}

TEST(SignalPyramid, MoreSamplesThanPromisedAreLeftOut)
{
    const auto values = walk(100, 4);
    SignalPyramid pyramid(60, 8);
    pyramid.append(values);
    pyramid.append(values);
    EXPECT_EQ(pyramid.filled(), 60);
    std::vector<SignalExtent> column(1);
    pyramid.columns(0, 1'000, column);
    EXPECT_EQ(column[0], reference(values, 0, 60));
}

/// Whole extents of what is there while another thread goes on writing; the last look is certain to come after the
/// first block and the first before the last.
TEST(SignalPyramid, AnotherThreadMayLookMeanwhile)
{
    const auto values = walk(1 << 20, 5);
    SignalPyramid pyramid(std::ssize(values), 8);
    std::atomic<int> looks = 0;
    std::jthread writer([&] {
        for (std::size_t first = 0; first < values.size(); first += 1000) {
            pyramid.append(std::span(values).subspan(first, std::min<std::size_t>(1000, values.size() - first)));
            while (first == values.size() / 2000 * 1000 && looks == 0) // in the middle
                std::this_thread::yield();
        }
    });
    std::array<SignalExtent, 16> columns;
    for (std::int64_t known = 0; known < std::ssize(values); known = pyramid.filled()) {
        const std::int64_t width = known / 16 / 512 * 512;
        if (width == 0)
            continue;
        pyramid.columns(0, static_cast<double>(width), columns);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const auto begin = static_cast<std::int64_t>(i) * width;
            const SignalExtent inner = reference(values, begin, begin + width);
            const SignalExtent outer = reference(values, begin - width / 4, begin + width + width / 4);
            ASSERT_TRUE(columns[i].low <= inner.low && columns[i].high >= inner.high);
            ASSERT_TRUE(columns[i].low >= outer.low && columns[i].high <= outer.high);
        }
        ++looks;
    }
    EXPECT_GE(looks.load(), 1);
}

} // namespace
} // namespace maskscope
