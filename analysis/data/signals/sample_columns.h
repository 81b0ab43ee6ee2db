// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "analysis/data/signals/signal_pyramid.h"

namespace maskscope {

/// Extents of the polyline through samples [firstSample, firstSample + samples.size()) in neighbouring columns of a
/// plot: column i covers [first + i * perColumn, ... + perColumn), in samples. Where two neighbours are finite the line
/// between them counts in every column that it crosses, so that the columns of a slow trace join up.
void sampleColumns(std::span<const float> samples, std::int64_t firstSample, double first, double perColumn,
                   std::span<SignalExtent> out);

} // namespace maskscope
