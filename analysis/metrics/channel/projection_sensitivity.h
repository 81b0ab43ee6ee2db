// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analysis/metrics/metric.h"

namespace maskscope {

/// Spread of every number about channels over spatial projections drawn anew: checkpoints do not hold the projection
/// they were trained with. `draws`: the numbers of the same model, recordings and mask with one projection each, as
/// computeMetrics() gives them. The value `diag.v1.projection_sensitivity` names each number; it is the standard
/// deviation (ddof 1) over draws, and its interval the range. Unit of inference: the projection. Null: none; the spread
/// of numbers over recordings stands in their own intervals. Cannot show what the model gains with the projection of
/// its training: a model that learned that one code may show nothing with any of these. Fewer than two draws: no value.
/// Arrays: `draws` [number, draw], numbers in the order of the value's names.
[[nodiscard]] MetricResult projectionSensitivity(std::span<const std::vector<MetricResult>> draws);

/// In place of it where no projection can change the model's input.
[[nodiscard]] MetricResult projectionWithoutEffect(const std::string& reason);

/// The same of two tables of electrode positions, `diag.v1.electrode_sensitivity`: a checkpoint does not say which one
/// it was trained with. `medianAngle`: between the two, in degrees. Cannot show what the model gains with a third.
[[nodiscard]] MetricResult electrodeSensitivity(const std::vector<MetricResult>& own,
                                                const std::vector<MetricResult>& other, double medianAngle);
/// In place of it where there is no second table, or none can change the model's input.
[[nodiscard]] MetricResult electrodesWithoutEffect(const std::string& reason);

/// Lowest and highest of a number over drawn projections ("diag.v1.channel_gain"); nothing where none were drawn.
[[nodiscard]] std::optional<Interval> projectionRange(std::span<const MetricResult> run, const std::string& key);
/// The same over the two tables of electrodes.
[[nodiscard]] std::optional<Interval> electrodeRange(std::span<const MetricResult> run, const std::string& key);

} // namespace maskscope
