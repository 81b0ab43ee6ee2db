// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pipeline/plan_inference.h"

#include <algorithm>

#include "analysis/data/masking/middle_tokens.h"
#include "analysis/metrics/sums/plan_accumulator.h"
#include "analysis/data/prediction/prediction_collector.h"

namespace maskscope {

namespace {

/// Predictions of the middle tokens under one mask, a row each in file order.
Result<void> predictMiddleTokens(const WindowSet& windows, std::span<const int> token, bool all,
                                 InferenceSession& session, const ProgressSink& progress, const std::stop_token& stop,
                                 ScratchMatrix& out)
{
    const auto mask = maskTokens(windows, token, all);
    if (!mask)
        return tl::unexpected(mask.error());
    InferenceInput input;
    input.windows = &windows;
    input.mask = &*mask;
    const auto rows = std::ranges::count_if(token, [](int t) { return t >= 0; });
    Eigen::Index row = 0;
    const auto sink = [&](const PredictionBlock& block) -> Result<void> {
        const RowMatrixF& predictions = block.predictions.front();
        if (out.rows() == 0)
            out.resize(rows, predictions.cols());
        for (Eigen::Index r = 0; r < predictions.rows(); ++r) {
            const auto at = static_cast<std::size_t>(r);
            if (block.tokenIndex[at] == token[static_cast<std::size_t>(block.sequence[at])])
                out.row(row++) = predictions.row(r);
        }
        return {};
    };
    const auto report = session.runPlan(input, {}, sink, progress, stop);
    return report ? Result<void> {} : tl::unexpected(report.error());
}

/// Progress of one of several runs over the same windows.
ProgressSink partOf(const ProgressSink& progress, std::int64_t before, std::int64_t own, std::int64_t all)
{
    if (!progress)
        return {};
    return [=, &progress](const Progress& p) { progress({ p.stage, before * p.total + own * p.done, all * p.total }); };
}

} // namespace

Result<PlanInference> inferPlan(const WindowSet& windows, const MaskPlan& mask, InferenceSession& session,
                                const ProgressSink& progress, const std::stop_token& stop, const InferencePlan& plan,
                                const ElectrodePositions& positions)
{
    const std::vector<int> far = farChannels(windows);
    const auto elsewhere = sameChannelElsewhere(windows), farElsewhere = channelElsewhere(windows, far);
    const auto windowsOf = [&](int sequence) {
        return sequence < 0 ? std::span<const float> {} : windows.windows(static_cast<std::size_t>(sequence));
    };
    const InferenceInput input { .windows = &windows,
                                 .mask = &mask,
                                 .otherContext = [&](std::size_t s) { return windowsOf(elsewhere[s]); },
                                 .movedChannel = nextChannels(windows),
                                 .farContext = [&](std::size_t s) { return windowsOf(farElsewhere[s]); },
                                 .farChannel = far,
                                 .positions = positions };
    PlanAccumulator sums(windows, plan);
    PredictionCollector collector(windows, mask);
    const auto sink = [&](const PredictionBlock& block) -> Result<void> {
        sums.add(block);
        collector.add(block);
        return {};
    };
    const auto passes = static_cast<std::int64_t>(plan.passes.size()), all = passes + (plan.singleTokens ? 2 : 0);
    const auto report = session.runPlan(input, plan, sink, partOf(progress, 0, passes, all), stop);
    if (!report)
        return tl::unexpected(report.error());
    PlanStatistics statistics = std::move(sums).finish(*report);
    if (plan.singleTokens) {
        const std::vector<int> token = middleTokens(windows);
        for (std::size_t s = 0; s < token.size(); ++s)
            if (token[s] >= 0)
                statistics.lookedAt.push_back(static_cast<int>(s));
        for (const bool together : { false, true })
            if (auto done = predictMiddleTokens(windows, token, together, session,
                                                partOf(progress, passes + (together ? 1 : 0), 1, all), stop,
                                                together ? statistics.together : statistics.alone);
                !done)
                return tl::unexpected(done.error());
    }
    PredictionSet predictions = std::move(collector).take();
    describeWindows(predictions, windows);
    return PlanInference { std::make_shared<const PredictionSet>(std::move(predictions)),
                           std::make_shared<const PlanStatistics>(std::move(statistics)) };
}

Result<std::vector<MetricResult>> numbersOf(InferenceSession& session, const WindowSet& windows, const MaskPlan& mask,
                                            const InferencePlan& plan, const MetricOptions& options,
                                            const std::stop_token& stop, const ElectrodePositions& positions)
{
    const auto inference = inferPlan(windows, mask, session, {}, stop, plan, positions);
    if (!inference)
        return tl::unexpected(inference.error());
    return computeMetrics(inference->predictions, options, {}, stop, inference->sums);
}

} // namespace maskscope
