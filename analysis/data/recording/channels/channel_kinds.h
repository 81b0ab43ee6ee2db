// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "analysis/data/recording/recording.h"

namespace maskscope {

/// For formats whose channels have units of their own. Sets Channel::kind, knownName and notEeg from labels and units
/// (as the file states them): a unit that is no voltage is no EEG, whatever the name; without a unit that can be
/// understood only an electrode of a known name is, where the file has such or states volts elsewhere.
void setKinds(std::vector<Channel>& channels, std::vector<std::string>& warnings);

/// The rate that most EEG channels of known names have (the higher of equals), else most EEG channels, else most.
[[nodiscard]] double rateOfMost(const std::vector<Channel>& channels);

/// Channels sampled at less than a quarter of the recording's rate do not count as EEG.
void leaveOutSlowOnes(Recording& recording);

/// Channels without a known name and without a position do not count as EEG beside known ones: where two and most of
/// all are known or placed. Names that are a number and nothing else do not count among all.
void leaveOutUnknownOnes(Recording& recording);

} // namespace maskscope
