// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "analysis/figures/scalp_head.h"
#include "analysis/figures/scalp_map.h"
#include "analysis/metrics/drawing/figure_support.h"
#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"

namespace maskscope {
namespace {

/// Sum over the recordings' tokens of each channel; see gains.cpp. The numbers stand there: this is their map.
Result<MetricResult> compute(PredictionStatistics& s, const std::string& id, InputChange change)
{
    ResultBuilder out(id, "diag.v1.");
    const PlanStatistics* plan = s.plan();
    const PassSums* pass = plan ? plan->pass(change) : nullptr;
    if (!pass || !pass->summary.applies || !(pass->summary.relativeInputChange > 0) || !s.targets())
        return std::move(out).take();
    const auto channels = static_cast<Eigen::Index>(s.set().channels.size());
    Eigen::VectorXd error = Eigen::VectorXd::Zero(channels), rows = error;
    for (std::size_t i = 0; i < plan->channel.size(); ++i) {
        const auto q = static_cast<Eigen::Index>(i);
        error(plan->channel[i]) += pass->squaredError.row(q).sum() - plan->passes.front().squaredError.row(q).sum();
        rows(plan->channel[i]) += plan->rows.row(q).sum();
    }
    out.addArray("gain", "channel", error.cwiseQuotient(rows * plan->dim)); // 0 / 0 is NaN: no masked token
    return std::move(out).take();
}

ScalpMapPlot mapOf(const RunView& run, const ColorScale& scale)
{
    std::vector<PredictionChannel> channels;
    std::vector<double> shown;
    const auto values = arrayValues(run, "gain");
    for (std::size_t c = 0; c < std::min(values.size(), run.channels.size()); ++c) {
        if (!std::isfinite(values[c]))
            continue;
        channels.push_back(run.channels[c]);
        shown.push_back(values[c]);
    }
    if (!shown.empty())
        return makeScalpMap(channels, shown, scale, scalpHead(run.sphere, run.channels));
    ScalpMapPlot plot;
    plot.message = "not testable";
    return plot;
}

Figure figure(std::span<const RunView> runs, const std::string& id, const std::string& title, const std::string& factor)
{
    Figure f { id, title, {}, {}, true, true, {}, {} };
    ValueRange range;
    for (const RunView& run : runs)
        range.include(arrayValues(run, "gain"));
    ColorScale scale;
    scale.title = "Gain (masked MSE)";
    const double most = range.empty() ? 1 : std::max(std::abs(range.low()), std::abs(range.high()));
    scale.high = most > 0 ? most : 1;
    scale.low = -scale.high;
    scale.map = ColorMap::RdBuReversed;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        Panel panel = runPanel(runs[i], 0, static_cast<int>(i));
        panel.plot = mapOf(runs[i], scale);
        f.panels.push_back(std::move(panel));
    }
    f.colorScale = scale;
    f.caption = "What the true " + factor + " is worth at each electrode (" + recordingCount(runs)
        + "). Red: the model predicts better with it; blue: it predicts worse.";
    if (const std::string sphere = sphereSentence(f); !sphere.empty())
        f.caption += " " + sphere;
    return f;
}

} // namespace

/// Scalp map of one gain; `factor` is "context", "position" or "channel".
Metric gainMap(const std::string& factor)
{
    const InputChange change = factor == "context" ? InputChange::ContextSwapped
        : factor == "position"                     ? InputChange::PositionMirrored
                                                   : InputChange::ChannelMoved;
    const std::string id = factor + "_gain_map";
    std::string title = "Gain from the true " + factor;
    return { id, title, [id, change](PredictionStatistics& s, const MetricOptions&) { return compute(s, id, change); },
             [id, title, factor](std::span<const RunView> runs) { return figure(runs, id, title, factor); },
             MetricPage::Gains };
}

} // namespace maskscope
