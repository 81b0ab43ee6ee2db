// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cmath>

#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/drawing/number_figure.h"
#include "analysis/metrics/intervals/plan_clusters.h"
#include "analysis/metrics/sums/prediction_statistics.h"

namespace maskscope {
namespace {

constexpr std::array<const char*, 3> kCodes { "token", "temporal", "spatial" };

/// One norm under the names of the three codes.
MetricNumbers everyCode(double norm)
{
    MetricNumbers numbers;
    for (const char* code : kCodes)
        numbers.emplace_back(code, norm);
    return numbers;
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions& options)
{
    ResultBuilder out("gradients", "diag.v1.");
    const PlanStatistics* plan = s.plan();
    if (!plan || plan->gradients.empty())
        return std::move(out).take();
    const auto sequences = static_cast<Eigen::Index>(plan->recording.size());
    Eigen::VectorXd error = Eigen::VectorXd::Zero(sequences);
    std::array<Eigen::VectorXd, 3> products { error, error, error };
    double squares = 0, summed = 0, values = 0;
    for (const SequenceGradient& of : plan->gradients) {
        const auto i = static_cast<Eigen::Index>(of.sequence);
        error(i) = of.squaredError;
        for (std::size_t code = 0; code < kCodes.size(); ++code)
            products[code](i) = of.products[code];
        squares += of.squares;
        summed += of.summedSquares;
        values += plan->rows.row(i).sum() * plan->dim;
    }
    const std::string looked = "Over " + std::to_string(plan->gradients.size()) + " of "
        + std::to_string(plan->recording.size()) + " sequences. ";
    const std::string sum
        = "The codes are added at the backbone's input, so the gradient into each of them is the same: "
          "it cannot tell which of them the model uses.";
    const PlanClusters clusters = PlanClusters::ofLookedInto(*plan);
    const InferenceUnit recordings = clusters.inference();
    out.add("gradient_norm", everyCode(std::sqrt(squares) / values), kModelUnit, recordings, looked + sum);
    out.add("gradient_norm_summed", everyCode(std::sqrt(summed) / values), kModelUnit, recordings,
            looked + "Summed over the tokens of a sequence first. " + sum);
    for (std::size_t code = 0; code < kCodes.size(); ++code)
        clusters.addRatio(out, std::string("gradient_effect_") + kCodes[code], products[code], error, options, "1",
                          looked
                              + "To first order, the relative change of the loss for a relative change of this code; "
                                "leaving it out altogether is no small change: see the ablations.");
    return std::move(out).take();
}

Figure figure(std::span<const RunView> runs)
{
    return makeNumberFigure(
        { "gradients",
          "Gradients into the codes",
          "Gradient x input / loss",
          { { "diag.v1.gradient_effect_token", "token" },
            { "diag.v1.gradient_effect_temporal", "temporal" },
            { "diag.v1.gradient_effect_spatial", "spatial" } },
          "To first order, the relative change of the masked loss for a relative change of each code." },
        runs);
}

} // namespace

/// Gradients of the masked mean squared error L into the codes at the backbone's input: the norm |dL/dc| over all
/// tokens looked into, the norm of the gradient summed over the tokens of each sequence, and gradient times input
/// <dL/dc, c> / L (Shrikumar et al. 2016) for each code c. Sequences are chosen evenly over the run. Intervals of the
/// effects over recordings (sequences). Cannot show: use of a code; a gradient is local, and three codes that are added
/// share one.
Metric gradients() { return { "gradients", "Gradients into the codes", compute, figure }; }

} // namespace maskscope
