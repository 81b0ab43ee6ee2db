// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "analysis/data/recording/recording.h"

namespace maskscope {

/// What `inspect --json` prints of a recording, indented; with the four numbers of each channel where `statistics` is
/// given. A position or a number that is not known is null.
[[nodiscard]] std::string recordingJson(const Recording& recording, const std::vector<ChannelStatistics>* statistics);

/// The same for a person.
[[nodiscard]] std::string recordingText(const Recording& recording, const std::vector<ChannelStatistics>* statistics);

} // namespace maskscope
