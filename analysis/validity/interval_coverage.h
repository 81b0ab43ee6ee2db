// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/numerics/unit_interval.h"

namespace maskscope {

class NumpyRandom;

/// How an interval of a mean comes from one value a unit.
struct IntervalMethod {
    std::string name;
    std::function<std::optional<Interval>(std::span<const double> values)> interval;
    bool resamples = false; ///< takes long: fewer draws are made
};
/// The intervals that were measured; `unitInterval` is the last.
[[nodiscard]] const std::vector<IntervalMethod>& intervalMethods();

/// Where unit values come from, and what the interval has to cover.
struct UnitPopulation {
    std::string name;
    double truth = 0;
    std::function<std::vector<double>(NumpyRandom& random, int units)> draw;
};
/// Normal, lognormal(0.8), the same to the left, then kinds of numbers that an analysis has.
[[nodiscard]] const std::vector<UnitPopulation>& unitPopulations();

inline constexpr std::array kCoverageUnits { 5, 8, 12, 20 };
inline constexpr double kLeastCoverageNormal = 0.93, kLeastCoverageSkewed = 0.90; // of both lognormals

/// How often intervals cover the truth, and on which side they miss it.
struct Coverage {
    int draws = 0;
    double covered = 0; ///< share of draws
    double above = 0; ///< whole interval above the truth: an effect of 0 would be called positive
    double below = 0;
    double width = 0; ///< mean
};
[[nodiscard]] Coverage measureCoverage(const IntervalMethod& method, const UnitPopulation& population, int units,
                                       int draws, std::uint64_t seed);

/// Two tables as Markdown: every method over the first three populations, and `unitInterval` over all of them. Methods
/// that resample are measured over a tenth of the draws.
[[nodiscard]] std::string coverageMarkdown(int draws, std::uint64_t seed);

} // namespace maskscope
