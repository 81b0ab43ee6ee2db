// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <gtest/gtest.h>

#include "widgets/charts/axis_map.h"
#include "widgets/charts/axis_ticks.h"
#include "widgets/charts/text_fit.h"
#include "widgets/charts/tick_fit.h"

namespace maskscope {
namespace {

Axis axisOf(AxisScale scale, double low, double high) { return { "", scale, low, high, {}, {} }; }

std::string labelsOf(const std::vector<AxisTick>& ticks)
{
    QStringList labels;
    for (const AxisTick& tick : ticks)
        if (!tick.label.isEmpty())
            labels += tick.label;
    return labels.join(QLatin1Char(' ')).toStdString();
}

std::string labelsOf(AxisScale scale, double low, double high, int most)
{
    return labelsOf(axisTicks(axisOf(scale, low, high), low, high, most));
}

TEST(ChartsTicks, LinearStepsAreOneTwoFive)
{
    EXPECT_EQ(labelsOf(AxisScale::Linear, 0, 1, 6), "0 0.2 0.4 0.6 0.8 1.0");
    EXPECT_EQ(labelsOf(AxisScale::Linear, 0, 1, 3), "0 0.5 1.0");
    EXPECT_EQ(labelsOf(AxisScale::Linear, -3, 5, 2), "0 5");
    EXPECT_EQ(labelsOf(AxisScale::Linear, -0.25, 0.25, 6), "−0.2 −0.1 0 0.1 0.2");
    EXPECT_EQ(labelsOf(AxisScale::Linear, 0, 511, 3), "0 200 400");
}

TEST(ChartsTicks, SmallAndLargeNumbersUsePowersOfTen)
{
    EXPECT_EQ(labelsOf(AxisScale::Linear, 0, 1e-6, 3), "0 0.5×10⁻⁶ 1.0×10⁻⁶");
    EXPECT_EQ(labelsOf(AxisScale::Linear, 0, 2e6, 3), "0 1×10⁶ 2×10⁶");
}

TEST(ChartsTicks, EveryLinearAxisGetsAtLeastTwoLabels)
{
    for (double low = -7.3; low < 8; low += 0.917)
        for (double span = 1e-5; span < 1e6; span *= 3.7)
            for (int most = 2; most < 8; ++most) {
                int labelled = 0;
                for (const AxisTick& tick :
                     axisTicks(axisOf(AxisScale::Linear, low, low + span), low, low + span, most))
                    labelled += tick.label.isEmpty() ? 0 : 1;
                EXPECT_GE(labelled, 2) << low << ' ' << span << ' ' << most;
                EXPECT_LE(labelled, std::max(2, most)) << low << ' ' << span << ' ' << most;
            }
}

TEST(ChartsTicks, LogarithmicAxesHaveDecadesAndMinorTicks)
{
    const auto ticks = axisTicks(axisOf(AxisScale::Log10, 1, 512), 1, 512, 6);
    EXPECT_EQ(labelsOf(ticks), "10⁰ 10¹ 10²");
    EXPECT_EQ(std::count_if(ticks.begin(), ticks.end(), [](const AxisTick& tick) { return !tick.major; }), 20);
    EXPECT_EQ(labelsOf(AxisScale::Log10, 1e-6, 1, 4), "10⁻⁶ 10⁻⁴ 10⁻² 10⁰");
    EXPECT_EQ(labelsOf(AxisScale::Log10, 1e-9, 1, 5), "10⁻⁸ 10⁻⁶ 10⁻⁴ 10⁻² 10⁰"); // 10⁰ keeps its label
    EXPECT_EQ(labelsOf(AxisScale::Log10, 10, 1000, 2), "10¹ 10³"); // never a single one
}

TEST(ChartsTicks, GivenTicksAreKept)
{
    Axis axis = axisOf(AxisScale::Linear, 0, 1);
    axis.ticks = { { 0.1, "low" }, { 0.9, "high" }, { 7, "outside" } };
    EXPECT_EQ(labelsOf(axisTicks(axis, 0, 1, 6)), "low high");
}

TEST(ChartsTicks, CrowdedCategoriesStandUprightAndAreThinned)
{
    Axis axis = axisOf(AxisScale::Categories, 0, 1);
    for (int i = 0; i < 65; ++i)
        axis.categories.push_back("CP" + std::to_string(i));
    const FigureStyle style = FigureStyle::print();
    EXPECT_FALSE(fitHorizontalTicks(axis, 2000, style).upright);
    const FittedTicks roomy = fitHorizontalTicks(axis, 480, style);
    EXPECT_TRUE(roomy.upright);
    EXPECT_EQ(std::count_if(roomy.ticks.begin(), roomy.ticks.end(), [](const auto& t) { return !t.label.isEmpty(); }),
              65);
    const FittedTicks tight = fitHorizontalTicks(axis, 200, style);
    EXPECT_EQ(std::count_if(tight.ticks.begin(), tight.ticks.end(), [](const auto& t) { return !t.label.isEmpty(); }),
              33);
    EXPECT_EQ(tight.ticks.size(), 65U);
}

TEST(ChartsTicks, AxisMapPlacesValues)
{
    const AxisMap linear(axisOf(AxisScale::Linear, -1, 3), 100, 20); // downwards, as a y axis
    EXPECT_DOUBLE_EQ(*linear.at(-1), 100);
    EXPECT_DOUBLE_EQ(*linear.at(1), 60);
    EXPECT_FALSE(linear.at(std::nan("")));
    const AxisMap log(axisOf(AxisScale::Log10, 1, 1000), 0, 30);
    EXPECT_NEAR(*log.at(10), 10, 1e-12);
    EXPECT_FALSE(log.at(0));
    EXPECT_DOUBLE_EQ(*log.atOrLowEnd(-4), 0);
    EXPECT_LT(*linear.at(-1e300), 1e4); // held near the range
}

TEST(ChartsTicks, LinesBreakAtSpacesAndLongWordsInside)
{
    const QFont font = FigureStyle::print().font(7);
    for (const QString& text :
         { QStringLiteral("a few words to be set in a narrow column"), QString(200, QLatin1Char('f')) })
        for (const double width : { 20.0, 60.0, 150.0 }) {
            const QStringList lines = fitLines(text, font, width);
            EXPECT_LE(textWidth(lines, font), width);
            EXPECT_EQ(lines.join(QString()).remove(QLatin1Char(' ')), QString(text).remove(QLatin1Char(' ')));
        }
    EXPECT_TRUE(fitLines(QStringLiteral("one two three four"), font, 30, 1).front().endsWith(QChar(0x2026)));
}

} // namespace
} // namespace maskscope
