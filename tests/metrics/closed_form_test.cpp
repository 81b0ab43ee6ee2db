// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Each metric on predictions whose numbers are known by construction.
#include <cmath>
#include <limits>
#include <numbers>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/metrics/sums/prediction_statistics.h"
#include "tests/metrics/synthetic.h"

namespace maskscope::test {
namespace {

using ::testing::AllOf;
using ::testing::Ge;
using ::testing::Le;

RowMaker positionCurve()
{
    return [](const TokenPlace& p, Eigen::RowVectorXd& row) {
        for (Eigen::Index d = 0; d < row.size(); ++d)
            row(d) = p.position * (d % 2 == 0 ? 1.0 : -2.0);
    };
}

RowMaker channelOnly()
{
    return [](const TokenPlace& p, Eigen::RowVectorXd& row) {
        for (Eigen::Index d = 0; d < row.size(); ++d)
            row(d) = d % 6 == p.channel ? 1.0 : 0.0;
    };
}

RowMaker noise(std::uint64_t seed)
{
    return [random = std::make_shared<Normal>(seed)](const TokenPlace&, Eigen::RowVectorXd& row) {
        for (double& v : row)
            v = (*random)();
    };
}

RowMaker constant(double value)
{
    return [value](const TokenPlace&, Eigen::RowVectorXd& row) { row.setConstant(value); };
}

TEST(HeldOutR2, PositionCurveIsExplainedByPositionOnly)
{
    // 20 bins leave 1/20 of the range: variance 1/400 of p's, plus the spread of t/T between lengths.
    const auto r = computeOne("heldout_r2", makeSet({ 4, 6, 60, 8, 0, false }, positionCurve()));
    EXPECT_GT(number(r, "diag.v1.position_r2"), 0.99);
    EXPECT_NEAR(number(r, "diag.v1.channel_r2"), 0, 1e-3);
    EXPECT_EQ(r.value("diag.v1.position_r2")->n, 4);
    EXPECT_EQ(r.value("diag.v1.position_r2")->unitOfInference, "recording");
}

TEST(HeldOutR2, ChannelIsExplainedExactly)
{
    const auto r = computeOne("heldout_r2", makeSet({ 3, 6, 20, 12, 0, false }, channelOnly()));
    EXPECT_NEAR(number(r, "diag.v1.channel_r2"), 1, 1e-12);
    EXPECT_NEAR(number(r, "diag.v1.position_r2"), 0, 1e-12);
}

TEST(HeldOutR2, NoiseIsNotExplained)
{
    const auto r = computeOne("heldout_r2", makeSet({ 5, 6, 40, 16, 0, false }, noise(1)));
    EXPECT_THAT(number(r, "diag.v1.position_r2"), AllOf(Ge(-0.05), Le(0.0)));
    EXPECT_THAT(number(r, "diag.v1.channel_r2"), AllOf(Ge(-0.05), Le(0.0)));
}

TEST(PositionPolynomial, DegreeDecidesWhatIsSeen)
{
    // p^2 about its middle: no linear part, all of it quadratic. Symmetric positions need t/T + (T-1-t)/T = const.
    const auto curve
        = [](const TokenPlace& p, Eigen::RowVectorXd& row) { row.setConstant(std::pow(p.token - 19.5, 2)); };
    const auto r = computeOne("position_polynomial", makeSet({ 1, 3, 40, 4, 0, false }, curve));
    EXPECT_NEAR(number(r, "diag.v1.position_r2_linear"), 0, 1e-12);
    EXPECT_NEAR(number(r, "diag.v1.position_r2_poly5"), 1, 1e-12);
}

TEST(VariancePartition, AdditiveDesignHasNoInteraction)
{
    const auto additive = [](const TokenPlace& p, Eigen::RowVectorXd& row) {
        row.setConstant(std::floor(p.position * 20) + 4.0 * p.channel);
    };
    const auto r = computeOne("variance_partition", makeSet({ 1, 6, 40, 4, 0, false }, additive));
    const std::string key = "diag.v1.variance_partition";
    // Variances of 0..19 and of 4 (0..5): (400 - 1)/12 and 16 (36 - 1)/12.
    const double position = 399.0 / 12, channel = 16 * 35.0 / 12;
    EXPECT_NEAR(number(r, key, "position"), position / (position + channel), 1e-9);
    EXPECT_NEAR(number(r, key, "channel"), channel / (position + channel), 1e-9);
    EXPECT_NEAR(number(r, key, "additive"), 1, 1e-9);
    EXPECT_NEAR(number(r, key, "interaction"), 0, 1e-9);
    EXPECT_NEAR(number(r, key, "residual"), 0, 1e-9);
    EXPECT_EQ(number(r, key, "cells"), 120);
}

TEST(ChannelDiversity, ChannelCodesHaveAKnownSpread)
{
    // 6 channels, each 1 in its own dimensions: every dimension has the spread of (1, 0, 0, 0, 0, 0).
    const auto r = computeOne("channel_diversity", makeSet({ 3, 6, 20, 12, 0, false }, channelOnly()));
    const double spread = std::sqrt(1.0 / 6 - 1.0 / 36);
    EXPECT_NEAR(number(r, "diag.v1.channel_diversity_per_dim"), spread, 1e-12);
    EXPECT_NEAR(number(r, "diag.v1.total_std_per_dim"), spread, 1e-2);
    // Distance from the mean: two dimensions at 5/6, ten at 1/6.
    const double distance = std::sqrt((2 * 25.0 / 36 + 10 / 36.0) / 12);
    for (const double d : r.array("channel_distance")->values)
        EXPECT_NEAR(d, distance, 1e-12);
    const auto& null = std::get<MetricNumbers>(*r.value("diag.v1.channel_diversity_per_dim")->null);
    EXPECT_LT(null[1].second, spread); // channels keep their code over recordings, which no exchange of labels does
}

TEST(ChannelDiversity, ChannelsThatDifferByChanceLieInTheNull)
{
    // Each sequence has an offset of its own: channels differ, but not the same way in every recording.
    auto random = std::make_shared<Normal>(7);
    std::map<std::pair<int, int>, Eigen::RowVectorXd> offsets;
    const auto r = computeOne("channel_diversity",
                              makeSet({ 5, 6, 20, 12, 0, false }, [&](const TokenPlace& p, Eigen::RowVectorXd& row) {
                                  auto [at, isNew] = offsets.try_emplace({ p.recording, p.channel }, row.size());
                                  for (Eigen::Index d = 0; isNew && d < row.size(); ++d)
                                      at->second(d) = (*random)();
                                  row = at->second;
                              }));
    const auto& null = std::get<MetricNumbers>(*r.value("diag.v1.channel_diversity_per_dim")->null);
    EXPECT_NEAR(number(r, "diag.v1.channel_diversity_per_dim") / null[0].second, 1, 0.15);
}

TEST(ChannelMeans, TheOldMeanIsBlindWhereTheAxisIsNot)
{
    // Channel code with a mean of 0 over dimensions, as a LayerNorm leaves it.
    const auto balanced = [](const TokenPlace& p, Eigen::RowVectorXd& row) {
        for (Eigen::Index d = 0; d < row.size(); ++d)
            row(d) = (d % 2 == 0 ? 1 : -1) * (p.channel - 2.5);
    };
    const auto r = computeOne("channel_means", makeSet({ 3, 6, 20, 16, 0, false }, balanced));
    for (const double v : r.array("mean_over_dimensions")->values)
        EXPECT_NEAR(v, 0, 1e-12);
    double largest = 0;
    for (const double v : r.array("axis_score")->values)
        largest = std::max(largest, std::abs(v));
    EXPECT_NEAR(largest, 2.5, 1e-9);
    EXPECT_NEAR(number(r, "diag.v1.channel_axis_share"), 1, 1e-12);
    const auto &low = r.array("axis_score_low")->values, &high = r.array("axis_score_high")->values;
    for (std::size_t c = 0; c < low.size(); ++c)
        EXPECT_NEAR(low[c], high[c], 1e-9); // every recording says the same
}

TEST(PcaSpectrum, EqualDirectionsCountThemselves)
{
    // Four orthogonal directions used equally often: four equal eigenvalues.
    const auto cycle = [](const TokenPlace& p, Eigen::RowVectorXd& row) {
        row.setZero();
        row(p.token % 4) = p.token % 8 < 4 ? 1 : -1;
    };
    const auto r = computeOne("pca_spectrum", makeSet({ 1, 3, 40, 10, 0, false }, cycle));
    EXPECT_NEAR(number(r, "diag.v1.participation_ratio"), 4, 1e-9);
    EXPECT_NEAR(number(r, "diag.v1.effective_rank_centred"), 4, 1e-4);
    EXPECT_NEAR(number(r, "diag.v1.pca_top1"), 0.25, 1e-9);
    EXPECT_NEAR(number(r, "diag.v1.pca_top3"), 0.75, 1e-9);
    EXPECT_EQ(number(r, "diag.v1.pcs_for_90"), 4);
    EXPECT_NEAR(number(r, "diag.v1.rankme_uncentred"), 4, 1e-2);
    EXPECT_NEAR(number(r, "diag.v1.alpha_req", "slope"), 0, 1e-9);
    EXPECT_EQ(number(r, "diag.v1.alpha_req", "k_last"), 4);
}

TEST(PcaSpectrum, PowerLawGivesItsExponent)
{
    // Orthogonal cosines of equal energy, weighted so that the k-th eigenvalue is k^-1.5.
    const auto law = [](const TokenPlace& p, Eigen::RowVectorXd& row) {
        for (Eigen::Index d = 0; d < row.size(); ++d) {
            const double k = static_cast<double>(d) + 1;
            row(d) = std::pow(k, -0.75) * std::cos(2 * std::numbers::pi * k * p.position);
        }
    };
    const auto r = computeOne("pca_spectrum", makeSet({ 1, 2, 64, 20, 0, false }, law));
    EXPECT_NEAR(number(r, "diag.v1.alpha_req", "slope"), -1.5, 1e-6);
    EXPECT_NEAR(number(r, "diag.v1.alpha_req", "fit_r2"), 1, 1e-9);
}

TEST(Skill, PerfectAndMeanPredictionsHaveKnownSkill)
{
    const auto perfect = computeOne("skill", makeSet({ 3, 4, 20, 8, 0, false }, noise(5), noise(5)));
    EXPECT_EQ(number(perfect, "diag.v1.mse"), 0);
    for (const std::string base : { "global", "position", "channel", "position_channel" })
        EXPECT_NEAR(number(perfect, "diag.v1.skill_vs_" + base), 1, 1e-12);
    // A constant 0 against targets +1 and -1, which balance in every group: no better than the mean.
    const auto sign = [](const TokenPlace& p, Eigen::RowVectorXd& row) { row.setConstant(p.token % 2 == 0 ? 1 : -1); };
    const auto zero = computeOne("skill", makeSet({ 1, 4, 20, 8, 0, false }, constant(0), sign));
    EXPECT_NEAR(number(zero, "diag.v1.mse"), 1, 1e-12);
    EXPECT_EQ(zero.value("diag.v1.skill_vs_global"), nullptr); // one recording: nothing held out
}

TEST(PatternCorrelation, SignsAndConstants)
{
    const auto ramp = [](double sign) {
        return [sign](const TokenPlace& p, Eigen::RowVectorXd& row) {
            for (Eigen::Index d = 0; d < row.size(); ++d)
                row(d) = sign * static_cast<double>(d) * (p.channel == 0 ? 0 : 1) + 0.1;
        };
    };
    // 4 channels; channel 0 is constant and counts as 0, the others are mirrored.
    const auto r = computeOne("pattern_correlation", makeSet({ 1, 4, 20, 8, 0, false }, ramp(1), ramp(-1)));
    EXPECT_NEAR(number(r, "legacy.pattern_correlation", "mean"), -0.75, 1e-9);
    EXPECT_NEAR(number(r, "legacy.pattern_correlation", "median"), -1, 1e-9);
    EXPECT_EQ(number(r, "legacy.pattern_correlation", "over_0.5"), 0);
}

TEST(Legacy, APositionCurveInManyDimensionsFoolsTheOldTopThree)
{
    const auto set = makeSet({ 2, 6, 30, 512, 0, false },
                             [](const TokenPlace& p, Eigen::RowVectorXd& row) { row.setConstant(p.position); });
    const auto r = computeOne("legacy", set);
    EXPECT_NEAR(number(r, "legacy.top3_raw_dims_fraction"), 3.0 / 512, 1e-9);
    EXPECT_NEAR(number(r, "legacy.mean_abs_position_correlation"), 1, 1e-6);
    EXPECT_NEAR(number(computeOne("pca_spectrum", set), "diag.v1.pca_top1"), 1, 1e-9);
}

TEST(PositionCorrelation, ACurveLiesAboveItsNullAndNoiseInside)
{
    const MetricOptions options { 20, 200, 3 };
    const auto curve = computeOne("position_correlation", makeSet({ 6, 4, 40, 8, 0, false }, positionCurve()), options);
    EXPECT_NEAR(curve.array("sorted_correlation")->values.front(), 1, 1e-6);
    for (std::size_t i = 0; i < 8; ++i)
        EXPECT_GT(curve.array("sorted_correlation")->values[i], curve.array("null_high")->values[i]);
    EXPECT_NEAR(number(curve, "diag.v1.position_profile_share"), 1, 1e-6);
    const auto& profile = curve.array("profile")->values;
    for (std::size_t b = 1; b < profile.size(); ++b)
        EXPECT_GT(profile[b], profile[b - 1]);

    const auto flat = computeOne("position_correlation", makeSet({ 6, 4, 40, 64, 0, false }, noise(8)), options);
    int inside = 0;
    for (std::size_t i = 0; i < 64; ++i) {
        const double v = flat.array("sorted_correlation")->values[i];
        inside += v >= flat.array("null_low")->values[i] && v <= flat.array("null_high")->values[i] ? 1 : 0;
    }
    EXPECT_GE(inside, 50);
}

TEST(PositionCorrelation, SlowDriftOfOneRecordingIsNotAboveTheNull)
{
    // A slow wave without relation to the position, the same in every channel: |r| is large, the null must be too.
    const auto drift = [](const TokenPlace& p, Eigen::RowVectorXd& row) {
        for (Eigen::Index d = 0; d < row.size(); ++d)
            row(d) = std::cos(2 * std::numbers::pi * (p.position + 0.05 * static_cast<double>(d)));
    };
    const auto r = computeOne("position_correlation", makeSet({ 1, 6, 60, 20, 0, false }, drift));
    EXPECT_GT(r.array("sorted_correlation")->values.front(), 0.6);
    EXPECT_LE(r.array("sorted_correlation")->values.front(), r.array("null_high")->values.front() + 0.02);
}

TEST(PositionCorrelation, TheSameSeedGivesTheSameNull)
{
    const auto set = makeSet({ 3, 4, 30, 8, 0.2, false }, noise(9));
    const auto a = computeOne("position_correlation", set, { 20, 50, 1 }),
               b = computeOne("position_correlation", set, { 20, 50, 1 });
    EXPECT_EQ(a.array("null_high")->values, b.array("null_high")->values);
    EXPECT_NE(a.array("null_high")->values,
              computeOne("position_correlation", set, { 20, 50, 2 }).array("null_high")->values);
}

TEST(AllMetrics, AConstantPredictionHasOnlyWhatHasAMeaning)
{
    const auto results = computeMetrics(makeSet({ 3, 4, 20, 8, 0, false }, constant(0.1), noise(4)));
    ASSERT_TRUE(results.has_value());
    for (const auto& result : *results) {
        for (const char* key : { "diag.v1.position_r2", "diag.v1.pca_top1", "diag.v1.variance_partition",
                                 "diag.v1.position_r2_linear", "legacy.mean_abs_position_correlation",
                                 "legacy.top3_raw_dims_fraction", "diag.v1.position_correlation" })
            EXPECT_EQ(result.value(key), nullptr) << key;
    }
    EXPECT_NEAR(number(computeOne("legacy", makeSet({ 1, 1, 5, 3, 0, false }, constant(0.1))), "legacy.std"), 0, 1e-12);
}

TEST(AllMetrics, NanPredictionsGiveSizesAndTheReason)
{
    auto set = makeSet({ 2, 3, 10, 4, 0, false }, noise(2));
    set->predictions(3, 1) = std::numeric_limits<float>::quiet_NaN();
    const auto results = computeMetrics(set);
    ASSERT_TRUE(results.has_value());
    std::size_t values = 0;
    for (const auto& result : *results)
        values += result.values.size();
    EXPECT_EQ(values, 2U);
    EXPECT_THAT(computeOne("legacy", set).value("legacy.samples")->note,
                ::testing::HasSubstr("1 predicted values are NaN"));
}

TEST(AllMetrics, ASetThatDoesNotFitTogetherIsRefused)
{
    auto set = makeSet({ 2, 3, 10, 4, 0, false }, noise(2));
    set->channel[0] = 7;
    const auto results = computeMetrics(set);
    ASSERT_FALSE(results.has_value());
    EXPECT_EQ(results.error().code, ErrorCode::Mismatch);
}

TEST(AllMetrics, CancelIsObeyedAndAnEmptySetIsNoCrash)
{
    std::stop_source stop;
    stop.request_stop();
    const auto results = computeMetrics(makeSet({ 2, 3, 10, 4, 0, false }, noise(2)), {}, {}, stop.get_token());
    ASSERT_FALSE(results.has_value());
    EXPECT_EQ(results.error().code, ErrorCode::Cancelled);
    EXPECT_TRUE(computeMetrics(std::make_shared<PredictionSet>()).has_value());
}

} // namespace
} // namespace maskscope::test
