// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>

#include "widgets/charts/figure_style.h"

class QGraphicsScene;

namespace maskscope {

class HoverIndex;
struct LegendEntry;
struct PanelCell;

/// Draws the series of a panel: bands, lines with gaps at NaN, error bars, dots. Enters the points into `hover`.
void drawSeries(QGraphicsScene& scene, const PanelCell& cell, const FigureStyle& style, HoverIndex& hover);

/// A line, band or dot as the legend shows it.
void drawLegendSample(QGraphicsScene& scene, const LegendEntry& entry, const QRectF& box, const FigureStyle& style);

} // namespace maskscope
