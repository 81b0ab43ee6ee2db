// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Gains, ablations and interpolation from blocks whose sums can be written down.
#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/sums/plan_accumulator.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/metrics/intervals/untrained.h"
#include "analysis/data/prediction/prediction_collector.h"

namespace maskscope::test {

namespace {

constexpr int kDim = 2;

/// Recordings x channels of 4 tokens; tokens 1 and 2 of every sequence are masked, or all.
struct Scene {
    WindowSet windows;
    MaskPlan mask;
    InferencePlan plan = fullInferencePlan();
    PlanReport report;
    std::vector<RowMatrixF> predictions; // [pass]
    RowMatrixF targets, tokenTargets;
    std::vector<double> position;
    std::vector<std::int32_t> token, length, sequence, channel, recording, distance;
    std::vector<std::int64_t> tokenRow, firstToken { 0 };
    std::vector<std::uint8_t> masked;

    explicit Scene(int recordings, int channels = 2)
    {
        windows.windowLength = 1;
        mask.windowLength = 1;
        mask.tokenOffset.push_back(0);
        for (int c = 0; c < channels; ++c)
            windows.channels.push_back({ std::string(1, static_cast<char>('A' + c)), std::nullopt, {} });
        for (int r = 0; r < recordings; ++r) {
            windows.recordings.push_back({ "r" + std::to_string(r), {}, {}, 0 });
            for (int c = 0; c < channels; ++c)
                addSequence(r, c);
        }
        const auto rows = static_cast<Eigen::Index>(position.size());
        for (const InputChange change : plan.passes) {
            predictions.emplace_back(RowMatrixF::Zero(rows, kDim));
            report.passes.push_back({ change, true, change == InputChange::None ? 0 : 0.5, {} });
        }
        targets = RowMatrixF::Zero(rows, kDim);
        tokenTargets = RowMatrixF::Zero(static_cast<Eigen::Index>(masked.size()), kDim);
    }

    void addSequence(int r, int c)
    {
        const auto s = static_cast<std::int32_t>(windows.sequences.size());
        windows.sequences.push_back({ r, c, 4, 0 });
        for (int t = 0; t < 4; ++t) {
            masked.push_back(t == 1 || t == 2 ? 1 : 0);
            mask.bits.push_back(masked.back());
            if (masked.back() == 0)
                continue;
            tokenRow.push_back(static_cast<std::int64_t>(masked.size()) - 1);
            position.push_back(t / 4.0);
            token.push_back(t);
            length.push_back(4);
            sequence.push_back(s);
            channel.push_back(c);
            recording.push_back(r);
            distance.push_back(1);
        }
        firstToken.push_back(static_cast<std::int64_t>(masked.size()));
        mask.tokenOffset.push_back(static_cast<std::int64_t>(masked.size()));
    }

    [[nodiscard]] PredictionBlock block() const
    {
        PredictionBlock b;
        b.predictions = predictions;
        b.targets = &targets;
        b.tokenTargets = &tokenTargets;
        b.position = position;
        b.tokenIndex = token;
        b.seqLen = length;
        b.sequence = sequence;
        b.channel = channel;
        b.recording = recording;
        b.distance = distance;
        b.tokenRow = tokenRow;
        b.firstToken = firstToken;
        b.tokenMasked = masked;
        return b;
    }

