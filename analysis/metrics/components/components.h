// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "analysis/metrics/sums/row_groups.h"

namespace maskscope {

/// Parts of predictions and targets that other units (recordings, or subjects) can tell: what a position bin, a channel
/// or both together have in common.
enum class ComponentKind { Position, Channel, Interaction };

/// The occupied cells of (unit, channel, position bin), and how many rows each holds.
struct ComponentCells {
    std::vector<int> unit, channel, bin; ///< [cell]
    Eigen::VectorXd rows; ///< [cell]
    int units = 0, channels = 0, bins = 0;
};
/// Of the groups' cells, in their order.
[[nodiscard]] ComponentCells componentCells(const RowGroups& groups, const GroupSums& cells);

/// Sums of rows by cell, dimensions [first, first + count): [cell, count]. May be asked for block after block, so that
/// no more than a block of dimensions lies in memory.
using CellSums = std::function<RowMatrixD(Eigen::Index first, Eigen::Index count)>;

/// Products of one unit's own component with the mean of the others', so that noise in a mean adds nothing: summed over
/// rows and dimensions and divided by the number of dimensions. Each [unit, key], a key being a bin, a channel or a
/// (channel, bin). Sums of such tables over runs of disjoint units' rows do not mix: a unit's row of the tables needs
/// the other units' means.
struct ComponentProducts {
    Eigen::MatrixXd size; ///< predictions x predictions
    Eigen::MatrixXd alignment; ///< predictions x targets
    Eigen::MatrixXd target; ///< targets x targets
    /// |z - d - y|^2 - |z - y|^2 with d of the others, its square from two different others. Empty: not asked for, or
    /// fewer than three units.
    Eigen::MatrixXd worth;
    Eigen::MatrixXd rows; ///< [unit, key] that count

    /// [unit] sums over keys divided by the unit's rows.
    [[nodiscard]] Eigen::VectorXd perUnit(const Eigen::MatrixXd& products) const;
    /// [key] values whose mean is the mean over units of perUnit(): each key's share, times the number of keys. Keys
    /// without a row are left out.
    [[nodiscard]] std::vector<double> perKey(const Eigen::MatrixXd& products) const;
};

/// What the products are taken of. `predictions` and `targets` may each be less a constant of its own.
struct ComponentInput {
    const ComponentCells& cells;
    CellSums predictions, targets;
    Eigen::Index dim = 0;
    Eigen::RowVectorXd meanDifference; ///< [dim] constant of the targets less that of the predictions; for the worth
    bool worth = false;
};

/// Position and channel: the mean of the unit's rows at the key less the mean of all its rows. Interaction: the mean at
/// the cell less the least-squares fit of position + channel to the unit's own cells, over the cells that another unit
/// holds too, so that an additive course leaves nothing however the masks fall. Reference of the first two:
/// components.py beside the models of known nature.
[[nodiscard]] ComponentProducts componentProducts(ComponentKind kind, const ComponentInput& input);

} // namespace maskscope
