// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "analysis/data/recording/formats/edf/edf_annotations.h"
#include "analysis/data/recording/formats/edf/edf_header.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// Runs of data records that follow each other in time, as far as the rounding of the time stamps lets one tell. An
/// EDF+C file whose stamps jump has gaps all the same (said); stamps that fit its records nowhere are ignored (said).
[[nodiscard]] std::vector<Segment> edfSegments(const EdfHeader& header, const EdfTimeline& timeline,
                                               std::int64_t samplesPerRecord, std::vector<std::string>& warnings);

/// Onsets of a file with gaps count time; afterwards they count samples (see Annotation), durations too. One that lies
/// in a gap moves to the end of the piece before it, and their number is said.
void countOnsetsInSamples(const EdfHeader& header, EdfTimeline& timeline, std::vector<std::string>& warnings);

} // namespace maskscope
