// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pipeline/projection_draws.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "analysis/metrics/channel/projection_sensitivity.h"
#include "analysis/data/recording/channels/built_in_montage.h"
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
    return numbersOf(*session, windows, mask, channelPlan(), of.numbers, stop);
}

/// Why no projection can matter, as the ablation of the run itself found; empty where one can.
std::string withoutEffect(const std::vector<MetricResult>& own)
{
    for (const MetricResult& metric : own)
        if (const MetricValue* ablation = metric.value("diag.v1.ablation_spatial"))
            return ablation->untestable;
    return {};
}

/// The built-in table's places of the channels that have another one, the run's of the others.
struct OtherTable {
    ElectrodePositions positions; ///< [channel]
    double medianAngle = 0; ///< degrees between the two, over the channels that both have
    std::string reason; ///< why there is no other table; empty: there is
};

OtherTable builtInTable(const WindowSet& windows)
{
    OtherTable table;
    std::vector<double> angles;
    bool placed = false, known = false; // any channel
    for (const WindowChannel& channel : windows.channels) {
        const auto builtIn = builtInMontage().position(channel.name);
        table.positions.push_back(builtIn && channel.position ? builtIn : channel.position);
        placed = placed || channel.position;
        known = known || (builtIn && channel.position);
        if (!builtIn || !channel.position || channel.positionSource == builtInMontage().name()
            || !(channel.position->norm() > 0))
            continue;
        const double cosine = channel.position->normalized().dot(builtIn->normalized());
        angles.push_back(std::acos(std::clamp(cosine, -1.0, 1.0)) * 180 / std::numbers::pi);
    }
    if (angles.empty()) {
        table.reason = !placed ? "no electrode has a position"
            : !known           ? "the built-in table knows none of these electrodes"
                     : "the electrodes' positions are those of the built-in table, and there is no other one to "
                       "compare with: --montage gives one";
        return table;
    }
    const auto middle = angles.begin() + static_cast<std::ptrdiff_t>(angles.size() / 2);
    std::ranges::nth_element(angles, middle);
    table.medianAngle = *middle;
    return table;
}

} // namespace

Result<MetricResult> compareElectrodes(InferenceSession& session, const MetricOptions& numbers,
                                       const WindowSet& windows, const MaskPlan& mask,
                                       const std::vector<MetricResult>& own, const std::stop_token& stop)
{
    if (const std::string reason = withoutEffect(own); !reason.empty())
        return electrodesWithoutEffect(reason);
    const OtherTable table = builtInTable(windows);
    if (!table.reason.empty())
        return electrodesWithoutEffect(table.reason);
    const auto other = numbersOf(session, windows, mask, channelPlan(), numbers, stop, table.positions);
    if (!other)
        return tl::unexpected(other.error());
    return electrodeSensitivity(own, *other, table.medianAngle);
}

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
