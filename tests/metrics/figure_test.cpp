// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Figures are drawn from results alone, as after reading a file; here their plain data is looked at.
#include <algorithm>
#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/metrics/drawing/montage_order.h"
#include "tests/metrics/synthetic.h"

namespace maskscope::test {
namespace {

class Figures : public ::testing::Test {
protected:
    void SetUp() override
    {
        addRun({ 4, 6, 30, 16, 0.1, false }, 0.5, true);
        addRun({ 5, 8, 24, 32, 0, true }, 3, false);
        addRun({ 1, 6, 12, 16, 0, false }, 0, false); // constant: nothing to show
    }

    void addRun(const SyntheticSpec& spec, double scale, bool withTargets)
    {
        auto random = std::make_shared<Normal>(sets.size());
        const RowMaker maker = [random, scale](const TokenPlace& p, Eigen::RowVectorXd& row) {
            for (double& v : row)
                v = scale * ((*random)() + p.position + 0.2 * p.channel);
        };
        sets.push_back(makeSet(spec, maker, withTargets ? maker : RowMaker()));
    }

    Figure draw(std::string_view id)
    {
        results.clear();
        for (const auto& set : sets)
            results.push_back(computeOne(id, set));
        std::vector<RunView> runs;
        for (std::size_t i = 0; i < sets.size(); ++i)
            runs.push_back({ "run " + std::to_string(i), Rgb { static_cast<std::uint8_t>(10 * i + 1), 2, 3 },
                             sets[i]->channels, sets[i]->recordings, &results[i] });
        return findMetric(id)->figure(runs);
    }

