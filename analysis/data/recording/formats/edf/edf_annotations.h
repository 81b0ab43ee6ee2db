// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/formats/edf/edf_header.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// What the annotation signals of a file say.
struct EdfTimeline {
    std::vector<Annotation> annotations; ///< onset from the first sample
    std::vector<std::optional<double>> recordOnsetS; ///< [record] none where undecodable; empty without such a signal
    std::int64_t undecodableRecords = 0;
};

/// One time-stamped annotation list: "+onset[\x15duration]\x14text\x14...\x14\0", as many as fit, padded with NULs.
/// False where the bytes follow no such pattern.
[[nodiscard]] bool parseAnnotationList(std::string_view bytes, std::optional<double>& firstOnsetS,
                                       std::vector<Annotation>& out);

[[nodiscard]] Result<EdfTimeline> readEdfTimeline(const std::filesystem::path& path, const EdfHeader& header);

/// A transfer in text mode puts a carriage return before every line feed and so shifts all samples. In binary data only
/// one line feed in 256 follows a carriage return by chance: all of them doing so gives it away.
[[nodiscard]] bool lineEndingsConverted(const std::filesystem::path& path, std::int64_t headerBytes);

} // namespace maskscope
