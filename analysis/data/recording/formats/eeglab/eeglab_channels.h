// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/formats/eeglab/eeglab_container.h"

namespace maskscope {

/// Labels, kinds and positions of EEG.chanlocs. EEGLAB's x points to the nose and y to the left ear, unless
/// EEG.chaninfo.nosedir says otherwise; a channel without x, y, z is placed by its polar angle and radius.
[[nodiscard]] Result<std::vector<Channel>> readEeglabChannels(const EeglabContainer& set, std::int64_t channels,
                                                              double samplingRateHz,
                                                              std::vector<std::string>& warnings);

} // namespace maskscope
