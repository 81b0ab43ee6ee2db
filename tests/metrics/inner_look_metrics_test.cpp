// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Gradients and layers as numbers, against closed forms.
#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "tests/metrics/one_channel_plan.h"

namespace maskscope::test {
namespace {

struct LookedInto : OneChannelPlan {
    LookedInto()
    {
        plan.rows = RowMatrixD::Zero(2, 8);
        plan.rows(0, 7) = 3; // masked tokens of the two sequences
        plan.rows(1, 7) = 5;
    }
    [[nodiscard]] double number(const std::string& metric, const std::string& key) const
    {
        return std::get<double>(compute(metric).value("diag.v1." + key)->value);
    }
};

TEST(Gradients, AreOfTheMeanOverAllThatWasLookedInto)
{
    LookedInto look;
    look.plan.gradients
        = { { .sequence = 0, .squaredError = 6, .squares = 100, .summedSquares = 36, .products = { 1, 2, -3 } },
            { .sequence = 1, .squaredError = 2, .squares = 44, .summedSquares = 28, .products = { 3, 2, 1 } } };
    const MetricResult result = look.compute("gradients");
    const auto norms = std::get<MetricNumbers>(result.value("diag.v1.gradient_norm")->value);
    const auto summed = std::get<MetricNumbers>(result.value("diag.v1.gradient_norm_summed")->value);
    for (std::size_t code = 0; code < 3; ++code) { // one gradient, whatever the code
        EXPECT_NEAR(norms[code].second, 12.0 / 16, 1e-12); // 8 tokens in 2 dimensions
        EXPECT_NEAR(summed[code].second, 8.0 / 16, 1e-12);
    }
    EXPECT_NEAR(look.number("gradients", "gradient_effect_token"), 4.0 / 8, 1e-12);
    EXPECT_NEAR(look.number("gradients", "gradient_effect_temporal"), 4.0 / 8, 1e-12);
    EXPECT_NEAR(look.number("gradients", "gradient_effect_spatial"), -2.0 / 8, 1e-12);
    look.plan.gradients.pop_back();
    EXPECT_NEAR(look.number("gradients", "gradient_effect_spatial"), -3.0 / 6, 1e-12);
    look.plan.gradients.clear();
    EXPECT_TRUE(look.compute("gradients").values.empty());
}

TEST(EncodingEnergy, IsTheRootOfTheMeanSquare)
{
    LookedInto look; // five recordings of one channel; predictions are of the first two
    look.plan.recording = { 0, 1, 2, 3, 4 };
    look.plan.channel = { 0, 0, 0, 0, 0 };
    look.plan.rows = RowMatrixD::Zero(5, 8);
    look.plan.rows.col(7).setConstant(3);
    look.plan.passes.resize(1);
    look.plan.passes[0] = { {}, RowMatrixD::Zero(5, 8), Eigen::VectorXd::Zero(5), {}, {} };
    look.plan.neighbourError = look.plan.neighbourOwnError = look.plan.neighbourRows = Eigen::VectorXd::Zero(5);
    look.plan.tokens = (Eigen::VectorXd(5) << 4, 12, 4, 4, 8).finished();
    look.plan.codeSquares = RowMatrixD::Zero(5, 3);
    look.plan.codeSquares.col(0) = 4 * look.plan.tokens;
    look.plan.codeSquares.col(1) << 4, 60, 16, 16, 32;
    const MetricResult result = look.compute("ablation");
    const MetricValue* value = result.value("diag.v1.encoding_energy");
    ASSERT_NE(value, nullptr);
    const auto energy = std::get<MetricNumbers>(value->value);
    EXPECT_NEAR(energy[0].second, 2, 1e-12); // 4 a token in every recording
    EXPECT_NEAR(energy[1].second, 2, 1e-12); // 128 / 32: 1, 5, 4, 4 and 4 a token
    EXPECT_NEAR(energy[2].second, 0, 1e-12);
    ASSERT_GE(value->intervals.size(), 2U);
    EXPECT_EQ(value->intervalUnit, "recording");
    EXPECT_NEAR(value->intervals[0].second.low, 2, 1e-9);
    EXPECT_NEAR(value->intervals[0].second.high, 2, 1e-9);
    EXPECT_LT(value->intervals[1].second.low, 2);
    EXPECT_GT(value->intervals[1].second.high, 2);
}

TEST(LayerSpectra, CountDimensionsAndTheCommonVector)
{
    LookedInto look;
    look.plan.gradients.resize(2);
    // Mean (2, 0) with one direction of variance 1; two directions of equal variance 1/2; the same vector thrice.
    look.plan.layers
        = { (RowMatrixF(2, 2) << 3, 0, 1, 0).finished(), (RowMatrixF(4, 2) << 1, 0, -1, 0, 0, 1, 0, -1).finished(),
            (RowMatrixF(3, 2) << 1, 2, 1, 2, 1, 2).finished() };
    EXPECT_NEAR(look.number("layer_spectra", "layer_0_participation_ratio"), 1, 1e-12);
    EXPECT_NEAR(look.number("layer_spectra", "layer_0_mean_share"), 4.0 / 5, 1e-12);
    EXPECT_NEAR(look.number("layer_spectra", "layer_1_participation_ratio"), 2, 1e-12);
    EXPECT_NEAR(look.number("layer_spectra", "layer_1_mean_share"), 0, 1e-12);
    const MetricResult result = look.compute("layer_spectra");
    EXPECT_NEAR(std::get<double>(result.value("diag.v1.layer_2_mean_share")->value), 1, 1e-12);
    EXPECT_EQ(result.value("diag.v1.layer_2_participation_ratio"), nullptr); // a constant has no spectrum

    const RunView view { .label = "a", .color = {}, .channels = {}, .recordings = {}, .result = &result };
    const Figure figure = findMetric("layer_spectra")->figure({ &view, 1 });
    const auto& plot = std::get<CartesianPlot>(figure.panels.front().plot);
    ASSERT_EQ(plot.series.size(), 1U); // no untrained copies ran
    EXPECT_EQ(plot.series[0].x, (std::vector<double> { 0, 1 }));
    EXPECT_EQ(plot.series[0].y, (std::vector<double> { 1, 2 }));
}

} // namespace
} // namespace maskscope::test
