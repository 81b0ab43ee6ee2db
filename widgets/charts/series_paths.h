// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QPainterPath>
#include <QRectF>

#include "analysis/figures/figure.h"

namespace maskscope {

/// A series in the coordinates of the scene.
struct SeriesPaths {
    QPainterPath line; ///< broken at gaps
    QPainterPath band; ///< closed, one part a run of points without gap
    QPainterPath errorBars; ///< cut at the plot area; a cut end has no cap
    std::vector<QPointF> points; ///< every point with a place; for dots only those inside the plot area
    std::vector<std::size_t> pointIndex; ///< of `points` in the series
    std::vector<QPointF> lonePoints; ///< of a line: neither neighbour has a value, so no line shows them
};

[[nodiscard]] SeriesPaths seriesPaths(const CartesianPlot& plot, const Series& series, const QRectF& area,
                                      double capHalfWidth);

} // namespace maskscope
