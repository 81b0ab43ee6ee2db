// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>

#include <gtest/gtest.h>

#include "analysis/figures/figure_csv.h"

namespace maskscope::test {

namespace {

TEST(FigureCsv, HoldsEveryPlottedNumber)
{
    Figure figure;
    figure.title = "Means";
    figure.caption = "n = 3";
    figure.provenance = { "seed 0" };
    CartesianPlot plot;
    plot.x.scale = AxisScale::Categories;
    plot.x.categories = { "FP1", "a,b" };
    plot.series.push_back({ .name = "say \"x\"",
                            .color = {},
                            .x = { 0, 1 },
                            .y = { 0.1, std::numeric_limits<double>::quiet_NaN() },
                            .low = { 0, 0 },
                            .high = { 1, 1 },
                            .hover = {} });
    figure.panels.push_back({ "M75 @ 0.75", {}, 0, 0, plot });
    ScalpMapPlot map;
    map.electrodes.push_back({ "CZ", { 0, 0 }, 0.25, false });
    figure.panels.push_back({ "map", {}, 0, 1, map });
    EXPECT_EQ(figureCsv(figure),
              "# Means\n# n = 3\n# seed 0\n# Made by Maskscope\npanel,series,label,x,y,low,high\n"
              "M75 @ 0.75,\"say \"\"x\"\"\",FP1,0,0.10000000000000001,0,1\n"
              "M75 @ 0.75,\"say \"\"x\"\"\",\"a,b\",1,,0,1\n"
              "map,electrode value,CZ,,0.25,,\n");
}

} // namespace

} // namespace maskscope::test
