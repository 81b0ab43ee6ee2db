// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/data/recording/formats/fif/fif_content.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// Samples that follow each other without a gap.
struct FifRun {
    std::int64_t place = 0; ///< of its first sample among those of the recording
    std::int64_t samples = 0;
    std::int64_t time = 0; ///< the same with gaps counted
    bool dated = true; ///< false: the length of a gap before it is not known
};

/// Runs of the parts of a recording, in the order of the file.
[[nodiscard]] std::vector<FifRun> fifRuns(std::span<const FifContent> parts, std::vector<std::string>& warnings);

/// Fills the annotations and segments of a recording whose rate and number of samples are set. Annotations
/// "BAD boundary" and "EDGE boundary" mark where MNE-Python joined two recordings: a border. "BAD_ACQ_SKIP" marks
/// samples that were never recorded (zeros, if the file has any): they belong to no segment.
void addFifTime(const FifContent& first, std::span<const FifRun> runs, Recording& recording);

} // namespace maskscope
