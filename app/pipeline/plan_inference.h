// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "analysis/data/core/progress.h"
#include "analysis/metrics/metric.h"
#include "analysis/metrics/sums/plan_statistics.h"
#include "model/inference_session.h"

namespace maskscope {

/// What every number of a run comes from.
struct PlanInference {
    std::shared_ptr<const PredictionSet> predictions; ///< of the true pass
    std::shared_ptr<const PlanStatistics> sums; ///< of all passes
};

/// [channel] of a window set, in place of the positions it holds; empty: those.
using ElectrodePositions = std::vector<std::optional<Eigen::Vector3d>>;

/// An inference plan of one session over one mask: context from the same channel of the next recording, spatial codes
/// from the next channel.
[[nodiscard]] Result<PlanInference> inferPlan(const WindowSet& windows, const MaskPlan& mask, InferenceSession& session,
                                              const ProgressSink& progress, const std::stop_token& stop,
                                              const InferencePlan& plan = fullInferencePlan(),
                                              const ElectrodePositions& positions = {});

/// Every number of such a plan.
[[nodiscard]] Result<std::vector<MetricResult>> numbersOf(InferenceSession& session, const WindowSet& windows,
                                                          const MaskPlan& mask, const InferencePlan& plan,
                                                          const MetricOptions& options, const std::stop_token& stop,
                                                          const ElectrodePositions& positions = {});

} // namespace maskscope
