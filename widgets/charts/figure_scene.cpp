// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/figure_scene.h"

#include "widgets/charts/color_bar.h"
#include "widgets/charts/draw_order.h"
#include "widgets/charts/grid_labels.h"
#include "widgets/charts/panel_axes.h"
#include "widgets/charts/scalp_view.h"
#include "widgets/charts/series_marks.h"
#include "widgets/charts/table_view.h"

namespace maskscope {

FigureScene::FigureScene(const Figure& figure, const FigureStyle& style, QSizeF sizePt, const FigureParts& parts)
    : m_hover(figure)
{
    setItemIndexMethod(QGraphicsScene::NoIndex); // few items, and they never move
    const FigureLayout layout = layOutFigure(figure, style, sizePt.width(), sizePt.height(), parts);
    setSceneRect(0, 0, layout.width, layout.height);
    setBackgroundBrush(style.palette.ground);
    const QRectF extent = scalpExtent(figure);
    for (const PanelCell& cell : layout.cells) {
        if (std::holds_alternative<TablePlot>(cell.panel->plot)) {
            drawTable(*this, cell, style, m_hover);
            continue;
        }
        if (!cartesian(cell)) {
            drawScalpMap(*this, figure, cell, extent, style, m_hover);
            continue;
        }
        drawAxes(*this, cell, style);
        drawSeries(*this, cell, style, m_hover);
    }
    if (figure.colorScale && !layout.colorBar.isEmpty())
        drawColorBar(*this, *figure.colorScale, layout.colorBar, style);
    drawLegend(*this, layout.legend, style);
    for (const TextBlock& block : layout.texts)
        addItem(new TextItem(block));
    for (QGraphicsItem* item : items())
        if (item->type() == TextItem::Type)
            item->setZValue(double(DrawOrder::Text));
}

void FigureScene::paint(QPainter& painter) { render(&painter, sceneRect(), sceneRect()); }

} // namespace maskscope
