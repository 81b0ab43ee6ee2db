// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/data/core/error.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// BioSemi's software raises bit 16 of the Status channel where recording begins anew: what lies before and after did
/// not follow each other. Cuts the segments there; how much time passed, the file does not say. `status` is the
/// channel's index in the recording, whose source delivers its stored bits.
[[nodiscard]] Result<void> cutAtRestarts(Recording& recording, int status);

} // namespace maskscope
