// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/data/core/error.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// Looks at the samples that an analysis would use, so that whoever asks is told the same. Samples that are no finite
/// numbers: channels that hold them are set aside, or, where it is most channels at once, that stretch of time belongs
/// to no segment. Flat and clipped channels are named, and amplitudes that no EEG has, with the unit that they look
/// like. Reads everything where samples can be no finite numbers, else two dozen stretches spread evenly.
[[nodiscard]] Result<void> surveySamples(Recording& recording);

} // namespace maskscope
