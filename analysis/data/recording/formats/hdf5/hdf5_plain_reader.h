// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// /eeg [channel, sample] with attributes sampling_rate_hz and unit; /channel_names; optional /positions
/// [channel, 3] in metres.
[[nodiscard]] bool looksLikePlainHdf5(const std::filesystem::path& path, std::string_view head);
[[nodiscard]] Result<Recording> readPlainHdf5(const std::filesystem::path& path);

} // namespace maskscope
