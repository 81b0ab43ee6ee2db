// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Collapse, leaks, layers' similarity and the probe of recordings, against closed forms and simulations of known truth.
#include <cmath>

#include <Eigen/QR>
#include <gmock/gmock.h>

#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/numerics/linear_cka.h"
#include "tests/metrics/synthetic.h"

namespace maskscope {
namespace {

using namespace test;
using ::testing::HasSubstr;

constexpr int kDim = 24;

/// Targets of two directions (position along one, channel along another) under white noise; predictions are the part
/// without noise, times `scale`.
std::shared_ptr<PredictionSet> twoDirections(double noise, double scale)
{
    const auto shared = [](const TokenPlace& at, Eigen::RowVectorXd& row) {
        row.setZero();
        row(0) = std::sqrt(12.0) * (at.position - 0.5);
        row(1) = at.channel % 2 == 0 ? 1 : -1;
    };
    auto normal = std::make_shared<Normal>(7);
    return makeSet(
        { .recordings = 10, .channels = 8, .tokens = 20, .dim = kDim },
        [shared, scale](const TokenPlace& at, Eigen::RowVectorXd& row) {
            shared(at, row);
            row *= scale;
        },
        [shared, normal, noise](const TokenPlace& at, Eigen::RowVectorXd& row) {
            shared(at, row);
            for (Eigen::Index d = 0; d < row.size(); ++d)
                row(d) += noise * (*normal)();
        });
}

TEST(Collapse, ReproduciblePartIsFoundUnderNoise)
{
    const MetricResult result = computeOne("collapse", twoDirections(1, 1));
    // Two directions of variance 1 each: rank 2, variance 2 / dim, however much noise the targets hold.
    EXPECT_NEAR(number(result, "diag.v1.collapse_predictions", "reproducible_rank"), 2, 0.25);
    EXPECT_NEAR(number(result, "diag.v1.collapse_predictions", "reproducible_variance"), 2.0 / kDim, 0.02);
    EXPECT_NEAR(number(result, "diag.v1.collapse_predictions", "participation_ratio"), 2, 0.1);
    // The noisy targets themselves fill nearly all directions.
    EXPECT_GT(number(result, "diag.v1.collapse_targets", "participation_ratio"), 10);
}

TEST(Collapse, NothingReproducibleIsNotTestable)
{
    auto normal = std::make_shared<Normal>(3);
    const RowMaker noise = [normal](const TokenPlace&, Eigen::RowVectorXd& row) {
        for (Eigen::Index d = 0; d < row.size(); ++d)
            row(d) = (*normal)();
    };
    const auto set = makeSet({ .recordings = 10, .channels = 8, .tokens = 40, .dim = kDim }, noise, noise);
    const MetricResult result = computeOne("collapse", set);
    const MetricValue* value = result.value("diag.v1.collapse_predictions");
    ASSERT_NE(value, nullptr);
    EXPECT_THAT(value->untestable, HasSubstr("reproduce nothing"));
}

TEST(Collapse, TargetsThatHardlyVaryAboutTheirMean)
{
    auto normal = std::make_shared<Normal>(5);
    const RowMaker target = [normal](const TokenPlace&, Eigen::RowVectorXd& row) {
        for (Eigen::Index d = 0; d < row.size(); ++d)
            row(d) = 1 + 0.1 * (*normal)();
    };
    const auto set = makeSet({ .dim = kDim }, target, target);
    const MetricResult result = computeOne("collapse", set);
    EXPECT_NEAR(number(result, "diag.v1.collapse_targets", "variance_share"), 0.01 / 1.01, 0.001);
}

TEST(Leak, IsTheChangeOverTheSpread)
{
    const auto set = twoDirections(0, 1);
    const auto leakOf = [&](double change) {
        auto plan = std::make_shared<PlanStatistics>();
        plan->leak = { change * 100, 100 };
        auto statistics = PredictionStatistics::create(set, 20, plan);
        return number(*findMetric("collapse")->compute(*statistics, {}), "diag.v1.leak");
    };
    EXPECT_EQ(leakOf(0), 0);
    // Predictions have a total variance near 2 (1 + 1): a mean squared change of 0.02 is a tenth of their spread.
    EXPECT_NEAR(leakOf(0.02), 0.1, 0.005);
}

TEST(LinearCka, KnowsRotationsAndIndependence)
{
    Normal normal(11);
    const auto draw = [&](Eigen::Index rows, Eigen::Index columns) {
        RowMatrixD m(rows, columns);
        for (Eigen::Index i = 0; i < m.size(); ++i)
            m.data()[i] = normal();
        return m;
    };
    const RowMatrixD a = draw(120, 40);
    const Eigen::MatrixXd turn = Eigen::HouseholderQR<Eigen::MatrixXd>(draw(40, 40)).householderQ();
    EXPECT_NEAR(*linearCka(a, a), 1, 1e-12);
    EXPECT_NEAR(*linearCka(a, RowMatrixD(3 * a * turn).rowwise() + draw(1, 40).row(0)), 1, 1e-9);
    double mean = 0; // without a bias though there are more dimensions than tokens
    for (int i = 0; i < 40; ++i)
        mean += *linearCka(draw(60, 200), draw(60, 200)) / 40;
    EXPECT_NEAR(mean, 0, 0.02);
    EXPECT_FALSE(linearCka(a, draw(119, 40)));
    EXPECT_FALSE(linearCka(RowMatrixD::Ones(10, 3), draw(10, 3)));
}

TEST(UnitProbe, TellsRecordingsThatDiffer)
{
    auto normal = std::make_shared<Normal>(13);
    const auto ofStrength = [normal](double own) {
        return makeSet({ .recordings = 6, .channels = 8, .tokens = 40, .dim = kDim },
                       [normal, own](const TokenPlace& at, Eigen::RowVectorXd& row) {
                           for (Eigen::Index d = 0; d < row.size(); ++d)
                               row(d) = own * (d == at.recording ? 1 : 0) + (*normal)();
                       });
    };
    const MetricResult differ = computeOne("unit_probe", ofStrength(3)),
                       alike = computeOne("unit_probe", ofStrength(0));
    EXPECT_GT(number(differ, "diag.v1.unit_probe"), 0.95);
    EXPECT_NEAR(number(alike, "diag.v1.unit_probe"), 1.0 / 6, 0.2);
    EXPECT_NEAR(std::get<double>(*alike.value("diag.v1.unit_probe")->null), 1.0 / 6, 1e-12);
    EXPECT_GT(number(differ, "diag.v1.unit_share"), 4 * number(alike, "diag.v1.unit_share"));
}

} // namespace
} // namespace maskscope
