// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>

#include "analysis/metrics/metric.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/metrics/intervals/row_clusters.h"

namespace maskscope {

/// Leading axes whose variance without a cluster is taken each by itself; what lies beyond them as one.
inline constexpr Eigen::Index kResampledAxes = 64;

/// Intervals of the numbers of a spectrum, each cluster left out in turn, by key ("pca_top1", ...; "slope" of the power
/// law where every axis is one of them anew; none of pcs_for_90, which is a count and moves in steps). The principal
/// axes stay as fitted to all rows: an eigenvalue's change with the rows' weights is, to first order, the change of the
/// variance along its axis (d lambda = v' dC v), so an axis that turns is left out.
[[nodiscard]] std::map<std::string, ClusterEstimate> spectrumIntervals(PredictionStatistics& s, const Spectra& spectra,
                                                                       const RowClusters& clusters,
                                                                       const MetricOptions& options);

} // namespace maskscope
