// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/results/run_result.h"
#include "app/pipeline/analysis_request.h"
#include "app/pipeline/run_settings.h"
#include "model/checkpoint/load_report.h"
#include "model/checkpoint/spatial_projection.h"

namespace maskscope {

/// A checkpoint opened for one analysis.
struct OpenCheckpoint {
    Checkpoint checkpoint;
    LoadReport report;
    RunSettings settings;
    SpatialProjection projection;
    CheckpointSummary summary;
};
/// Opens, recognises and hashes a checkpoint, and settles what the request leaves open.
[[nodiscard]] Result<OpenCheckpoint> openCheckpoint(const AnalysisRequest& request,
                                                    const AnalysisRequest::CheckpointInput& input);

} // namespace maskscope
