// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analysis/data/prediction/prediction_set.h"

namespace maskscope {

/// Where a channel stands in a list read like a head seen from above: degrees from the vertex, front and right
/// positive.
struct MontagePlace {
    double front = 0, right = 0;
    bool known = false; ///< by a 10-20 name or a position
};
[[nodiscard]] MontagePlace montagePlace(const PredictionChannel& channel);

/// Names of all runs' channels, front to back, left to right within a row; those without a place last, by name.
[[nodiscard]] std::vector<std::string> montageOrder(std::span<const std::span<const PredictionChannel>> runs);

} // namespace maskscope
