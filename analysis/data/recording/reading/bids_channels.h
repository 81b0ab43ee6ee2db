// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/data/recording/recording.h"

namespace maskscope {

/// What a BIDS data set says of a recording's channels in NAME_channels.tsv beside it, or further up by the inheritance
/// principle: `type` is the channel's kind, whatever its label says, and `status` bad marks it as bad. Goes by label. A
/// table that cannot be read is said and changes nothing.
void applyBidsChannels(Recording& recording);

} // namespace maskscope
