// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "analysis/figures/figure.h"

namespace maskscope {

/// Every plotted number of a figure as tidy CSV (RFC 4180 quoting), one row a point or electrode:
/// panel, series, label, x, y, low, high. Caption and provenance stand above as lines that begin with #. A figure of
/// scalp maps has one column more, value: besides "electrode value" rows (y is the value) "electrode position" rows (x,
/// y in head radii, see ScalpPoint) and "map" rows, the grid inside the head circle.
[[nodiscard]] std::string figureCsv(const Figure& figure);

} // namespace maskscope
