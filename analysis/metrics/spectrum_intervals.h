// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>

#include "analysis/metrics/metric.h"
#include "analysis/metrics/prediction_statistics.h"
#include "analysis/metrics/row_clusters.h"

namespace maskscope {

/// Leading axes whose variance is drawn anew, each by itself; what lies beyond them is drawn as one.
inline constexpr Eigen::Index kResampledAxes = 64;

/// Intervals of the numbers of a spectrum, by key ("pca_top1", ...; "slope" of the power law where every axis is drawn
/// anew). The principal axes stay as fitted to all rows: an eigenvalue's change with the rows' weights is, to first
/// order, the change of the variance along its axis (d lambda = v' dC v), so an axis that turns is left out.
[[nodiscard]] std::map<std::string, std::optional<std::pair<double, double>>>
spectrumIntervals(PredictionStatistics& s, const Spectra& spectra, const RowClusters& clusters,
                  const MetricOptions& options);

} // namespace maskscope
