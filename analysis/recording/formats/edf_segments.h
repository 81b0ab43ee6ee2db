// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "analysis/recording/formats/edf_annotations.h"
#include "analysis/recording/formats/edf_header.h"
#include "analysis/recording/recording.h"

namespace maskscope {

/// Runs of data records that follow each other in time. An EDF+C or BDF+C file is one run whatever its annotations say.
[[nodiscard]] std::vector<Segment> edfSegments(const EdfHeader& header, const EdfTimeline& timeline,
                                               std::int64_t samplesPerRecord, std::vector<std::string>& warnings);

/// Onsets of a file with gaps count time; afterwards they count samples (see Annotation). One that lies in a gap moves
/// to the end of the piece before it, and their number is said.
void countOnsetsInSamples(const EdfHeader& header, EdfTimeline& timeline, std::vector<std::string>& warnings);

} // namespace maskscope
