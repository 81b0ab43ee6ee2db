// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pipeline/plan_inference.h"

#include "analysis/metrics/plan_accumulator.h"
#include "analysis/prediction/prediction_collector.h"

namespace maskscope {

Result<PlanInference> inferPlan(const WindowSet& windows, const MaskPlan& mask, InferenceSession& session,
                                const ProgressSink& progress, const std::stop_token& stop)
{
    const auto elsewhere = sameChannelElsewhere(windows);
    const InferenceInput input { &windows, &mask,
                                 [&](std::size_t sequence) {
                                     const int other = elsewhere[sequence];
                                     return other < 0 ? std::span<const float> {}
                                                      : windows.windows(static_cast<std::size_t>(other));
                                 },
                                 nextChannels(windows) };
    const InferencePlan plan = fullInferencePlan();
    PlanAccumulator sums(windows, plan);
    PredictionCollector collector(windows, mask);
    const auto sink = [&](const PredictionBlock& block) -> Result<void> {
        sums.add(block);
        collector.add(block);
        return {};
    };
    const auto report = session.runPlan(input, plan, sink, progress, stop);
    if (!report)
        return tl::unexpected(report.error());
    PredictionSet predictions = std::move(collector).take();
    describeWindows(predictions, windows);
    return PlanInference { std::make_shared<const PredictionSet>(std::move(predictions)),
                           std::make_shared<const PlanStatistics>(std::move(sums).finish(*report)) };
}

} // namespace maskscope
