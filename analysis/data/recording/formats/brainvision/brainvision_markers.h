// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// Where a "New Segment" marker says that recording began or went on.
struct BrainVisionStart {
    std::int64_t sample = 0;
    std::optional<double> timeS; ///< of the clock, none where the marker has no date
};

struct BrainVisionMarkers {
    std::vector<Annotation> annotations; ///< "Stimulus/S  1", as MNE-Python names them
    std::vector<BrainVisionStart> starts;
    std::vector<std::string> warnings;
};

/// Reads a .vmrk file. Positions count from 1; markers beyond the `samples` are dropped, and it is said.
[[nodiscard]] Result<BrainVisionMarkers> readBrainVisionMarkers(const std::filesystem::path& path, std::int64_t samples,
                                                                double samplingRateHz);

/// Pieces between "New Segment" markers, cut further every `segmentPoints` samples (0: not).
[[nodiscard]] std::vector<Segment> brainVisionSegments(std::vector<BrainVisionStart> starts, std::int64_t samples,
                                                       std::int64_t segmentPoints, double samplingRateHz);

} // namespace maskscope
