// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// BrainVision: a header (.vhdr) that names the samples (.eeg, .dat) and the markers (.vmrk). The other two lead to the
/// header of their name.
[[nodiscard]] bool looksLikeBrainVision(const std::filesystem::path& path, std::string_view head);
[[nodiscard]] Result<Recording> readBrainVision(const std::filesystem::path& path);

} // namespace maskscope
