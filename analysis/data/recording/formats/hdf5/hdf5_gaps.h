// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/data/recording/formats/hdf5/hdf5_matrix.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// What nobody ever wrote of neighbouring channels: samples of the recording, ends exclusive.
struct UnwrittenSpan {
    std::int64_t lowChannel = 0, highChannel = 0;
    std::int64_t begin = 0, end = 0;
};

/// Of the dataset that holds a recording's samples from `first` on.
[[nodiscard]] std::vector<UnwrittenSpan> unwrittenSpans(const Hdf5Matrix& matrix, std::int64_t first);

/// Takes such spans out of a recording, whose channels and segments are listed: a channel that lacks half or more of
/// what any channel has is set aside, and what any other channel lacks is a gap of all. Says both. Fails where nothing
/// is left, or where it lies in too many pieces.
[[nodiscard]] Result<void> leaveOutUnwritten(std::vector<UnwrittenSpan> spans, Recording& recording);

} // namespace maskscope
