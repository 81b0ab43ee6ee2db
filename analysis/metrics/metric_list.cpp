// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/metric_list.h"

#include "analysis/metrics/sums/prediction_statistics.h"

namespace maskscope {
namespace {

/// No number of a set with NaN or infinite predictions, or without rows, means anything: only the old script's sizes
/// are given then (by the metric "legacy"), with the reason.
Metric whenUsable(Metric metric)
{
    metric.compute = [id = metric.id, compute = std::move(metric.compute)](
                         PredictionStatistics& s, const MetricOptions& options) -> Result<MetricResult> {
        if (!s.usable())
            return MetricResult { id, {}, {} };
        return compute(s, options);
    };
    return metric;
}

/// Numbers from several runs (projection_sensitivity.h), which no single prediction set gives.
Metric overRuns(std::string id, std::string title)
{
    Metric metric;
    metric.id = std::move(id);
    metric.title = std::move(title);
    return metric;
}

} // namespace

const std::vector<Metric>& metricList()
{
    // clang-format off: one line a metric
    static const std::vector<Metric> list {
        whenUsable(carries()),
        whenUsable(channelMeans()),
        whenUsable(positionCorrelation()),
        whenUsable(channelDiversity()),
        whenUsable(pcaSpectrum()),
        whenUsable(heldOutVariance()),
        whenUsable(positionPolynomial()),
        whenUsable(variancePartition()),
        whenUsable(skill()),
        whenUsable(channelProbe()),
        whenUsable(unitProbe()),
        whenUsable(reconstruction()),
        legacyNumbers(),
        whenUsable(patternCorrelation()),
        whenUsable(baselineSimilarity()),
        whenUsable(windowMoments()),
        whenUsable(maskSynchronisation()),
        whenUsable(gains()),
        gainsByRatio(),
        gainsByAmount(),
        whenUsable(gainMap("context")),
        whenUsable(gainMap("position")),
        whenUsable(gainMap("channel")),
        whenUsable(ablation()),
        whenUsable(legacyConsistency()),
        whenUsable(consistencyCentred()),
        overRuns("projection_sensitivity", "Over spatial projections drawn anew"),
        overRuns("electrode_sensitivity", "Over two tables of electrodes"),
        whenUsable(gradients()),
        whenUsable(layerSpectra()),
        whenUsable(collapse()),
        whenUsable(representation()),
    };
    // clang-format on
    return list;
}

} // namespace maskscope
