// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/metrics/components/components.h"
#include "analysis/metrics/metric.h"
#include "analysis/metrics/sums/prediction_statistics.h"

namespace maskscope {

/// One component in predictions and targets: a value for each unit, and values that repeat within the units (their mean
/// is the same number), for intervals where units are few.
struct CarriedPart {
    std::vector<double> size, alignment, target, worth; ///< [unit]; worth is empty below three units
    std::vector<double> sizeWithin, alignmentWithin, worthWithin; ///< [repetition]
    std::string within; ///< what repeats: "position bin", "channel", "channel and bin", "sequence"
};

struct CarriedKind {
    ComponentKind kind;
    const char* name; ///< "position": the number is diag.v1.carries_position
    const char* within;
};
[[nodiscard]] const std::vector<CarriedKind>& carriedKinds();

/// Components in rows of panels, runs in rows of tables: what is carried, and what is lost with each input replaced.
[[nodiscard]] Figure carriesFigure(std::span<const RunView> runs);

/// [unit] masked squared error, mean over rows and dimensions. Empty without targets.
[[nodiscard]] std::vector<double> errorPerUnit(PredictionStatistics& s);

/// Of the predictions, or of others' sums by cell in their place. Nothing without targets or a second unit.
[[nodiscard]] std::optional<ComponentProducts> carriedProducts(PredictionStatistics& s, ComponentKind kind,
                                                               const CellSums* replacedPredictions = nullptr);

} // namespace maskscope
