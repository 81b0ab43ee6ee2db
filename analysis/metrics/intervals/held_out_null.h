// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "analysis/metrics/metric.h"
#include "analysis/metrics/sums/row_groups.h"

namespace maskscope {

/// Held-out R^2 of group means (held_out.h, folds are recordings) where the labels mean nothing across recordings.
/// Quantiles of the draws ("quantile_2.5", "median", "quantile_97.5"). Nothing with one recording or no draws.

/// One draw: channel names exchanged among the sequences of each recording.
[[nodiscard]] std::optional<MetricNumbers> channelR2Null(const RowGroups& groups, const GroupSums& cells, int draws,
                                                         std::uint64_t seed);
/// One draw: the position bins of each recording turned round by a whole number of bins, one turn a recording (the turn
/// of position_null.h, to the width of a bin). What channels of a recording share and its slow course survive.
[[nodiscard]] std::optional<MetricNumbers> positionR2Null(const RowGroups& groups, const GroupSums& cells, int draws,
                                                          std::uint64_t seed);

} // namespace maskscope
