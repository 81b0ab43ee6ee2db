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

TEST(FigureCsv, MapsBringPlacesAndGrid)
{
    Figure figure;
    ScalpMapPlot map;
    map.electrodes.push_back({ "CZ", { 0.5, -0.25 }, 0.25, false });
    map.grid = { 3, 1.02, { 9, 9, 9, 9, 2, 9, 9, std::numeric_limits<double>::quiet_NaN(), 9 } };
    figure.panels = { { "map", {}, 0, 0, map }, { "empty", {}, 0, 1, CartesianPlot {} } };
    const std::string csv = figureCsv(figure);
    EXPECT_EQ(csv.substr(csv.find("panel,")),
              "panel,series,label,x,y,low,high,value\n"
              "map,electrode value,CZ,,0.25,,,\n"
              "map,electrode position,CZ,0.5,-0.25,,,0.25\n"
              "map,map,,0,0,,,2\n"); // the other nodes lie beyond the circle, or have no value
}

/// Names come from files that others wrote.
std::string csvOfLabel(const std::string& label)
{
    Figure figure;
    ScalpMapPlot map;
    map.electrodes.push_back({ label, { 0, 0 }, -0.25, false });
    figure.panels.push_back({ "map", {}, 0, 0, map });
    const std::string csv = figureCsv(figure), head = "electrode value,", tail = ",,-0.25,,\n";
    const std::size_t at = csv.find(head) + head.size();
    EXPECT_TRUE(csv.ends_with(tail)) << csv;
    return csv.substr(at, csv.size() - tail.size() - at);
}

TEST(FigureCsv, NoCellOfTextIsAFormula)
{
    EXPECT_EQ(csvOfLabel("=1+1"), "'=1+1");
    EXPECT_EQ(csvOfLabel("@SUM(A1)"), "'@SUM(A1)");
    EXPECT_EQ(csvOfLabel("+2+cmd|' /C calc'!A0"), "'+2+cmd|' /C calc'!A0");
    EXPECT_EQ(csvOfLabel("-2+3"), "'-2+3");
    EXPECT_EQ(csvOfLabel("  =1"), "'  =1");
    EXPECT_EQ(csvOfLabel("\t=1"), "' =1");
    EXPECT_EQ(csvOfLabel("=HYPERLINK(\"x\",1)"), "\"'=HYPERLINK(\"\"x\"\",1)\"");
    EXPECT_EQ(csvOfLabel("\r\n=1"), "'  =1");
    EXPECT_EQ(csvOfLabel("C3-A2"), "C3-A2");
}

TEST(FigureCsv, ANegativeNumberStaysANumber)
{
    EXPECT_EQ(csvOfLabel("-0.5"), "-0.5");
    EXPECT_EQ(csvOfLabel("+1e-3"), "+1e-3");
    EXPECT_EQ(csvOfLabel("-12"), "-12");
}

TEST(FigureCsv, ALineBreakInANameMakesNoNewRow)
{
    EXPECT_EQ(csvOfLabel("a\nb"), "a b");
    Figure figure;
    figure.title = "T\npanel,series";
    figure.caption = "of x.edf\r,=1+1, -2 and -3";
    figure.provenance = { "a,@b", "p < 1, -2" };
    EXPECT_EQ(figureCsv(figure),
              "# T panel,series\n# of x.edf ,'=1+1,' -2 and -3\n# a,'@b\n# p < 1, -2\n# Made by Maskscope\n"
              "panel,series,label,x,y,low,high\n");
}

} // namespace

} // namespace maskscope::test
