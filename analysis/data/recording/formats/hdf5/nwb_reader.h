// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// An ElectricalSeries of an NWB 2 file (https://nwb-schema.readthedocs.io), under /acquisition or /processing: data
/// [time, channel] with conversion, offset and channel_conversion, its electrodes, and starting_time or timestamps.
/// Of several series the one that is most like EEG by its name and its electrodes' names.
[[nodiscard]] bool looksLikeNwb(const std::filesystem::path& path, std::string_view head);
[[nodiscard]] Result<Recording> readNwb(const std::filesystem::path& path);

} // namespace maskscope
