// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QRectF>
#include <QString>

#include "widgets/charts/figure_style.h"

class QGraphicsScene;

namespace maskscope {

/// One kind of mark and what it means. Marks that come in several runs' colours are shown in the ink colour.
struct LegendEntry {
    QString name;
    SeriesStyle style = SeriesStyle::Line;
    bool hasBand = false; ///< a band under the line, or error bars on the dots
    bool isReference = false;
    QColor color;
    QRectF box; ///< where it stands: sample and name
};

/// What needs explaining: the distinct named series and reference lines, without those named as their panel. Empty
/// where there is nothing to tell apart.
[[nodiscard]] std::vector<LegendEntry> legendEntries(const Figure& figure, const FigureStyle& style);

/// Sets the boxes in rows from (left, top), no wider than `width`; gives the height used.
double placeLegend(std::vector<LegendEntry>& entries, const FigureStyle& style, QPointF leftTop, double width);

void drawLegend(QGraphicsScene& scene, const std::vector<LegendEntry>& entries, const FigureStyle& style);

} // namespace maskscope
