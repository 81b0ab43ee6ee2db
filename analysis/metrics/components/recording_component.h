// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/metrics/sums/prediction_statistics.h"

namespace maskscope {

/// What predictions and targets hold beyond what other units (recordings, or subjects) tell: e = row - course(p) -
/// cell(channel, bin), with the course (continuous, linear between the borders of the bins) and the cell's mean rest
/// both from the other units alone. A course over position that all share leaves nothing in e, however steep it is
/// within a bin; a part that a channel has in common over units at a bin leaves nothing either.
///
/// Sums over rows and dimensions divided by the number of dimensions, over the rows whose cell another unit holds too,
/// each times m / (m + 1), m being the number of units the cell's mean comes from: the mean of others is noisy, too,
/// and is subtracted from predictions and targets of the same units. That is exact where each unit holds one row of a
/// cell and at most 1 / m too small where it holds several. [sequence]: (unit, channel), in the order of
/// RowGroups::cells.
struct RecordingComponent {
    std::vector<int> unit; ///< [sequence]
    Eigen::VectorXd rows; ///< [sequence] that count
    Eigen::VectorXd size, alignment, target; ///< [sequence] e x e of the predictions, of both, of the targets
    int units = 0;

    /// [unit] sums over its sequences divided by its rows.
    [[nodiscard]] Eigen::VectorXd perUnit(const Eigen::VectorXd& bySequence) const;
    /// [sequence] values whose mean is the mean over units of perUnit().
    [[nodiscard]] std::vector<double> perSequence(const Eigen::VectorXd& bySequence) const;
};

/// Two passes over the rows. Needs targets and two units; nothing where no row counts for some unit.
[[nodiscard]] std::optional<RecordingComponent> recordingComponent(PredictionStatistics& s);

} // namespace maskscope
