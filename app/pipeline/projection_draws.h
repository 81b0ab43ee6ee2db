// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/data/masking/mask_plan.h"
#include "analysis/metrics/metric.h"
#include "analysis/data/windowing/window_set.h"
#include "model/inference_session.h"

namespace maskscope {

/// A trained network, to be run with other spatial projections than its run's.
struct ProjectionDraws {
    const Checkpoint& checkpoint;
    const LoadReport& report;
    const SpatialProjection& own; ///< the run's; one of the draws where it was drawn itself
    const InferenceOptions& inference;
    MetricOptions numbers;
    int draws = 0; ///< besides the run's own
};

/// `diag.v1.projection_sensitivity` of a run whose numbers are `own`, over the same windows and mask. `progress` gets
/// how many draws are done. Where the run showed that the spatial code does not reach the model's input, nothing is
/// run.
[[nodiscard]] Result<MetricResult> drawProjections(const ProjectionDraws& of, const WindowSet& windows,
                                                   const MaskPlan& mask, const std::vector<MetricResult>& own,
                                                   const std::function<void(int done)>& progress,
                                                   const std::stop_token& stop);

/// `diag.v1.electrode_sensitivity` of such a run: its session's numbers with the built-in 10-05 positions of the
/// electrodes, beside its own. Not testable, with the reason, where the run's positions are the built-in ones.
[[nodiscard]] Result<MetricResult> compareElectrodes(InferenceSession& session, const MetricOptions& numbers,
                                                     const WindowSet& windows, const MaskPlan& mask,
                                                     const std::vector<MetricResult>& own, const std::stop_token& stop);

} // namespace maskscope
