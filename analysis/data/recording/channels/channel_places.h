// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "analysis/data/recording/channels/montage.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// Gives places to named channels that the file does not place: from the montage, else from the built-in set. Names are
/// looked up as the file says them, as they are called canonically, and by their other names (T3 and T7, M1 and A1, and
/// the vertex of an EGI net, E129 of 128 electrodes, which is Cz). The built-in set is left alone where the file brings
/// its own places (two tables would be mixed) and where names stand for other places. Places of the file that
/// contradict the names are turned, or said (position_axes.h). Beside known or placed channels those of no known name
/// and no place do not count as EEG (channel_kinds.h). EEG channels without a place are named in a warning.
void placeChannels(Recording& recording, const std::optional<Montage>& montage);

} // namespace maskscope
