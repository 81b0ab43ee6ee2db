// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

#include "analysis/data/core/error.h"
#include "app/pipeline/analysis_request.h"

namespace maskscope {

/// Folder of the installed or source resources: MASKSCOPE_RESOURCES, else ../share/maskscope from the program's folder,
/// wherever that was moved to, else the source tree it was built from (packages know none).
[[nodiscard]] std::filesystem::path resourceFolder();

/// The demo's recordings, checkpoints and settings (resources/demo/demo.json).
[[nodiscard]] Result<AnalysisRequest> demoRequest();

} // namespace maskscope
