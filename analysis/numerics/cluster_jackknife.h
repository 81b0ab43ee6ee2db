// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "analysis/numerics/interval.h"

namespace maskscope {

/// Several numbers as functions of which clusters take part: [cluster] weights, 1 each for the numbers themselves;
/// writes one value each into `numbers`.
using WeightedStatistics = std::function<void(std::span<const double> weights, std::span<double> numbers)>;

/// What leaving each cluster out in turn tells of a number.
struct ClusterEstimate {
    std::optional<Interval> interval; ///< 95 %, see jackknifeInterval() in unit_interval.h
    std::vector<double> perCluster; ///< pseudo-values, whose mean is the number less its bias; empty: no interval
};

/// Of each number. No resampling: the same everywhere, and the statistic is asked clusters + 1 times.
[[nodiscard]] std::vector<ClusterEstimate> jackknifeClusters(int clusters, int numbers,
                                                             const WeightedStatistics& statistics);
/// Of sum(numerator) / sum(denominator), both [cluster].
[[nodiscard]] ClusterEstimate jackknifeRatio(std::span<const double> numerator, std::span<const double> denominator);

} // namespace maskscope
