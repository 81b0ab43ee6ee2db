// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "analysis/recording/formats/hdf5_matrix.h"
#include "analysis/recording/recording.h"

namespace maskscope {

/// Takes out of a recording, whose channels and segments are listed, what nobody ever wrote of the dataset that holds
/// its samples from `first` on: a channel that lacks half of them or more is set aside, and what any other channel
/// lacks is a gap of all. Says both. Fails where nothing is left.
[[nodiscard]] Result<void> leaveOutUnwritten(const Hdf5Matrix& matrix, std::int64_t first, Recording& recording);

} // namespace maskscope
