// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <limits>

#include "analysis/metrics/drawing/figure_support.h"
#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/intervals/plan_clusters.h"
#include "analysis/metrics/sums/prediction_statistics.h"

namespace maskscope {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Gain {
    InputChange change;
    const char* key;
    const char* title; // of its place on the axis
    const char* note;
};
constexpr std::array<Gain, 4> kGains { {
    { InputChange::ContextSwapped, "context_gain_swapped", "context",
      "What the true context is worth against that of another recording. Below 0: context hurts." },
    { InputChange::ContextZeroed, "context_gain_none", "context (none)",
      "Against zeros, which the model may never have seen: it can be large for that reason alone." },
    { InputChange::PositionMirrored, "position_gain", "position",
      "What the true position is worth against the mirrored one. A course that is the same both ways leaves it at 0." },
    { InputChange::ChannelMoved, "channel_gain", "channel",
      "What the true electrode position is worth against the next channel's; it needs the spatial projection that the "
      "model was trained with." },
} };

bool unchanged(const PassSums& pass) { return pass.summary.applies && !(pass.summary.relativeInputChange > 0); }

Eigen::VectorXd errorsBySequence(const PassSums& pass) { return pass.squaredError.rowwise().sum(); }

void addGain(ResultBuilder& out, const PlanStatistics& plan, const PlanClusters& clusters, const Gain& gain,
             const MetricOptions& options)
{
    const PassSums* pass = plan.pass(gain.change);
    if (pass && !pass->summary.applies && isNotComputable(pass->summary.reason))
        out.addUntestable(gain.key, "(model unit)²", { clusters.recordings(), "recording" }, pass->summary.reason);
    if (!pass || !pass->summary.applies)
        return;
    const Eigen::VectorXd values = plan.rows.rowwise().sum() * plan.dim;
    MetricValue* value
        = clusters.addRatio(out, gain.key, errorsBySequence(*pass) - errorsBySequence(plan.passes.front()), values,
                            options, "(model unit)²", gain.note);
    if (value && unchanged(*pass)) {
        value->untestable = pass->summary.reason;
        value->interval.reset();
        value->intervalUnit.clear();
    }
}

/// Gain by distance to the nearest visible token, [distance bin].
Eigen::VectorXd byDistance(const PlanStatistics& plan, InputChange change)
{
    const PassSums* pass = plan.pass(change);
    const auto bins = static_cast<Eigen::Index>(kDistanceBins.size());
    if (!pass || !pass->summary.applies || unchanged(*pass))
        return Eigen::VectorXd::Constant(bins, kNaN);
    const Eigen::VectorXd error = (pass->squaredError - plan.passes.front().squaredError).colwise().sum().transpose();
    return error.cwiseQuotient(plan.rows.colwise().sum().transpose() * plan.dim);
}

/// Gain by the number of visible tokens on one side, [visible bin].
Eigen::VectorXd byVisible(const PlanStatistics& plan, InputChange change, Direction direction)
{
    const PassSums* pass = plan.pass(change);
    const auto bins = static_cast<Eigen::Index>(kVisibleBins.size());
    if (!pass || !pass->summary.applies || unchanged(*pass) || plan.rowsByVisible.rows() == 0)
        return Eigen::VectorXd::Constant(bins, kNaN);
    const Eigen::VectorXd error
        = (pass->errorByVisible.row(direction) - plan.passes.front().errorByVisible.row(direction)).transpose();
    return error.cwiseQuotient(plan.rowsByVisible.row(direction).transpose() * plan.dim);
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions& options)
{
    ResultBuilder out("gains", "diag.v1.");
    const PlanStatistics* plan = s.plan();
    if (!plan || !s.targets())
        return std::move(out).take();
    const PlanClusters clusters(*plan);
    const Eigen::VectorXd values = plan->rows.rowwise().sum() * plan->dim;
    clusters.addRatio(out, "masked_mse", errorsBySequence(plan->passes.front()), values, options, "(model unit)²",
                      "The error that the gains are differences of.");
    for (const Gain& gain : kGains) {
        addGain(out, *plan, clusters, gain, options);
        out.addArray(std::string(gain.key) + "_by_distance", "distance_bin", byDistance(*plan, gain.change));
        if (gain.change == InputChange::ContextSwapped)
            for (const Direction direction : { Before, After })
                out.addArray(std::string(gain.key) + (direction == Before ? "_by_visible_before" : "_by_visible_after"),
                             "visible_bin", byVisible(*plan, gain.change, direction));
    }
    return std::move(out).take();
}

/// The gains of one run as dots with intervals, the untrained copies' range as a brown bar beside each.
CartesianPlot gainPlot(const RunView& run, const Axis& y)
{
    CartesianPlot plot;
    plot.x.title = "Input replaced";
    plot.x.scale = AxisScale::Categories;
    plot.x.low = -0.5;
    plot.x.high = static_cast<double>(kGains.size()) - 0.5;
    plot.y = y;
    plot.references.push_back({ true, 0, "" });
    Series own { "gain, 95 % interval", run.color, SeriesStyle::Dots, false, {}, {}, {}, {}, {} };
    Series untrained { "range of untrained copies", kUntrainedTan, SeriesStyle::Dots, false, {}, {}, {}, {}, {} };
    for (std::size_t i = 0; i < kGains.size(); ++i) {
        plot.x.categories.emplace_back(kGains[i].title);
        const MetricValue* value = run.result ? run.result->value(std::string("diag.v1.") + kGains[i].key) : nullptr;
        if (!value || !std::holds_alternative<double>(value->value) || !value->untestable.empty())
            continue;
        const double v = std::get<double>(value->value);
        own.x.push_back(static_cast<double>(i) - 0.12);
        own.y.push_back(v);
        own.low.push_back(value->interval ? value->interval->low : v);
        own.high.push_back(value->interval ? value->interval->high : v);
        own.hover.push_back(std::string(kGains[i].title) + ": " + shortNumber(v));
        if (const auto range = untrainedRange(*value)) {
            untrained.x.push_back(static_cast<double>(i) + 0.18);
            untrained.y.push_back((range->low + range->high) / 2);
            untrained.low.push_back(range->low);
            untrained.high.push_back(range->high);
            untrained.hover.push_back("untrained: " + shortNumber(range->low) + " to " + shortNumber(range->high));
        }
    }
    plot.series = { std::move(own), std::move(untrained) };
    return plot;
}

CartesianPlot distancePlot(const RunView& run, const Axis& y)
{
    CartesianPlot plot;
    plot.x.title = "Tokens to the nearest visible one";
    plot.x.scale = AxisScale::Categories;
    plot.x.low = -0.5;
    plot.x.high = static_cast<double>(kDistanceBins.size()) - 0.5;
    plot.x.categories.assign(kDistanceBins.begin(), kDistanceBins.end());
    plot.y = y;
    plot.references.push_back({ true, 0, "" });
    constexpr std::array styles { SeriesStyle::Line, SeriesStyle::Line, SeriesStyle::DashedLine,
                                  SeriesStyle::DottedLine };
    for (std::size_t i = 0; i < kGains.size(); ++i) {
        if (kGains[i].change == InputChange::ContextZeroed)
            continue;
        const auto values = arrayValues(run, std::string(kGains[i].key) + "_by_distance");
        Series series { kGains[i].title, run.color, styles[i], false, {}, toList(values), {}, {}, {} };
        for (std::size_t k = 0; k < series.y.size(); ++k)
            series.x.push_back(static_cast<double>(k));
        plot.series.push_back(std::move(series));
    }
    return plot;
}

std::string untestableText(std::span<const RunView> runs)
{
    std::string text;
    for (const RunView& run : runs) {
        for (const Gain& gain : kGains) {
            const MetricValue* value = run.result ? run.result->value(std::string("diag.v1.") + gain.key) : nullptr;
            if (value && !value->untestable.empty() && gain.change != InputChange::ContextZeroed)
                text += " Not testable for " + run.label + ": " + gain.title + " (" + value->untestable + ").";
        }
    }
    return text;
}

Figure figure(std::span<const RunView> runs)
{
    Figure f { "gains", "What each input is worth", {}, {}, true, true, {}, {} };
    ValueRange range, distances;
    range.include(0);
    distances.include(0);
    for (const RunView& run : runs) {
        for (const Gain& gain : kGains) {
            const std::string key = std::string("diag.v1.") + gain.key;
            range.include(numberOf(run, key));
            const MetricValue* value = run.result ? run.result->value(key) : nullptr;
            if (value && value->interval)
                range.include(std::array { value->interval->low, value->interval->high });
            if (const auto untrained = value ? untrainedRange(*value) : std::nullopt)
                range.include(std::array { untrained->low, untrained->high });
            if (gain.change != InputChange::ContextZeroed)
                distances.include(arrayValues(run, std::string(gain.key) + "_by_distance"));
        }
    }
    for (std::size_t i = 0; i < runs.size(); ++i) {
        Panel panel = runPanel(runs[i], 0, static_cast<int>(i));
        panel.plot = gainPlot(runs[i], range.linearAxis("Gain (masked MSE)"));
        f.panels.push_back(std::move(panel));
        Panel below = runPanel(runs[i], 1, static_cast<int>(i));
        below.title.clear();
        below.plot = distancePlot(runs[i], distances.linearAxis("Gain (masked MSE)"));
        f.panels.push_back(std::move(below));
    }
    f.shareX = false;
    f.caption
        = "Masked error with one input replaced, less that with the true one: context by another recording's, position "
          "by the mirrored one, channel by the next one's code ("
        + recordingCount(runs) + "). Learned: above 0 and above the untrained copies." + untestableText(runs);
    return f;
}

} // namespace

/// What context, position and channel are worth to the model: masked MSE with the factor replaced, minus the masked MSE
/// with the true one (definitions: docs/metrics.md, "Gains").
Metric gains() { return { "gains", "What each input is worth", compute, figure, MetricPage::Gains }; }

} // namespace maskscope
