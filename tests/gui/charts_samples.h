// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/figures/figure.h"

namespace maskscope::samples {

/// Figures as the metrics make them, from made-up values of real sizes; the same on every call.
[[nodiscard]] Figure channelMeans(int runs, int channels); ///< a row a run, error bars, shared axes
[[nodiscard]] Figure positionCorrelation(int runs); ///< 2 rows x runs: sorted curve of 512 with its null, profile
[[nodiscard]] Figure pcaSpectra(int runs); ///< log-log, with a second axis
[[nodiscard]] Figure scalpMaps(int runs, bool isSigned); ///< bands, contours, some electrodes outside the head
[[nodiscard]] Figure awkward(); ///< NaN, values <= 0 on a logarithmic axis, empty ranges, long names, one point
/// All of the above with a name for a file.
[[nodiscard]] std::vector<std::pair<std::string, Figure>> all();

} // namespace maskscope::samples
