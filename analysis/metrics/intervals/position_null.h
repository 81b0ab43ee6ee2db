// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/metrics/sums/prediction_statistics.h"

namespace maskscope {

/// What the sorted |r| curve looks like where predictions know nothing of the position.
///
/// One draw: the positions of every sequence are turned round by the same fraction of its length, one fraction a
/// recording, drawn anew for each recording. Shuffling tokens freely would tear the slow course of the predictions
/// apart and give a null far too narrow; shifting each channel by itself would count the channels of a recording, which
/// share their course, as independent. A shift keeps both. It follows that one recording has as many distinct draws as
/// tokens, and a wide band: there, slow drift and position cannot be told apart.
struct PositionNull {
    std::vector<double> low, median, high; ///< [rank] 2.5 %, 50 % and 97.5 % of the draws, rank by rank
    std::vector<double> meanAbsolute; ///< [draw] ascending
};

/// Constant dimensions (r is NaN) are left out, as in the curve itself. All draws in one matrix product.
[[nodiscard]] PositionNull positionNull(PredictionStatistics& s, int draws, std::uint64_t seed);

/// |r| of the dimensions that vary, descending.
[[nodiscard]] std::vector<double> sortedAbsolute(const Eigen::VectorXd& r);

/// Linear interpolation between order statistics, as numpy.quantile; `sorted` ascending and not empty.
[[nodiscard]] double quantile(const std::vector<double>& sorted, double q);

} // namespace maskscope
