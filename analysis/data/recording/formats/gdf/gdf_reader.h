// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// GDF 1.x and 2.x (Schlögl, "GDF - A general dataformat for biosignals", arXiv:cs/0608052; the recordings of the BCI
/// Competitions). Opening reads all samples once, since pieces in which nothing was measured are marked by them alone.
[[nodiscard]] bool looksLikeGdf(const std::filesystem::path& path, std::string_view head);
[[nodiscard]] Result<Recording> readGdf(const std::filesystem::path& path);

} // namespace maskscope
