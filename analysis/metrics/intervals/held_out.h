// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <span>

#include "analysis/metrics/sums/row_groups.h"

namespace maskscope {

/// One fold left out: what the others give for it.
struct HeldOutFold {
    std::vector<int> cells; ///< of the fold left out
    double rows = 0;
    Eigen::RowVectorXd mean; ///< of the other folds, less the overall mean
    double trainingRows = 0;
};

/// Folds that leave no row for training are skipped, and false is returned.
[[nodiscard]] bool forEachFold(const GroupSums& cells, std::span<const int> fold,
                               const std::function<void(const HeldOutFold&)>& visit);

/// Group means from the cells outside the fold; a group unseen there gets the fold's training mean. [group, dim]
[[nodiscard]] RowMatrixD trainingMeans(const GroupSums& cells, const GroupSums& allGroups, std::span<const int> group,
                                       const HeldOutFold& fold);

/// What 1 - sum |z - m(group)|^2 / sum |z - m|^2 is made of, both means from the other folds only. [cell]
struct HeldOutErrors {
    Eigen::VectorXd unexplained; ///< sum over the cell's rows of |z - m(group)|^2
    Eigen::VectorXd total; ///< and of |z - m|^2
    [[nodiscard]] double r2() const { return 1 - unexplained.sum() / total.sum(); }
};
/// Nothing with one fold, or where there is no variance.
[[nodiscard]] std::optional<HeldOutErrors> heldOutErrors(const GroupSums& cells, std::span<const int> fold,
                                                         std::span<const int> group);

} // namespace maskscope
