// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"

namespace maskscope {
namespace {

/// Mean cosine over all pairs of different rows: (|sum u|^2 - sum |u|^2) / (n (n - 1)), u the rows of length 1. A row
/// of zeros has the cosine 0 with every other.
double meanCosine(const ScratchMatrix& rows)
{
    Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(rows.cols());
    double own = 0;
    const auto add = [&](Eigen::Index i) {
        const Eigen::RowVectorXd row = rows.row(i).cast<double>();
        const double norm = row.norm();
        if (!(norm > 0))
            return;
        sum += row / norm;
        own += 1;
    };
    forEachRow(add, rows);
    const auto n = static_cast<double>(rows.rows());
    return (sum.squaredNorm() - own) / (n * (n - 1));
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions&)
{
    ResultBuilder out("baseline_similarity", "legacy.");
    if (!s.targets() || s.set().rows() < 2)
        return std::move(out).take();
    const double targets = meanCosine(s.set().targets), predictions = meanCosine(s.set().predictions);
    out.add("baseline_similarity",
            MetricNumbers {
                { "targets", targets }, { "predictions", predictions }, { "difference", predictions - targets } },
            "1", tokensOf(s),
            "Over all pairs (the old script drew at most 1000). A mean shared by all rows raises it whatever the rest "
            "does, and predictions of noise match targets of noise: a small difference shows no learning.");
    return std::move(out).take();
}

} // namespace

/// Mean cosine between two targets, and between two predictions, picked at random ("baseline cross-channel
/// similarity"). Unit: pairs of tokens. No interval and no null, as in the old diagnosis.
Metric baselineSimilarity() { return { "baseline_similarity", "Baseline similarity", compute, {} }; }

} // namespace maskscope
