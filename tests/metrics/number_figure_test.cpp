// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/drawing/number_figure.h"

#include <gtest/gtest.h>

namespace maskscope::test {
namespace {

MetricValue plain(const std::string& key, double value)
{
    MetricValue v;
    v.key = key;
    v.value = value;
    return v;
}

const NumberFigure kOf {
    "m", "Title", "Axis", { { "a", "first" }, { "b", "second" }, { "c", "third", "part" } }, "Text."
};

TEST(NumberFigure, ShowsIntervalsUntrainedCopiesAndNulls)
{
    MetricResult result { "m", { plain("a", 0.5), plain("b", 0.2) }, {} };
    result.values[0].interval = Interval { 0.4, 0.7 };
    result.values[0].untrained = { 0.1, 0.3 };
    result.values[0].null = MetricNumbers { { "median", 0.0 }, { "quantile_97.5", 0.05 } };
    MetricValue named;
    named.key = "c";
    named.value = MetricNumbers { { "other", 1 }, { "part", 0.9 } };
    named.intervals = { { "part", { 0.8, 1.1 } } };
    result.values.push_back(named);
    const RunView run { .label = "M", .color = {}, .channels = {}, .recordings = {}, .result = &result };
    const Figure figure = makeNumberFigure(kOf, { &run, 1 });
    ASSERT_EQ(figure.panels.size(), 1U);
    const auto& plot = std::get<CartesianPlot>(figure.panels[0].plot);
    EXPECT_EQ(plot.x.categories, (std::vector<std::string> { "first", "second", "third" }));
    ASSERT_EQ(plot.series.size(), 3U); // the numbers, untrained copies, the null
    EXPECT_EQ(plot.series[0].y, (std::vector<double> { 0.5, 0.2, 0.9 }));
    EXPECT_EQ(plot.series[0].low, (std::vector<double> { 0.4, 0.2, 0.8 })); // none: a bar of no length
    EXPECT_EQ(plot.series[1].high, (std::vector<double> { 0.3 }));
    EXPECT_EQ(plot.series[2].y, (std::vector<double> { 0.05 }));
    EXPECT_GE(plot.y.high, 1.1);
}

TEST(NumberFigure, LeavesOutWhatNoRunHas)
{
    MetricResult first { "m", { plain("a", 0.5) }, {} }, second { "m", { plain("a", 0.1), plain("b", 0.2) }, {} };
    second.values[1].untestable = "why";
    std::vector<RunView> runs { { .label = "M", .color = {}, .channels = {}, .recordings = {}, .result = &first },
                                { .label = "N", .color = {}, .channels = {}, .recordings = {}, .result = &second } };
    const Figure one = makeNumberFigure(kOf, runs);
    ASSERT_EQ(one.panels.size(), 1U); // a single number: all runs in one panel
    EXPECT_EQ(std::get<CartesianPlot>(one.panels[0].plot).x.categories, (std::vector<std::string> { "M", "N" }));
    first.values.clear();
    second.values.erase(second.values.begin());
    EXPECT_TRUE(makeNumberFigure(kOf, runs).panels.empty());
}

} // namespace
} // namespace maskscope::test
