// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/data/recording/formats/gdf/gdf_header.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// Takes over the header's positions where the electrodes' names confirm that x points to the right and y to the front;
/// else leaves them out and says so. `recording` holds the header's channels in their order, [channel] of the header
/// to one of the recording by `index` (below zero: left out).
void placeGdfChannels(const GdfHeader& header, const std::vector<int>& index, Recording& recording);

} // namespace maskscope
