// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <gtest/gtest.h>

#include "analysis/figures/figure.h"
#include "analysis/figures/scalp_map.h"

namespace maskscope::test {

namespace {

unsigned packed(Rgb c) { return static_cast<unsigned>(c.r) << 16U | static_cast<unsigned>(c.g) << 8U | c.b; }

TEST(Palette, UpToFourRunsAreOkabeIto)
{
    EXPECT_EQ(packed(runColor(0, 3)), 0x0072B2U);
    EXPECT_EQ(packed(runColor(1, 3)), 0xD55E00U);
    EXPECT_EQ(packed(runColor(2, 3)), 0x009E73U);
}

TEST(Palette, ManyRunsAreAllDifferent)
{
    std::set<unsigned> seen;
    for (std::size_t i = 0; i < 12; ++i)
        seen.insert(packed(runColor(i, 12)));
    EXPECT_EQ(seen.size(), 12U);
}

TEST(Palette, AColourForLifeIsNobodyElses)
{
    std::vector<Rgb> colors;
    for (std::size_t checkpoint = 0; checkpoint < 8; ++checkpoint)
        for (std::size_t tone = 0; tone < 6; ++tone) {
            const Rgb color = runColorForLife(checkpoint, tone);
            EXPECT_EQ(std::count(colors.begin(), colors.end(), color), 0) << checkpoint << ", " << tone;
            colors.push_back(color);
        }
    EXPECT_EQ(colors[0], runColor(0, 1)) << "the first run looks as it does on the command line";
    EXPECT_EQ(colors[6], runColor(1, 2));
}

TEST(Palette, MapsHaveTheirKnownEnds)
{
    EXPECT_EQ(packed(mapColor(ColorMap::Viridis, 0)), 0x440154U);
    EXPECT_EQ(packed(mapColor(ColorMap::Viridis, 1)), 0xFDE725U);
    EXPECT_EQ(packed(mapColor(ColorMap::Viridis, 7)), 0xFDE725U);
    EXPECT_EQ(packed(mapColor(ColorMap::RdBuReversed, 0)), 0x053061U);
    EXPECT_EQ(packed(mapColor(ColorMap::RdBuReversed, 1)), 0x67001FU);
}

TEST(ColorScale, CoversTheValuesWithRoundLimits)
{
    const std::vector<std::vector<double>> values { { 0.13, 0.52 }, { 0.31, 0.77 } };
    const ColorScale scale = sharedColorScale("x", values, false);
    EXPECT_DOUBLE_EQ(scale.low, 0);
    EXPECT_GE(scale.high, 0.77);
    EXPECT_LE(scale.high, 1.0);
}

TEST(ColorScale, EqualValuesGiveARangeAroundThem)
{
    const std::vector<std::vector<double>> values { { 3, 3 }, {} };
    const ColorScale scale = sharedColorScale("x", values, false);
    EXPECT_LT(scale.low, 3);
    EXPECT_GT(scale.high, 3);
    const std::vector<std::vector<double>> none;
    EXPECT_LT(sharedColorScale("x", none, false).low, sharedColorScale("x", none, false).high);
}

TEST(ColorScale, SignedValuesAreSymmetric)
{
    const std::vector<std::vector<double>> values { { -0.2, 0.9 } };
    const ColorScale scale = sharedColorScale("x", values, true);
    EXPECT_DOUBLE_EQ(scale.low, -scale.high);
    EXPECT_EQ(scale.map, ColorMap::RdBuReversed);
}

} // namespace

} // namespace maskscope::test
