// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/data/hdf5/hdf5_file.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// Names or whole numbers of the subjects [sequence] of a windowed file; empty where it holds none.
[[nodiscard]] Result<std::vector<std::string>> readWindowSubjects(const Hdf5File& file, std::int64_t sequences);

/// One subject for each recording of the file; a recording whose sequences disagree has none.
void assignWindowSubjects(const std::vector<std::string>& subjects, Recording& recording, PrecutWindows& precut);

} // namespace maskscope
