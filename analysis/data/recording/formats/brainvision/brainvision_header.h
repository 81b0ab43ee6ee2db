// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/formats/number_matrix_source.h"

namespace maskscope {

struct BrainVisionChannel {
    std::string label;
    double resolution = 1; ///< times the stored number gives the unit; for float32 too
    std::string unit; ///< "µV" where the header leaves it out
    std::optional<Eigen::Vector3d> position; ///< unit sphere, x right, y front, z up
    std::string fault {}; ///< why its amplitudes are unknown; empty: they are known
};

struct BrainVisionHeader {
    std::string dataFile; ///< as named, may be empty
    std::string markerFile;
    NumberType type = NumberType::Int16;
    bool bigEndian = false;
    bool multiplexed = true;
    double samplingRateHz = 0;
    std::optional<std::int64_t> dataPoints; ///< a channel
    std::int64_t segmentPoints = 0; ///< length of the pieces of a cut recording, 0 where it is not cut
    std::vector<BrainVisionChannel> channels; ///< as many as there are lines that describe one
    std::int64_t statedChannels = 0; ///< NumberOfChannels; the size of the data tells whether it or the lines are right
    std::vector<std::string> warnings;
};

/// Reads a .vhdr file (BrainVision Core Data Format 1.0, and what Recorder, Analyzer and EEGLAB write).
[[nodiscard]] Result<BrainVisionHeader> readBrainVisionHeader(const std::filesystem::path& path);

} // namespace maskscope
