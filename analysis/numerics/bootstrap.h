// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace maskscope {

/// A number as a function of how often each cluster was drawn; [cluster] weights, 1 each for the number itself.
using WeightedStatistic = std::function<double(std::span<const double> weights)>;

/// 95 % interval of a statistic by the cluster bootstrap, bias-corrected and accelerated (BCa; Efron 1987): clusters
/// are drawn with replacement, the acceleration comes from leaving each cluster out in turn. Where the resamples do not
/// surround the number, the plain percentile interval is given. Nothing with fewer than 2 clusters, or where the
/// statistic is not finite. The same seed gives the same interval on every machine.
[[nodiscard]] std::optional<std::pair<double, double>>
bootstrapInterval(int clusters, const WeightedStatistic& statistic, int resamples, std::uint64_t seed);

/// Several numbers of the same clusters; writes one value each into `numbers`.
using WeightedStatistics = std::function<void(std::span<const double> weights, std::span<double> numbers)>;
/// As bootstrapInterval, each number from the same draws, which are computed once.
[[nodiscard]] std::vector<std::optional<std::pair<double, double>>>
bootstrapIntervals(int clusters, int numbers, const WeightedStatistics& statistics, int resamples, std::uint64_t seed);

/// Of sum(weight numerator) / sum(weight denominator), both [cluster].
[[nodiscard]] std::optional<std::pair<double, double>> bootstrapRatio(std::span<const double> numerator,
                                                                      std::span<const double> denominator,
                                                                      int resamples, std::uint64_t seed);

/// Inverse of the standard normal distribution function (Acklam's rational approximation with one Halley step, error
/// below 1e-14); p in (0, 1).
[[nodiscard]] double normalQuantile(double p);
[[nodiscard]] double normalDistribution(double z);

} // namespace maskscope
