// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// EEGLAB datasets (.set), continuous or cut into epochs, their samples inside or in an .fdt file beside them (which
/// leads to the .set file of its name). EEGLAB's unit is the microvolt.
[[nodiscard]] bool looksLikeEeglab(const std::filesystem::path& path, std::string_view head);
[[nodiscard]] Result<Recording> readEeglab(const std::filesystem::path& path);

} // namespace maskscope
