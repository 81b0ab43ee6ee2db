// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "analysis/data/recording/recording.h"

namespace maskscope {

/// The rate that most EEG channels have (the higher of equals) is the recording's.
[[nodiscard]] double mainRate(const std::vector<Channel>& channels);

/// Says which channels have another rate than the recording.
void warnAboutOtherRates(Recording& recording);

} // namespace maskscope
