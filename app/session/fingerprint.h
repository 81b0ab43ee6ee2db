// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "app/pipeline/analysis_request.h"

namespace maskscope {

/// Everything that decides what runs of one checkpoint a request gives: its settings, and every file with its size and
/// time of change. Two equal fingerprints need no second computation.
[[nodiscard]] QString fingerprint(const AnalysisRequest& request, const AnalysisRequest::CheckpointInput& checkpoint);

[[nodiscard]] QString pathOf(const AnalysisRequest::CheckpointInput& checkpoint);
/// Runs of one checkpoint: one a ratio.
[[nodiscard]] qsizetype ratioCount(const AnalysisRequest& request);

} // namespace maskscope
