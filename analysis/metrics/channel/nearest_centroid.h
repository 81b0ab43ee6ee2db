// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "analysis/metrics/sums/prediction_statistics.h"

namespace maskscope {

/// Each row's channel as its predictions tell it: the channel whose mean over the other recordings lies nearest
/// (Euclidean). Rows of a channel that no other recording has cannot be told and are left out.
struct CentroidGuesses {
    std::vector<int> guess; ///< [row] channel of RowGroups, -1: left out
    std::vector<int> candidates; ///< [recording] channels that the other recordings have
};

[[nodiscard]] CentroidGuesses nearestCentroids(PredictionStatistics& s);

} // namespace maskscope
