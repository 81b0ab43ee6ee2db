// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/drawing/number_figure.h"
#include "analysis/metrics/intervals/plan_clusters.h"
#include "analysis/metrics/sums/prediction_statistics.h"

namespace maskscope {
namespace {

/// [sequence of the plan] sum over its rows of the squared distance from the mean prediction.
Eigen::VectorXd spreadBySequence(PredictionStatistics& s, const PlanStatistics& plan)
{
    Eigen::VectorXd spread = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(plan.recording.size()));
    s.predictions().eachBlock([&](Eigen::Index first, const RowMatrixD& block) {
        for (Eigen::Index i = 0; i < block.rows(); ++i)
            spread(s.set().sequence[static_cast<std::size_t>(first + i)]) += block.row(i).squaredNorm();
    });
    return spread;
}

struct Ablation { // or replacement, as behind the gains: a gain of 0 where predictions do not move says nothing
    InputChange change;
    const char* key;
    const char* note;
};

void addNeighbourSkill(ResultBuilder& out, PredictionStatistics& s, const PlanStatistics& plan,
                       const PlanClusters& clusters, const MetricOptions& options)
{
    if (!s.targets())
        return;
    if (!(plan.neighbourRows.sum() > 0))
        return out.addUntestable("skill_vs_neighbour", "1", clusters.inference(),
                                 "no masked token has a visible neighbour");
    MetricValue* value = clusters.addRatio(
        out, "skill_vs_neighbour", plan.neighbourError - plan.neighbourOwnError, plan.neighbourError, options, "1",
        "Against linear interpolation of the visible neighbours' targets, over the tokens that have "
        "one. Below 0: interpolating is better than the model.");
    if (value)
        value->n = clusters.recordings();
}

void addEnergy(ResultBuilder& out, const PlanStatistics& plan, const PlanClusters& clusters,
               const MetricOptions& options)
{
    if (plan.codeSquares.rows() == 0 || !(plan.tokens.sum() > 0))
        return;
    MetricNumbers energies;
    std::vector<std::pair<std::string, Interval>> intervals;
    // Of sequences with a masked token: batches without one are not run.
    const auto total = [](const std::vector<double>& sums) { return std::accumulate(sums.begin(), sums.end(), 0.0); };
    const std::vector<double> tokens = clusters.sum(plan.tokens);
    for (const char* code : { "token", "temporal", "spatial" }) {
        const std::vector<double> squares
            = clusters.sum(plan.codeSquares.col(static_cast<Eigen::Index>(energies.size())));
        energies.emplace_back(code, std::sqrt(total(squares) / total(tokens)));
        if (options.intervals)
            if (const auto of = jackknifeRatio(squares, tokens).interval)
                intervals.emplace_back(
                    code, Interval { std::sqrt(std::max(0.0, of->low)), std::sqrt(std::max(0.0, of->high)) });
    }
    MetricValue* value
        = out.add("encoding_energy", std::move(energies), kModelUnit, clusters.inference(),
                  "RMS of each code at the backbone's input, over all tokens of sequences with a masked one. A large "
                  "code need not be used.");
    if (!value || intervals.empty())
        return;
    value->intervals = std::move(intervals);
    value->intervalUnit = clusters.unit();
    if (!speaksOfPopulation(clusters.unit()))
        noteWithin(*value, clusters.unit());
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions& options)
{
    ResultBuilder out("ablation", "diag.v1.");
    const PlanStatistics* plan = s.plan();
    if (!plan)
        return std::move(out).take();
    const PlanClusters clusters(*plan);
    const Eigen::VectorXd spread = spreadBySequence(s, *plan);
    const std::string scope = "Shows that predictions depend on it; untrained networks depend on it too.";
    for (const auto& [change, key, note] :
         { Ablation { InputChange::NoTemporalCode, "ablation_temporal", "Left out the temporal code. " },
           Ablation { InputChange::NoSpatialCode, "ablation_spatial", "Left out the spatial code. " },
           Ablation { InputChange::ContextZeroed, "ablation_context", "Visible windows are zeros. " },
           Ablation { InputChange::PositionMirrored, "replaced_position",
                      "The temporal code of the mirrored position. " },
           Ablation { InputChange::ChannelMoved, "replaced_channel", "The spatial code of the next channel. " },
           Ablation { InputChange::ContextSwapped, "replaced_context", "Visible windows of another recording. " } }) {
        const PassSums* pass = plan->pass(change);
        if (pass && !pass->summary.applies && isNotComputable(pass->summary.reason))
            out.addUntestable(key, "1", { clusters.recordings(), "recording" }, pass->summary.reason);
        if (!pass || !pass->summary.applies)
            continue;
        MetricValue* value = clusters.addRatio(out, key, pass->change, spread, options, "1", note + scope);
        if (value && !(pass->summary.relativeInputChange > 0)) {
            value->untestable = pass->summary.reason;
            value->interval.reset();
            value->intervalUnit.clear();
        }
    }
    addEnergy(out, *plan, clusters, options);
    addNeighbourSkill(out, s, *plan, clusters, options);
    return std::move(out).take();
}

Figure figure(std::span<const RunView> runs)
{
    return makeNumberFigure({ "ablation",
                              "Left-out inputs",
                              "Change / spread",
                              { { "diag.v1.ablation_temporal", "no time" },
                                { "diag.v1.ablation_spatial", "no place" },
                                { "diag.v1.ablation_context", "no context" },
                                { "diag.v1.replaced_position", "other time" },
                                { "diag.v1.replaced_channel", "other place" },
                                { "diag.v1.replaced_context", "other context" } },
                              "How far predictions move when an input is left out or replaced, against their own "
                              "spread. Dependence, not learning." },
                            runs);
}

} // namespace

/// How far predictions move when a code is left out, or replaced as for the gains, against their own spread: |Z - Z'|^2
/// / |Z - mean|^2; the size of the codes; and the skill against interpolation.
Metric ablation() { return { "ablation", "Left-out inputs", compute, figure }; }

} // namespace maskscope
