// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// One file format. Readers fill labels, kinds, units, rates and the positions that the file itself brings; names and
/// all other positions are set by readRecording().
struct RecordingFormat {
    std::string_view name; ///< for a person: "EDF, EDF+, BDF, BDF+"
    std::span<const std::string_view> suffixes; ///< lower case, with the dot
    /// Whether the content is of this format. `head` holds the first bytes of the file (up to 4 KiB).
    bool (*recognises)(const std::filesystem::path& path, std::string_view head);
    Result<Recording> (*read)(const std::filesystem::path& path);
};

/// Every format that can be read, in the order in which they are asked. A new one is one line here.
[[nodiscard]] std::span<const RecordingFormat> recordingFormats();

} // namespace maskscope
