// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/figures/figure.h"

namespace maskscope::samples {

/// A smooth made-up map: bands and contours cut out of a fine grid by marching over its cells.
[[nodiscard]] ScalpMapPlot scalpSample(int run, const ColorScale& scale);

} // namespace maskscope::samples
