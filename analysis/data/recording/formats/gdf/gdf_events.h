// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/formats/gdf/gdf_header.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// What the table behind the samples says, in time from the first sample.
struct GdfEvents {
    std::vector<Annotation> annotations; ///< text: the code in decimal, or the file's own text of it
    std::vector<double> segmentStartsS; ///< of code 0x7FFE: a new segment begins after a break
    std::vector<std::string> warnings;
};

/// Events without a rate of their own count samples at `samplingRateHz`. One outside the `durationS` of the recording
/// is left out and counted.
[[nodiscard]] Result<GdfEvents> readGdfEvents(const std::filesystem::path& path, const GdfHeader& header,
                                              double samplingRateHz, double durationS);

} // namespace maskscope
