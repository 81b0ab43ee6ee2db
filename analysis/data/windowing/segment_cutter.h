// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "analysis/data/recording/recording.h"

namespace maskscope {

/// Where the windows of one channel go, and whether all its samples were finite numbers.
struct CutRow {
    int channel = 0;
    std::span<float> samples; ///< of one segment
    bool finite = true;
};

/// Reads a segment of several channels of one rate, brings it to `rateHz` and fills the rows: block by block, all
/// channels side by side, so that neither the length of a recording nor the way it is packed costs memory or time.
/// `after` is called after each block with the number of samples that were read; an error of it ends the reading.
[[nodiscard]] Result<void> cutSegment(const Recording& recording, const Segment& segment, double rateHz,
                                      std::span<CutRow> rows, const std::function<Result<void>(std::int64_t)>& after);

} // namespace maskscope
