// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pipeline/projection_draws.h"

#include "analysis/metrics/projection_sensitivity.h"
#include "app/pipeline/plan_inference.h"

namespace maskscope {

namespace {

constexpr int kFirstSeed = 1000; // far from those people type

/// What the numbers about channels need of a plan.
InferencePlan channelPlan()
{
    return { { InputChange::None, InputChange::ChannelMoved, InputChange::NoSpatialCode }, false, false };
}

Result<std::vector<MetricResult>> numbersWith(const SpatialProjection& projection, const ProjectionDraws& of,
                                              const WindowSet& windows, const MaskPlan& mask,
                                              const std::stop_token& stop)
{
    auto session = InferenceSession::create(of.checkpoint, of.report, projection, of.inference);
    if (!session)
        return tl::unexpected(session.error());
    const auto inference = inferPlan(windows, mask, *session, {}, stop, channelPlan());
    if (!inference)
        return tl::unexpected(inference.error());
    return computeMetrics(inference->predictions, of.numbers, {}, stop, inference->sums);
}

/// Why no projection can matter, as the ablation of the run itself found; empty where one can.
std::string withoutEffect(const std::vector<MetricResult>& own)
{
    for (const MetricResult& metric : own)
        if (const MetricValue* ablation = metric.value("diag.v1.ablation_spatial"))
            return ablation->untestable;
    return {};
}

} // namespace

Result<MetricResult> drawProjections(const ProjectionDraws& of, const WindowSet& windows, const MaskPlan& mask,
                                     const std::vector<MetricResult>& own, const std::function<void(int)>& progress,
                                     const std::stop_token& stop)
{
    if (const std::string reason = withoutEffect(own); !reason.empty())
        return projectionWithoutEffect(reason);
    std::vector<std::vector<MetricResult>> draws;
    if (of.own.source.starts_with("seed:"))
        draws.push_back(own);
    int seed = kFirstSeed;
    for (int draw = 0; draw < of.draws; ++draw, ++seed) {
        if (progress)
            progress(draw);
        if (of.own.source == "seed:" + std::to_string(seed))
            ++seed;
        const auto projection = loadSpatialProjection("seed:" + std::to_string(seed), of.report.network.dModel);
        if (!projection)
            return tl::unexpected(projection.error());
        auto numbers = numbersWith(*projection, of, windows, mask, stop);
        if (!numbers)
            return tl::unexpected(numbers.error());
        draws.push_back(std::move(*numbers));
    }
    return projectionSensitivity(draws);
}

} // namespace maskscope