    [[nodiscard]] MetricResult compute(const std::string& metric, const MetricOptions& options = {}) const
    {
        PlanAccumulator sums(windows, plan);
        PredictionCollector collector(windows, mask);
        sums.add(block());
        collector.add(block());
        auto statistics
            = PredictionStatistics::create(std::make_shared<const PredictionSet>(std::move(collector).take()), 20,
                                           std::make_shared<const PlanStatistics>(std::move(sums).finish(report)));
        return findMetric(metric)->compute(*statistics, options).value();
    }
};

double valueOf(const MetricResult& result, const std::string& key)
{
    const MetricValue* value = result.value("diag.v1." + key);
    return value ? std::get<double>(value->value) : std::numeric_limits<double>::quiet_NaN();
}

void setAll(RowMatrixF& rows, float value) { rows.setConstant(value); }

TEST(Gains, AreDifferencesOfMaskedErrors)
{
    Scene scene(3);
    setAll(scene.predictions[0], 1.F); // error 1
    setAll(scene.predictions[1], 3.F); // swapped context: 9
    setAll(scene.predictions[2], 2.F); // none: 4
    setAll(scene.predictions[3], 0.F); // position: 0, the true one hurts
    setAll(scene.predictions[4], -1.F); // channel: 1
    const MetricResult gains = scene.compute("gains");
    EXPECT_DOUBLE_EQ(valueOf(gains, "masked_mse"), 1);
    EXPECT_DOUBLE_EQ(valueOf(gains, "context_gain_swapped"), 8);
    EXPECT_DOUBLE_EQ(valueOf(gains, "context_gain_none"), 3);
    EXPECT_DOUBLE_EQ(valueOf(gains, "position_gain"), -1);
    EXPECT_DOUBLE_EQ(valueOf(gains, "channel_gain"), 0);
    const MetricValue* swapped = gains.value("diag.v1.context_gain_swapped");
    ASSERT_TRUE(swapped->interval); // every sequence gains the same: no width
    EXPECT_DOUBLE_EQ(swapped->interval->low, 8);
    EXPECT_DOUBLE_EQ(swapped->interval->high, 8);
    EXPECT_EQ(swapped->intervalUnit, "sequence");
    EXPECT_EQ(swapped->n, 3);
    const MetricArray* near = gains.array("context_gain_swapped_by_distance");
    ASSERT_NE(near, nullptr);
    EXPECT_DOUBLE_EQ(near->values[0], 8); // all masked tokens lie beside a visible one
    EXPECT_TRUE(std::isnan(near->values[1]));
}

TEST(Gains, EveryMaskedValueCountsOnce)
{
    Scene scene(2);
    scene.predictions[1](0, 0) = 2; // one of 2 recordings x 2 channels x 2 tokens x 2 dimensions
    EXPECT_DOUBLE_EQ(valueOf(scene.compute("gains"), "context_gain_swapped"), 4.0 / 16);
    const MetricResult map = scene.compute("context_gain_map");
    ASSERT_NE(map.array("gain"), nullptr);
    EXPECT_DOUBLE_EQ(map.array("gain")->values[0], 4.0 / 8);
    EXPECT_DOUBLE_EQ(map.array("gain")->values[1], 0);
}

TEST(Gains, AreOverRecordingsFromFiveOn)
{
    Scene scene(5);
    for (Eigen::Index row = 0; row < scene.predictions[1].rows(); ++row)
        scene.predictions[1].row(row).setConstant(1.F
                                                  + static_cast<float>(scene.recording[static_cast<std::size_t>(row)]));
    const MetricResult result = scene.compute("gains");
    const MetricValue* value = result.value("diag.v1.context_gain_swapped");
    ASSERT_TRUE(value && value->interval);
    EXPECT_EQ(value->intervalUnit, "recording");
    EXPECT_EQ(unitValues(*value).size(), 5U);
    for (std::size_t r = 0; r < 5; ++r) // recordings of one size: the pseudo-values are the recordings' own gains
        EXPECT_NEAR(unitValues(*value)[r], std::pow(1 + static_cast<double>(r), 2), 1e-9);
    // Mean 11, standard error sqrt(374 / 20), t(4) = 2.776445; skewness 0.4693: its upper half 1 + 3.25 sqrt(0.4693)
    // / 5.
    EXPECT_NEAR(value->interval->low, 11 - 12.0064, 1e-3);
    EXPECT_NEAR(value->interval->high, 11 + 17.3526, 1e-3);
}

TEST(Gains, SayWhatCannotBeTested)
{
    Scene scene(3);
    scene.report.passes[1].relativeInputChange = 0;
    scene.report.passes[1].reason = "every token is masked";
    scene.report.passes[4].applies = false;
    scene.predictions[4].resize(0, kDim);
    const MetricResult gains = scene.compute("gains");
    const MetricValue* context = gains.value("diag.v1.context_gain_swapped");
    ASSERT_NE(context, nullptr);
    EXPECT_EQ(context->untestable, "every token is masked");
    EXPECT_FALSE(context->interval);
    EXPECT_EQ(gains.value("diag.v1.channel_gain"), nullptr);
    EXPECT_EQ(scene.compute("context_gain_map").array("gain"), nullptr);
    EXPECT_TRUE(std::isnan(gains.array("context_gain_swapped_by_distance")->values[0]));
}

TEST(Ablation, IsTheMovedShareOfThePredictionsSpread)
{
    Scene scene(2);
    // True predictions +1 and -1 in turn: spread about the mean 0 is 1 a value. Without the temporal code: all 0.
    for (Eigen::Index row = 0; row < scene.predictions[0].rows(); ++row)
        scene.predictions[0].row(row).setConstant(row % 2 == 0 ? 1.F : -1.F);
    scene.predictions[6] = scene.predictions[0];
    const MetricResult result = scene.compute("ablation");
    EXPECT_DOUBLE_EQ(valueOf(result, "ablation_temporal"), 1);
    EXPECT_DOUBLE_EQ(valueOf(result, "ablation_spatial"), 0);
}

TEST(Skill, AgainstLinearInterpolationOfTheNeighbours)
{
    Scene scene(2);
    for (std::size_t q = 0; q + 1 < scene.firstToken.size(); ++q) {
        const auto first = static_cast<Eigen::Index>(scene.firstToken[q]);
        scene.tokenTargets.row(first).setConstant(0.F); // visible: 0 and 3, so tokens 1 and 2 are guessed as 1 and 2
        scene.tokenTargets.row(first + 3).setConstant(3.F);
    }
    scene.targets.setConstant(3.F); // squared errors of the guess: 4 and 1
    scene.predictions[0].setConstant(2.F); // the model's: 1 and 1
    EXPECT_DOUBLE_EQ(valueOf(scene.compute("ablation"), "skill_vs_neighbour"), 1 - 2.0 / 5);
}

TEST(Partners, AreTheNextRecordingsChannelAndTheNextChannel)
{
    WindowSet windows;
    windows.sequences
        = { { 0, 0, 4, 0 }, { 0, 1, 4, 0 }, { 1, 1, 4, 0 }, { 2, 0, 4, 0 }, { 2, 1, 4, 0 }, { 2, 2, 4, 0 } };
    EXPECT_EQ(sameChannelElsewhere(windows), (std::vector { 3, 2, 4, 0, 1, -1 }));
    EXPECT_EQ(nextChannels(windows), (std::vector { 1, 0, 1, 1, 2, 0 }));
    windows.sequences = { { 0, 0, 4, 0 }, { 1, 0, 4, 0 } };
    EXPECT_TRUE(nextChannels(windows).empty());
    EXPECT_TRUE(farChannels(windows).empty());
    EXPECT_EQ(channelElsewhere(windows, {}), (std::vector { -1, -1 }));
}

TEST(Partners, FarOnesLieHalfTheListAway)
{
    WindowSet windows; // recording 0: channels 3, 0, 1, 2, channel 0 in two pieces; recording 1: channels 0, 1
    windows.sequences = { { 0, 3, 4, 0 }, { 0, 0, 4, 0 }, { 0, 0, 4, 0 }, { 0, 1, 4, 0 },
                          { 0, 2, 4, 0 }, { 1, 0, 4, 0 }, { 1, 1, 4, 0 } };
    const std::vector<int> far = farChannels(windows);
    EXPECT_EQ(far, (std::vector { 1, 2, 2, 3, 0, 1, 0 }));
    EXPECT_EQ(channelElsewhere(windows, far), (std::vector { 6, -1, -1, -1, 5, 3, 1 }));
    EXPECT_EQ(nextChannels(windows), (std::vector { 0, 1, 1, 2, 3, 1, 0 }));
}

/// The channel is carried at half its amplitude; another place code turns it round, another context takes half of it.
TEST(Reads, AreTheShareOfTheAlignmentThatAReplacedInputTakesAway)
{
    Scene scene(5);
    for (Eigen::Index row = 0; row < scene.targets.rows(); ++row) {
        const float sign = scene.channel[static_cast<std::size_t>(row)] == 0 ? -1.F : 1.F;
        for (RowMatrixF& pass : scene.predictions)
            pass.row(row).setConstant(sign);
        scene.targets.row(row).setConstant(2 * sign); // masked error 1
        scene.predictions[1].row(row).setConstant(0.5F * sign); // another recording's same channel
        scene.predictions[8].row(row).setConstant(-sign); // the place code of a far channel
        scene.predictions[7].row(row).setConstant(3 * sign); // turned time codes: more of it
    }
    scene.report.passes[9].applies = false;
    scene.report.passes[9].reason = "no other recording has that channel";
    const MetricResult carries = scene.compute("carries");
    EXPECT_NEAR(namedNumber(*carries.value("diag.v1.carries_channel"), "potential_share"), 4, 1e-6);
    for (const auto& [input, lost] :
         { std::pair { "time_code", 0.0 }, std::pair { "time_code_turned", -2.0 }, std::pair { "place_code", 2.0 },
           std::pair { "context_same_channel", 0.5 }, std::pair { "context_none", 0.0 }, std::pair { "order", 0.0 } }) {
        const MetricValue* value = carries.value(std::string("diag.v1.reads.channel.") + input);
        ASSERT_TRUE(value && value->interval) << input;
        EXPECT_NEAR(std::get<double>(value->value), lost, 1e-6) << input;
        EXPECT_NEAR(value->interval->low, lost, 1e-6) << input; // all recordings are the same
        EXPECT_EQ(value->intervalUnit, "recording");
        EXPECT_EQ(unitValues(*value).size(), 5U);
    }
    EXPECT_EQ(carries.value("diag.v1.reads.channel.context_other_channel")->untestable,
              "no other recording has that channel");
    EXPECT_EQ(carries.value("diag.v1.reads.position.time_code")->untestable,
              "these recordings do not show that the predictions carry the position, so there is nothing to lose");
    EXPECT_EQ(carries.value("diag.v1.reads.position.order"), nullptr);
    EXPECT_NEAR(valueOf(carries, "reads.recording.context_same_channel"), 1.5 * 1.5, 1e-6); // its masked error
}

TEST(Reads, WhatNothingTakesAwayIsTheOrder)
{
    Scene scene(4, 6);
    for (Eigen::Index row = 0; row < scene.targets.rows(); ++row) {
        const float sign = scene.channel[static_cast<std::size_t>(row)] % 2 == 0 ? -1.F : 1.F;
        for (RowMatrixF& pass : scene.predictions)
            pass.row(row).setConstant(sign);
        scene.targets.row(row).setConstant(2 * sign);
        scene.predictions[8].row(row).setConstant(0.75F * sign);
    }
    const MetricResult carries = scene.compute("carries");
    EXPECT_NEAR(valueOf(carries, "reads.channel.order"), 0.75, 1e-6);
    const MetricValue* place = carries.value("diag.v1.reads.channel.place_code");
    ASSERT_NE(place, nullptr);
    EXPECT_NEAR(std::get<double>(place->value), 0.25, 1e-6);
    EXPECT_EQ(place->intervalUnit, "channel") << "four recordings speak of themselves alone";
    EXPECT_TRUE(place->perUnit.empty());
}

TEST(Untrained, NumbersStandBesideTheRunsOwn)
{
    MetricResult run { "gains", {}, {} }, copy { "gains", {}, {} };
    run.values.resize(1);
    run.values[0].key = "diag.v1.position_gain";
    run.values[0].value = 0.5;
    copy = run;
    std::vector<MetricResult> own { run };
    for (const double v : { 0.1, -0.2 }) {
        copy.values[0].value = v;
        addUntrained(own, { copy });
    }
    const auto range = untrainedRange(own[0].values[0]);
    ASSERT_TRUE(range);
    EXPECT_EQ(range->low, -0.2);
    EXPECT_EQ(range->high, 0.1);
    EXPECT_FALSE(untrainedRange(run.values[0]));
}

TEST(Untrained, CurvesHaveTheirRange)
{
    const auto curve = [](std::vector<double> values) {
        return MetricResult { "pca_spectrum",
                              {},
                              { { "prediction_share", { { "component", 3 } }, std::move(values) } } };
    };
    std::vector<MetricResult> own { curve({ 0.5, 0.3, 0.2 }) };
    addUntrained(own, { curve({ 0.9, 0.08, 0.02 }) });
    addUntrained(own, { curve({ 0.7, 0.2, 0.1 }) });
    addUntrained(own, { curve({ 1 }) }); // of another size: no part in it
    ASSERT_NE(own[0].array("prediction_share_untrained_low"), nullptr);
    EXPECT_EQ(own[0].array("prediction_share_untrained_low")->values, (std::vector<double> { 0.7, 0.08, 0.02 }));
    EXPECT_EQ(own[0].array("prediction_share_untrained_high")->values, (std::vector<double> { 0.9, 0.2, 0.1 }));
    const RunView view { .label = "a", .color = {}, .channels = {}, .recordings = {}, .result = &own[0] };
    const Figure figure = findMetric("pca_spectrum")->figure({ &view, 1 });
    const auto& series = std::get<CartesianPlot>(figure.panels.front().plot).series;
    const auto band = std::ranges::find(series, "untrained copies", &Series::name);
    ASSERT_NE(band, series.end());
    EXPECT_EQ(band->x, (std::vector<double> { 1, 2, 3 }));
    EXPECT_EQ(band->low, (std::vector<double> { 0.7, 0.08, 0.02 }));
}

TEST(GainsByRatio, JoinsTheRunsOfOneCheckpoint)
{
    std::vector<MetricResult> results;
    for (const double gain : { 0.4, 0.2, 0.3 }) {
        MetricValue value;
        value.key = "diag.v1.context_gain_swapped";
        value.value = gain;
        value.interval = Interval { gain - 0.1, gain + 0.1 };
        value.untrained = { -0.01, 0.01 };
        results.push_back({ "gains", { value }, {} });
    }
    results[2].values[0].untestable = "every token is masked";
    std::vector<RunView> views;
    for (std::size_t i = 0; i < 3; ++i)
        views.push_back({ .label = "M @ " + std::to_string(i),
                          .color = {},
                          .channels = {},
                          .recordings = {},
                          .result = &results[i],
                          .checkpoint = "M",
                          .maskRatio = 1 - 0.25 * static_cast<double>(i) });
    const Metric* metric = findMetric("gains_by_ratio");
    ASSERT_NE(metric, nullptr);
    EXPECT_EQ(metric->numbers(), "gains");
    const Figure figure = metric->figure(views);
    ASSERT_EQ(figure.panels.size(), 3U);
    const auto& context = std::get<CartesianPlot>(figure.panels[0].plot);
    ASSERT_EQ(context.series.size(), 4U); // the line, two runs, the untrained copies of both
    EXPECT_EQ(context.series[0].x, (std::vector<double> { 0.75, 1 }));
    EXPECT_EQ(context.series[0].y, (std::vector<double> { 0.2, 0.4 }));
    EXPECT_EQ(context.series[1].low, (std::vector<double> { 0.4 - 0.1 }));
    EXPECT_EQ(context.series[3].high, (std::vector<double> { 0.01, 0.01 }));
    EXPECT_NE(figure.caption.find("Not testable: Context of M @ 2"), std::string::npos);
    EXPECT_TRUE(std::get<CartesianPlot>(figure.panels[1].plot).series.empty());
}

} // namespace

} // namespace maskscope::test
