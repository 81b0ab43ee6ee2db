// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <map>
#include <numeric>

#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"
#include "analysis/numerics/covariance.h"

namespace maskscope {

namespace {

constexpr double kSureErrors = 3; // standard errors: less may be noise of the cells' means
constexpr double kLeastShare = 0.005; // of the targets' variance: below it others reproduce nothing

/// Means of the cells (channel, bin) in two halves of the units that share no unit, each less the half's mean.
struct Halves {
    RowMatrixD first, second; ///< [cell, dim]
    Eigen::VectorXd weight; ///< [cell] share of the rows
};

Halves halvesOf(const RowGroups& groups, const GroupSums& cells)
{
    std::map<std::pair<int, int>, std::array<std::vector<Eigen::Index>, 2>> found; // by channel and bin
    for (std::size_t i = 0; i < groups.cells.size(); ++i) {
        const auto& cell = groups.cells[i];
        found[{ cell.channel, cell.bin }][static_cast<std::size_t>(cell.recording % 2)].push_back(
            static_cast<Eigen::Index>(i));
    }
    std::erase_if(found, [](const auto& of) { return of.second[0].empty() || of.second[1].empty(); });
    const auto count = static_cast<Eigen::Index>(found.size());
    Halves h { RowMatrixD(count, cells.sums.cols()), RowMatrixD(count, cells.sums.cols()), Eigen::VectorXd(count) };
    Eigen::Index at = 0;
    for (const auto& [place, of] : found) {
        double rows = 0;
        for (const std::size_t half : { 0, 1 }) {
            RowMatrixD& means = half == 0 ? h.first : h.second;
            Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(means.cols());
            double own = 0;
            for (const Eigen::Index cell : of[half]) {
                sum += cells.sums.row(cell);
                own += cells.counts(cell);
            }
            means.row(at) = sum / own;
            rows += own;
        }
        h.weight(at++) = rows;
    }
    if (count > 0)
        h.weight /= h.weight.sum();
    for (RowMatrixD* means : { &h.first, &h.second })
        means->rowwise() -= h.weight.transpose() * *means;
    return h;
}

/// Variance and participation ratio of what cells have in common over units, by products of the two halves alone.
struct Reproducible {
    double variance = 0; ///< mean over dimensions
    double error = 0; ///< standard error of it, over cells
    double rank = 0; ///< NaN: noise leaves none
};

Reproducible reproducible(const RowGroups& groups, const GroupSums& cells)
{
    const Halves h = halvesOf(groups, cells);
    if (h.weight.size() == 0)
        return { 0, 0, std::numeric_limits<double>::quiet_NaN() };
    RowMatrixD products = RowMatrixD::Zero(h.first.rows(), h.first.rows());
    addProduct(RowMatrixD(h.first.transpose()), RowMatrixD(h.second.transpose()), products); // [cell, cell]
    const double trace = products.diagonal().dot(h.weight);
    double square = 0; // of the covariance across the halves, traced
    for (Eigen::Index i = 0; i < products.rows(); ++i)
        for (Eigen::Index j = 0; j < products.cols(); ++j)
            square += h.weight(i) * h.weight(j) * products(i, j) * products(j, i);
    const Eigen::VectorXd own = products.diagonal().array() - trace;
    const auto dim = static_cast<double>(cells.sums.cols());
    return { trace / dim, h.weight.cwiseProduct(own).norm() / dim,
             trace > 0 && square > 0 ? trace * trace / square : std::numeric_limits<double>::quiet_NaN() };
}

double participationRatio(const Eigen::MatrixXd& covariance)
{
    const double trace = covariance.trace(), squares = covariance.squaredNorm();
    return squares > 0 ? trace * trace / squares : std::numeric_limits<double>::quiet_NaN();
}

void addPredictions(ResultBuilder& out, PredictionStatistics& s)
{
    const InferenceUnit units = recordingsOf(s);
    if (units.n < 2)
        return;
    const auto dim = static_cast<double>(s.set().dim());
    const Reproducible of = reproducible(s.groups(), s.targets()->cells());
    if (!(of.variance > kLeastShare * s.targets()->covariance().trace() / dim && of.variance > kSureErrors * of.error))
        return out.addUntestable(
            "collapse_predictions", "1", units,
            "Other " + units.name
                + "s reproduce nothing of the targets: the best prediction from what they share is "
                  "one constant");
    out.addPartial("collapse_predictions",
                   MetricNumbers { { "participation_ratio", participationRatio(s.predictions().covariance()) },
                                   { "reproducible_rank", of.rank },
                                   { "variance", s.predictions().covariance().trace() / dim },
                                   { "reproducible_variance", of.variance } },
                   "1 and (model unit)²", units,
                   "Against what position and channel have in common over " + units.name
                       + "s, by products of two halves of them: a model that has learned from the context is richer.");
}

void addTargets(ResultBuilder& out, PredictionStatistics& s)
{
    const InferenceUnit units = recordingsOf(s);
    if (s.set().output == OutputKind::Signal)
        return out.addUntestable("collapse_targets", "1", units, "samples without an encoder of the model's own");
    const Eigen::MatrixXd& covariance = s.targets()->covariance();
    const double squares = covariance.trace() + s.targets()->mean().squaredNorm();
    if (!(squares > 0))
        return;
    out.addPartial("collapse_targets",
                   MetricNumbers { { "participation_ratio", participationRatio(covariance) },
                                   { "variance_share", covariance.trace() / squares },
                                   { "variance", covariance.trace() / static_cast<double>(s.set().dim()) },
                                   { "raw_participation_ratio", s.set().rawParticipationRatio },
                                   { "raw_variance_share", s.set().rawVarianceShare } },
                   "1", units,
                   "A trained token encoder can map every window to nearly the same vector: then the masked error is "
                   "small whatever the model knows. Untrained copies have encoders of their own.");
}

void addLeak(ResultBuilder& out, PredictionStatistics& s)
{
    const PlanStatistics* plan = s.plan();
    if (!plan || plan->leak.rows == 0)
        return;
    const double spread = s.predictions().covariance().trace();
    const double change = plan->leak.change / static_cast<double>(plan->leak.rows);
    out.add("leak", change > 0 ? std::sqrt(change / std::max(spread, 1e-300)) : 0.0, "1", { plan->leak.rows, "token" },
            "Root mean square change of predictions, of their spread, when noise is written under the masks. Over the "
            "sequences that are looked into. 0 for a sound model.");
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions&)
{
    ResultBuilder out("collapse", "diag.v1.");
    if (s.targets()) {
        addPredictions(out, s);
        addTargets(out, s);
    }
    addLeak(out, s);
    return std::move(out).take();
}

} // namespace

/// Three questions that are not one (docs/verdict.md): predictions against the part of the targets that other units
/// reproduce (participation ratio (tr M)^2 / tr M^2 of the covariance M of the cells' means across two halves of the
/// units); targets against the raw windows and, beside the number, the targets of untrained copies; and `leak`. Unit of
/// inference: the recording or subject; no intervals, no permutation null. Cannot show that a poor spectrum is wrong
/// where nothing richer can be predicted.
Metric collapse() { return { "collapse", "Collapse and leaks", compute, {} }; }

} // namespace maskscope
