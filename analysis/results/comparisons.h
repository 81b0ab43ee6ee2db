// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/results/run_result.h"

namespace maskscope {

/// A number of two runs over the same recordings: the first less the second, paired over their units.
struct Comparison {
    std::array<std::string, 2> runs; ///< RunResult::id
    std::array<std::string, 2> labels;
    std::string key; ///< "diag.v1.masked_mse", "diag.v1.carries_position.alignment"
    double difference = 0;
    Interval interval; ///< 95 %, of the units' differences
    std::string unit; ///< of the number
    std::string unitOfInference; ///< "recording", "subject"
    std::int64_t n = 0; ///< of them
};
/// Of every two runs over the same recordings (by content) and every number whose units' values both have.
[[nodiscard]] std::vector<Comparison> compareRuns(std::span<const std::shared_ptr<const RunResult>> runs);

/// Of one plain number of a metric: that of `run` less that of `reference`. Nothing where the recordings are not the
/// same, or either lacks its units' values or has fewer than five.
[[nodiscard]] std::optional<Comparison> compareNumber(const RunResult& run, const RunResult& reference,
                                                      std::string_view metric, std::string_view key);

/// One sentence for the caption of a metric's figure: how its first number that can be compared differs from the first
/// run's in each of the next runs over the same recordings; empty where none can be.
[[nodiscard]] std::string differencesText(std::span<const std::shared_ptr<const RunResult>> runs,
                                          std::string_view metric);

/// Alike a layer of two runs is, on the same tokens of unmasked input.
struct LayerSimilarity {
    std::array<std::string, 2> runs, labels;
    int layer = 0; ///< 0: the backbone's input
    double cka = 0; ///< linear, unbiased
    std::int64_t tokens = 0;
};
[[nodiscard]] std::vector<LayerSimilarity> compareLayers(std::span<const std::shared_ptr<const RunResult>> runs);

/// Runs of one setting that differ in nothing but their training seed: architecture, configuration without seeds, names
/// and folders, mask and recordings.
struct SeedGroup {
    std::vector<std::string> runs; ///< ids
    std::string label; ///< of the first
    struct Number {
        std::string key;
        double mean = 0, sd = 0; ///< over the runs, ddof 1
    };
    std::vector<Number> numbers; ///< every plain number that all of them have
};
[[nodiscard]] std::vector<SeedGroup> seedGroups(std::span<const std::shared_ptr<const RunResult>> runs);

} // namespace maskscope
