// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/metrics/drawing/figure_support.h"
#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/intervals/plan_clusters.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/numerics/covariance.h"
#include "analysis/numerics/eigen_spectrum.h"

namespace maskscope {
namespace {

std::string keyOf(std::size_t layer, const char* number) { return "layer_" + std::to_string(layer) + "_" + number; }

void addLayer(ResultBuilder& out, std::size_t layer, const ScratchMatrix& outputs, const InferenceUnit& unit,
              const std::string& looked)
{
    const Eigen::RowVectorXd mean = columnMeans(outputs);
    CovarianceSum sum(outputs.cols());
    forEachBlock(outputs, mean, [&](Eigen::Index, const RowMatrixD& rows) { sum.add(rows); });
    const Eigen::MatrixXd covariance = std::move(sum).finish();
    const double centred = covariance.trace(), whole = centred + mean.squaredNorm();
    if (!(whole > 0))
        return;
    out.add(keyOf(layer, "mean_share"), mean.squaredNorm() / whole, "1", unit,
            looked + "Near 1: this layer gives every masked token nearly the same vector.");
    const double squares = covariance.squaredNorm(); // of the eigenvalues too
    if (squares > 0)
        out.add(keyOf(layer, "participation_ratio"), centred * centred / squares, "1", unit,
                looked + "Compare with untrained copies: low alone is no collapse.");
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions&)
{
    ResultBuilder out("layer_spectra", "diag.v1.");
    const PlanStatistics* plan = s.plan();
    if (!plan)
        return std::move(out).take();
    const InferenceUnit recordings = PlanClusters::ofLookedInto(*plan).inference();
    const std::string looked = "Over " + std::to_string(plan->gradients.size()) + " of "
        + std::to_string(plan->recording.size()) + " sequences, at most 128 masked tokens of each. ";
    for (std::size_t layer = 0; layer < plan->layers.size(); ++layer)
        addLayer(out, layer, plan->layers[layer], recordings, looked);
    return std::move(out).take();
}

struct LayerCurves {
    Series trained, untrained;
};

LayerCurves curvesOf(const RunView& run)
{
    LayerCurves curves;
    curves.trained.name = run.label;
    curves.trained.color = run.color;
    curves.untrained.name = "untrained copies";
    curves.untrained.color = kUntrainedTan;
    curves.untrained.style = SeriesStyle::DottedLine;
    for (std::size_t layer = 0; run.result; ++layer) {
        const MetricValue* value = run.result->value("diag.v1." + keyOf(layer, "participation_ratio"));
        if (!value && !run.result->value("diag.v1." + keyOf(layer, "mean_share")))
            break;
        if (!value)
            continue; // a constant has no spectrum
        const auto x = static_cast<double>(layer);
        const double y = std::get<double>(value->value);
        curves.trained.x.push_back(x);
        curves.trained.y.push_back(y);
        curves.trained.hover.push_back((layer == 0 ? std::string("input") : "after layer " + std::to_string(layer))
                                       + ": " + shortNumber(y) + " dimensions");
        if (const auto range = untrainedRange(*value)) {
            curves.untrained.x.push_back(x);
            curves.untrained.y.push_back((range->low + range->high) / 2);
            curves.untrained.low.push_back(range->low);
            curves.untrained.high.push_back(range->high);
        }
    }
    return curves;
}

Figure figure(std::span<const RunView> runs)
{
    Figure f { "layer_spectra", "Dimensions in use, layer by layer", {}, {}, true, true, {}, {} };
    ValueRange dimensions;
    double layers = 1;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        Panel panel = runPanel(runs[i], 0, static_cast<int>(i));
        CartesianPlot plot;
        const LayerCurves curves = curvesOf(runs[i]);
        for (const Series* series : { &curves.untrained, &curves.trained }) {
            if (series->x.empty())
                continue;
            layers = std::max(layers, series->x.back());
            for (const auto* values : { &series->y, &series->low, &series->high })
                dimensions.include(*values);
            plot.series.push_back(*series);
        }
        panel.plot = std::move(plot);
        f.panels.push_back(std::move(panel));
    }
    for (Panel& panel : f.panels) {
        auto& plot = std::get<CartesianPlot>(panel.plot);
        plot.x = { "Layer (0: the backbone's input)", AxisScale::Linear, 0, layers, {}, {} };
        for (int layer = 0; layer <= static_cast<int>(layers); ++layer)
            plot.x.ticks.emplace_back(layer, std::to_string(layer));
        plot.y = dimensions.linearAxis("Participation ratio");
    }
    f.caption = "Participation ratio of the outputs of each layer at masked tokens: how many dimensions share the "
                "variance; "
        + recordingCount(runs)
        + ". Brown: the range of untrained copies of the same network. A low number alone is no collapse.";
    return f;
}

} // namespace

/// Of the outputs x of every layer at masked tokens (0: the backbone's input; no norm after the last): the
/// participation ratio (tr C)^2 / tr C^2 of their covariance C, and the share |mean|^2 / mean |x|^2 that all of them
/// have in common. Over sequences chosen evenly over the run. Unit of inference: the recording; no interval and no
/// permutation null: the range of untrained copies stands beside. Cannot show a collapse by itself: an input of few
/// dimensions, as at mask ratio 1.0, leaves few.
Metric layerSpectra() { return { "layer_spectra", "Dimensions in use, layer by layer", compute, figure }; }

} // namespace maskscope
