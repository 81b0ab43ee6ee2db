// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <span>

#include "analysis/metrics/row_groups.h"

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

/// 1 - sum |z - m(group)|^2 / sum |z - m|^2, both means from the other folds only. Nothing with one fold, or where
/// there is no variance.
[[nodiscard]] std::optional<double> heldOutR2(const GroupSums& cells, std::span<const int> fold,
                                              std::span<const int> group);

} // namespace maskscope
