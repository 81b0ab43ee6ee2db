// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/intervals/held_out.h"

#include <algorithm>

namespace maskscope {
namespace {

int countLabels(std::span<const int> label)
{
    return label.empty() ? 0 : 1 + *std::max_element(label.begin(), label.end());
}

} // namespace

bool forEachFold(const GroupSums& cells, std::span<const int> fold,
                 const std::function<void(const HeldOutFold&)>& visit)
{
    std::vector<std::vector<int>> members(static_cast<std::size_t>(countLabels(fold)));
    for (std::size_t i = 0; i < fold.size(); ++i)
        members[static_cast<std::size_t>(fold[i])].push_back(static_cast<int>(i));
    const Eigen::RowVectorXd sum = cells.sums.colwise().sum();
    const double rows = cells.counts.sum();
    bool all = true;
    for (auto& list : members) {
        HeldOutFold f { std::move(list), 0, sum, 0 };
        for (const int c : f.cells) {
            f.rows += cells.counts(c);
            f.mean -= cells.sums.row(c);
        }
        f.trainingRows = rows - f.rows;
        if (f.cells.empty())
            continue;
        if (!(f.trainingRows > 0)) {
            all = false;
            continue;
        }
        f.mean /= f.trainingRows;
        visit(f);
    }
    return all;
}

RowMatrixD trainingMeans(const GroupSums& cells, const GroupSums& allGroups, std::span<const int> group,
                         const HeldOutFold& fold)
{
    RowMatrixD means = allGroups.sums;
    Eigen::VectorXd counts = allGroups.counts;
    for (const int c : fold.cells) {
        const int g = group[static_cast<std::size_t>(c)];
        means.row(g) -= cells.sums.row(c);
        counts(g) -= cells.counts(c);
    }
    for (Eigen::Index g = 0; g < counts.size(); ++g) {
        if (counts(g) > 0)
            means.row(g) /= counts(g);
        else
            means.row(g) = fold.mean;
    }
    return means;
}

std::optional<HeldOutErrors> heldOutErrors(const GroupSums& cells, std::span<const int> fold,
                                           std::span<const int> group)
{
    const GroupSums all = mergeCells(cells, group, countLabels(group));
    HeldOutErrors errors { Eigen::VectorXd::Zero(cells.counts.size()), Eigen::VectorXd::Zero(cells.counts.size()) };
    const bool complete = forEachFold(cells, fold, [&](const HeldOutFold& f) {
        const RowMatrixD means = trainingMeans(cells, all, group, f);
        for (const int c : f.cells) {
            errors.unexplained(c) = cells.squaredDistances(c, means.row(group[static_cast<std::size_t>(c)]));
            errors.total(c) = cells.squaredDistances(c, f.mean);
        }
    });
    if (!complete || !(errors.total.sum() > 0))
        return std::nullopt;
    return errors;
}

} // namespace maskscope
