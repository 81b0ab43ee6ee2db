// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/formats/gdf/gdf_source.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// A channel whose stored numbers tell whether anything was measured.
struct GdfWatchedChannel {
    int channel = 0; ///< of the source
    double missing = 0; ///< what is stored where nothing was measured; not a number never is measured either
};

/// Runs [first, last] of samples that are missing on every watched channel. `source` must deliver stored numbers.
[[nodiscard]] Result<std::vector<Segment>> findMissing(GdfSource& source, std::span<const GdfWatchedChannel> watched,
                                                       std::int64_t samples);

/// What lies between the missing runs, cut where a new segment begins. A piece is dated unless a break of unknown
/// length lies before it.
[[nodiscard]] std::vector<Segment> gdfSegments(const std::vector<Segment>& missing,
                                               const std::vector<double>& segmentStartsS, std::int64_t samples,
                                               double samplingRateHz);

} // namespace maskscope