    std::vector<std::shared_ptr<PredictionSet>> sets;
    std::vector<MetricResult> results;
};

void expectSound(const Axis& axis)
{
    EXPECT_TRUE(std::isfinite(axis.low) && std::isfinite(axis.high)) << axis.title;
    EXPECT_LT(axis.low, axis.high) << axis.title;
    EXPECT_FALSE(axis.title.empty());
    if (axis.scale == AxisScale::Log10) {
        EXPECT_GT(axis.low, 0) << axis.title;
    }
}

void expectSound(const Series& s, const CartesianPlot& plot)
{
    EXPECT_EQ(s.x.size(), s.y.size()) << s.name;
    EXPECT_TRUE(s.low.empty() || s.low.size() == s.y.size()) << s.name;
    EXPECT_EQ(s.low.size(), s.high.size()) << s.name;
    EXPECT_TRUE(s.hover.empty() || s.hover.size() == s.y.size()) << s.name;
    const Axis& y = s.secondAxis ? *plot.y2 : plot.y;
    for (std::size_t i = 0; i < s.y.size(); ++i) {
        EXPECT_GE(s.y[i], y.low) << s.name;
        EXPECT_LE(s.y[i], y.high) << s.name;
        EXPECT_GE(s.x[i], plot.x.low) << s.name;
        EXPECT_LE(s.x[i], plot.x.high) << s.name;
    }
}

void expectSound(const Figure& figure)
{
    EXPECT_FALSE(figure.caption.empty());
    EXPECT_FALSE(figure.title.empty());
    for (const Panel& panel : figure.panels) {
        const auto* plot = std::get_if<CartesianPlot>(&panel.plot);
        if (!plot)
            continue;
        expectSound(plot->x);
        expectSound(plot->y);
        for (const Series& s : plot->series)
            expectSound(s, *plot);
    }
}

const CartesianPlot& plotAt(const Figure& figure, int row, int column)
{
    const auto at = std::find_if(figure.panels.begin(), figure.panels.end(),
                                 [&](const Panel& p) { return p.row == row && p.column == column; });
    return std::get<CartesianPlot>(at->plot);
}

TEST_F(Figures, ChannelMeansShareAxesOverRuns)
{
    const Figure f = draw("channel_means");
    ASSERT_EQ(f.panels.size(), 3U);
    expectSound(f);
    EXPECT_EQ(plotAt(f, 0, 0).y.low, plotAt(f, 1, 0).y.low);
    EXPECT_EQ(plotAt(f, 0, 0).x.categories, plotAt(f, 1, 0).x.categories);
    EXPECT_EQ(plotAt(f, 0, 0).x.categories.front(), "FP1");
    EXPECT_EQ(plotAt(f, 0, 0).x.categories.back(), "O2");
    EXPECT_EQ(plotAt(f, 1, 0).series.back().color, (Rgb { 11, 2, 3 }));
    EXPECT_THAT(plotAt(f, 0, 0).series.back().hover.front(), ::testing::HasSubstr("n = 4 recordings"));
    EXPECT_THAT(f.caption, ::testing::HasSubstr("n = 1 to 5 recordings"));
}

TEST_F(Figures, PositionCorrelationHasTwoRowsAndOneColumnARun)
{
    const Figure f = draw("position_correlation");
    ASSERT_EQ(f.panels.size(), 6U);
    expectSound(f);
    EXPECT_EQ(plotAt(f, 0, 0).x.high, 32); // of the run with most dimensions
    EXPECT_EQ(plotAt(f, 1, 0).y.high, plotAt(f, 1, 1).y.high);
    EXPECT_EQ(plotAt(f, 0, 0).series.size(), 2U); // null and curve
    EXPECT_TRUE(plotAt(f, 0, 2).series.empty()); // constant predictions have no r
}

TEST_F(Figures, ChannelDiversityHasOneColourScaleAndNamesWhatHasNoPlace)
{
    const Figure f = draw("channel_diversity");
    ASSERT_EQ(f.panels.size(), 3U);
    ASSERT_TRUE(f.colorScale.has_value());
    EXPECT_EQ(f.colorScale->low, 0);
    double largest = 0;
    for (const auto& result : results) {
        for (const double v : result.array("channel_distance")->values)
            largest = std::isfinite(v) ? std::max(largest, v) : largest;
    }
    EXPECT_DOUBLE_EQ(f.colorScale->high, largest);
    EXPECT_THAT(f.caption, ::testing::HasSubstr("FP1"));
    for (const Panel& panel : f.panels)
        EXPECT_TRUE(std::holds_alternative<ScalpMapPlot>(panel.plot));
}

TEST_F(Figures, PcaSpectrumIsLogLogWithTargetsBeside)
{
    const Figure f = draw("pca_spectrum");
    ASSERT_EQ(f.panels.size(), 3U);
    expectSound(f);
    EXPECT_EQ(plotAt(f, 0, 0).series.size(), 3U); // targets, predictions, cumulative
    EXPECT_EQ(plotAt(f, 0, 1).series.size(), 2U);
    EXPECT_EQ(plotAt(f, 0, 0).y.low, plotAt(f, 0, 1).y.low);
    EXPECT_NEAR(plotAt(f, 0, 0).series.back().y.back(), 1, 1e-9);
}

TEST_F(Figures, RunsWithoutResultsAreEmptyPanels)
{
    const std::vector<RunView> runs { RunView { "empty", Rgb {}, {}, {}, nullptr } };
    for (const Metric& metric : metricList()) {
        if (metric.figure) {
            expectSound(metric.figure(runs));
        }
        if (metric.figure) {
            expectSound(metric.figure({}));
        }
    }
}

TEST(MontageOrder, ReadsLikeAHeadFromAbove)
{
    std::vector<PredictionChannel> channels;
    for (const char* name : { "O2", "CZ", "ECG", "Fp2", "C3", "T8", "FP1", "FC1", "T7", "Oz" })
        channels.push_back({ name, std::nullopt });
    const std::vector<std::span<const PredictionChannel>> runs { channels };
    EXPECT_THAT(montageOrder(runs),
                ::testing::ElementsAre("FP1", "Fp2", "FC1", "T7", "C3", "CZ", "T8", "Oz", "O2", "ECG"));
}

} // namespace
} // namespace maskscope::test
