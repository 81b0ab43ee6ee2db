// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "analysis/metrics/sums/row_groups.h"

namespace maskscope {

/// How a factor (position bin, channel) moves the predictions, along the one direction in which it moves them most.
///
/// Per recording: mean of each level less the recording's mean over its levels. Averaged over recordings: one vector a
/// level; the axis is the first principal axis of those. Scores are projections on the unit axis. The axis is fitted to
/// the same predictions, so noise alone spreads the scores too.
struct EffectAxis {
    Eigen::VectorXd score; ///< [level] NaN where no recording has the level
    Eigen::VectorXd low, high; ///< [level] 95 % t interval between recordings; NaN with fewer than 3
    Eigen::VectorXi recordings; ///< [level] that have the level
    double share = 0; ///< of the variance between levels that lies along the axis; 0: the levels do not differ
};

/// `sign`: [level] the scores are flipped so that they correlate positively with it.
[[nodiscard]] EffectAxis effectAxis(const GroupSums& cells, std::span<const int> recording, int recordings,
                                    std::span<const int> level, int levels, const Eigen::VectorXd& sign);

} // namespace maskscope
