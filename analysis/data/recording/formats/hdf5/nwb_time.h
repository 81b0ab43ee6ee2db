// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "analysis/data/hdf5/hdf5_file.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// When the samples of a series were taken.
struct NwbTime {
    double samplingRateHz = 0;
    std::vector<Segment> segments;
    std::vector<std::string> warnings;
};

/// starting_time with its attribute rate; else timestamps: the rate is that of the regular steps (within a half of the
/// median step), any other step begins a new segment.
[[nodiscard]] Result<NwbTime> readNwbTime(const Hdf5File& file, const std::string& series, std::int64_t samples);

} // namespace maskscope
