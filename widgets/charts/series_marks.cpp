// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/series_marks.h"

#include <algorithm>

#include <QGraphicsScene>
#include <QPen>

#include "widgets/charts/draw_order.h"
#include "widgets/charts/figure_layout.h"
#include "widgets/charts/grid_labels.h"
#include "widgets/charts/hover_index.h"
#include "widgets/charts/series_items.h"
#include "widgets/charts/series_paths.h"

namespace maskscope {

namespace {

constexpr double bandOpacity = 0.18;

QPen linePen(SeriesStyle style, const QColor& color, double width)
{
    QPen pen(color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    if (style == SeriesStyle::DashedLine)
        pen.setDashPattern({ 3.2, 2.2 });
    else if (style == SeriesStyle::DottedLine)
        pen.setDashPattern({ 0.9, 1.9 });
    if (style != SeriesStyle::Line)
        pen.setCapStyle(Qt::FlatCap);
    return pen;
}

QColor bandColor(QColor color)
{
    color.setAlphaF(float(bandOpacity));
    return color;
}

void add(QGraphicsScene& scene, QGraphicsItem* item, DrawOrder order)
{
    item->setZValue(double(order));
    scene.addItem(item);
}

void addPath(QGraphicsScene& scene, const QPainterPath& path, const QRectF& clip, const QPen& pen, const QBrush& brush,
             DrawOrder order)
{
    if (path.isEmpty())
        return;
    auto* item = new ClippedPathItem(path, clip);
    item->setPen(pen);
    item->setBrush(brush);
    add(scene, item, order);
}

void addDots(QGraphicsScene& scene, const std::vector<QPointF>& centres, double radius, const QColor& fill,
             const FigureStyle& style)
{
    const double rim = std::min(style.stroke.dotRim, radius * 0.3);
    if (!centres.empty())
        add(scene, new DotsItem(centres, radius, fill, QPen(style.palette.ground, rim)), DrawOrder::Dot);
}

/// Dots become smaller where they would touch.
double dotRadius(const CartesianPlot& plot, const QRectF& area, const FigureStyle& style, std::size_t points)
{
    const bool isCrowded = plot.x.scale == AxisScale::Categories;
    const double count = double(isCrowded ? std::max<std::size_t>(1, plot.x.categories.size()) : points + 1);
    return std::clamp(0.36 * area.width() / count, std::min(0.8, style.stroke.dotRadius), style.stroke.dotRadius);
}

void drawOne(QGraphicsScene& scene, const CartesianPlot& plot, const Series& series, const QRectF& area,
             const FigureStyle& style, const SeriesPaths& paths)
{
    const QColor color = style.curveColor(series.color);
    // Half a line's width beyond the area, so that a curve that runs along its edge is not cut in half.
    const QRectF clip = area.adjusted(-0.3, -0.6 * style.stroke.curve, 0.3, 0.6 * style.stroke.curve);
    const double radius = dotRadius(plot, area, style, paths.points.size());
    addPath(scene, paths.band, area, Qt::NoPen, bandColor(color), DrawOrder::Band);
    addPath(scene, paths.line, clip, linePen(series.style, color, style.stroke.curve), Qt::NoBrush, DrawOrder::Line);
    const QPen bar(color, style.stroke.errorBar, Qt::SolidLine, Qt::FlatCap);
    addPath(scene, paths.errorBars, area.adjusted(-4, -1, 4, 1), bar, Qt::NoBrush, DrawOrder::ErrorBar);
    if (series.style == SeriesStyle::Dots)
        addDots(scene, paths.points, radius, color, style);
    else
        addDots(scene, paths.lonePoints, radius, color, style);
}

} // namespace

void drawSeries(QGraphicsScene& scene, const PanelCell& cell, const FigureStyle& style, HoverIndex& hover)
{
    const CartesianPlot& plot = *cartesian(cell);
    const QRectF& area = cell.plot;
    for (const Series& series : plot.series) {
        const double radius = dotRadius(plot, area, style, series.x.size());
        const double cap = std::min(style.stroke.cap, radius * 0.9);
        const SeriesPaths paths = seriesPaths(plot, series, area, cap);
        drawOne(scene, plot, series, area, style, paths);
        for (std::size_t i = 0; i < paths.points.size(); ++i)
            hover.addPoint(paths.points[i], *cell.panel, series, paths.pointIndex[i]);
    }
}

void drawLegendSample(QGraphicsScene& scene, const LegendEntry& entry, const QRectF& box, const FigureStyle& style)
{
    QPainterPath middle(QPointF(box.left(), box.center().y()));
    middle.lineTo(box.right(), box.center().y());
    if (entry.isReference) {
        addPath(scene, middle, box, QPen(entry.color, style.stroke.spine), Qt::NoBrush, DrawOrder::Line);
        return;
    }
    if (entry.style == SeriesStyle::Dots) {
        QPainterPath bar(QPointF(box.center().x(), box.center().y() - 3.2));
        bar.lineTo(box.center().x(), box.center().y() + 3.2);
        if (entry.hasBand)
            addPath(scene, bar, box, QPen(entry.color, style.stroke.errorBar), Qt::NoBrush, DrawOrder::ErrorBar);
        addDots(scene, { box.center() }, style.stroke.dotRadius, entry.color, style);
        return;
    }
    QPainterPath band;
    band.addRect(box.adjusted(0, 0.2 * box.height(), 0, -0.2 * box.height()));
    if (entry.hasBand)
        addPath(scene, band, box, Qt::NoPen, bandColor(entry.color), DrawOrder::Band);
    addPath(scene, middle, box, linePen(entry.style, entry.color, style.stroke.curve), Qt::NoBrush, DrawOrder::Line);
}

} // namespace maskscope
