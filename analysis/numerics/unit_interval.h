// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "analysis/numerics/interval.h"

namespace maskscope {

/// Fewer units (subjects, else recordings) than this say nothing about other ones: there is no interval.
inline constexpr int kPopulationUnits = 5;

/// 95 % interval of the mean of the population that units were drawn from, from one value a unit: Student's t, its
/// limit on the side of the longer tail moved out by a factor of 1 + 3.25 sqrt(|skewness|) / n. Covers 95 to 97 % for
/// normal and at least 90 % for lognormal(0.8) values from five units on (docs/validity.md, "Intervals", says what else
/// was measured). Nothing below kPopulationUnits values, or where one is not finite. No resampling: the same values
/// give the same interval everywhere.
[[nodiscard]] std::optional<Interval> unitInterval(std::span<const double> values);

/// Whether values of at least kPopulationUnits units show that the mean of their population is below `limit`: one-sided
/// at 5 %, as equivalence is tested (Schuirmann 1987), with the tail of unitInterval().
[[nodiscard]] bool meanIsBelow(std::span<const double> values, double limit);

/// unitInterval() from what a statistic of all units is without each of them in turn: the interval of the mean of its
/// pseudo-values, n estimate - (n - 1) without.
[[nodiscard]] std::optional<Interval> jackknifeInterval(std::span<const double> leaveOneOut, double estimate);

/// The same for a cosine or a correlation, on the scale of its Fisher z, so that the interval stays within [-1, 1]:
/// without it, pseudo-values of a cosine of 0.9 cover 85 % at five units. Nothing where a value is not below 1 in size.
[[nodiscard]] std::optional<Interval> jackknifeCosineInterval(std::span<const double> leaveOneOut, double estimate);

/// [unit] n estimate - (n - 1) leaveOneOut.
[[nodiscard]] std::vector<double> pseudoValues(std::span<const double> leaveOneOut, double estimate);

/// Smallest and largest of at least two values: what was seen in these very units. It covers no population's mean with
/// any probability that could be named. Nothing where one is not finite.
[[nodiscard]] std::optional<Interval> unitRange(std::span<const double> values);

} // namespace maskscope
