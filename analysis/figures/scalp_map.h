// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analysis/figures/figure.h"
#include "analysis/data/prediction/prediction_set.h"

namespace maskscope {

/// A scalp map of one value per channel: filled bands, contour lines, electrodes. Channels without a position and NaN
/// values stay out of it. Where fewer than four electrodes remain, they lie on one line, or there is no such sphere,
/// `message` says so and there is no map. `head`: what electrodes are projected with, see scalpHead().
[[nodiscard]] ScalpMapPlot makeScalpMap(std::span<const PredictionChannel> channels, std::span<const double> values,
                                        const ColorScale& scale, const ScalpHead& head = {});

/// One scale for the maps of all runs: from the smallest to the largest value, widened to round numbers (1, 2, 2.5, 5
/// times a power of ten); symmetric about 0 and in the diverging colours where `signedValues`, from 0 where the
/// smallest value is below a third of the largest. Never empty.
[[nodiscard]] ColorScale sharedColorScale(std::string title, std::span<const std::vector<double>> valuesPerRun,
                                          bool signedValues);

} // namespace maskscope
