// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/drawing/number_figure.h"
#include "analysis/metrics/intervals/plan_clusters.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"

namespace maskscope {
namespace {

/// Cosine of two rows less `centre`; NaN where one of them is nothing but the centre. What is no more than rounding of
/// float32 counts as nothing.
double centredCosine(const Eigen::RowVectorXd& a, const Eigen::RowVectorXd& b, const Eigen::RowVectorXd& centre)
{
    constexpr double rounding = 1e-6;
    const Eigen::RowVectorXd x = a - centre, y = b - centre;
    if (!(x.norm() > rounding * a.norm()) || !(y.norm() > rounding * b.norm()))
        return std::numeric_limits<double>::quiet_NaN();
    return x.dot(y) / (x.norm() * y.norm());
}

Result<MetricResult> computeLegacy(PredictionStatistics& s, const MetricOptions&)
{
    ResultBuilder out("consistency", "legacy.");
    const PlanStatistics* plan = s.plan();
    if (!plan || plan->alone.rows() == 0)
        return std::move(out).take();
    double sum = 0;
    const auto add = [&](Eigen::Index row) {
        const Eigen::RowVectorXd a = plan->alone.row(row).cast<double>(), b = plan->together.row(row).cast<double>();
        sum += a.dot(b) / (a.norm() * b.norm() + 1e-8);
    };
    forEachRow(add, plan->alone, plan->together);
    out.add(
        "mean_consistency", sum / static_cast<double>(plan->alone.rows()), "1", { plan->alone.rows(), "token" },
        "Shows no use of context: what all predictions share makes it high, and a model that sees only the position "
        "scores anything (0.34 was seen).");
    return std::move(out).take();
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions& options)
{
    ResultBuilder out("consistency_centred", "diag.v1.");
    const PlanStatistics* plan = s.plan();
    if (!plan || plan->alone.rows() == 0)
        return std::move(out).take();
    const Eigen::RowVectorXd centre = s.predictions().mean();
    const auto sequences = static_cast<Eigen::Index>(plan->recording.size());
    Eigen::VectorXd cosine = Eigen::VectorXd::Zero(sequences), known = Eigen::VectorXd::Zero(sequences);
    const auto add = [&](Eigen::Index row) {
        const double c
            = centredCosine(plan->alone.row(row).cast<double>(), plan->together.row(row).cast<double>(), centre);
        if (!std::isfinite(c))
            return;
        const auto sequence = static_cast<Eigen::Index>(plan->lookedAt[static_cast<std::size_t>(row)]);
        cosine(sequence) += c;
        known(sequence) += 1;
    };
    forEachRow(add, plan->alone, plan->together);
    const PlanClusters clusters(*plan);
    if (!(known.sum() > 0)) {
        out.addUntestable("consistency_centred", "1", clusters.inference(),
                          "the predictions of these tokens are the mean of all predictions");
        return std::move(out).take();
    }
    clusters.addRatio(
        out, "consistency_centred", cosine, known, options, "1",
        "How alike a token is predicted with all context and with none, beyond what all predictions share. "
        "High: context changes little, or position alone decides. It says nothing about errors.");
    return std::move(out).take();
}

Figure figure(std::span<const RunView> runs)
{
    return makeNumberFigure({ "consistency_centred",
                              "Consistency, centred",
                              "Cosine",
                              { { "diag.v1.consistency_centred", "Only it masked against everything masked" } },
                              "Cosine of centred predictions of a token with only it masked and with everything "
                              "masked. Near 1: the context changes little." },
                            runs);
}

} // namespace

/// Cosine of the prediction of one token with only it masked and with everything masked, mean over the tokens of
/// middleTokens(): the old "context test". No interval and no null.
Metric legacyConsistency() { return { "consistency", "Consistency", computeLegacy, {} }; }

/// The same of predictions less the mean of the run's predictions. Unit of inference: the recording (sequences below
/// eight). Null: untrained copies. A model that predicts one vector has none: not testable.
Metric consistencyCentred() { return { "consistency_centred", "Consistency, centred", compute, figure }; }

} // namespace maskscope
