// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/data/core/error.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// Sets kinds, who takes part and the unit as the user decided, of named channels. Names that no channel has are kept
/// in Recording::unmatchedChoices and said. Windowed files are taken as they are: a choice about their channels is
/// refused.
[[nodiscard]] Result<void> applyChoices(Recording& recording, const ChannelChoices& choices);

} // namespace maskscope
