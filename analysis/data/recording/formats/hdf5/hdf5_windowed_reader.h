// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// /windows [sequence, token, sample] zero-padded, /seq_lengths, /channel_names; optional /recording_index,
/// /montage/names and /montage/xyz, attribute sampling_rate_hz. Sequences keep the file's order: mask files refer to
/// it.
[[nodiscard]] bool looksLikeWindowedHdf5(const std::filesystem::path& path, std::string_view head);
[[nodiscard]] Result<Recording> readWindowedHdf5(const std::filesystem::path& path);

} // namespace maskscope
