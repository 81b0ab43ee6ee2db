// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/scalp_view.h"

#include <algorithm>
#include <cmath>

#include <QGraphicsScene>
#include <QPen>
#include <QTransform>

#include "widgets/charts/color_contrast.h"
#include "widgets/charts/draw_order.h"
#include "widgets/charts/head_outline.h"
#include "widgets/charts/hover_index.h"
#include "widgets/charts/series_items.h"
#include "widgets/charts/text_fit.h"

namespace maskscope {

namespace {

QPainterPath pathOf(const std::vector<ScalpPoint>& points, const QTransform& place)
{
    QPolygonF polygon;
    for (const ScalpPoint& point : points)
        polygon << place.map(QPointF(point.x, point.y));
    QPainterPath path;
    path.addPolygon(polygon);
    return path;
}

struct ScalpDrawer {
    QGraphicsScene& scene;
    const Figure& figure;
    const PanelCell& cell;
    const FigureStyle& style;
    QTransform place; // head units to scene
    double radius; // of the head, in points

    QColor colorAt(double value) const
    {
        const ColorScale scale = figure.colorScale.value_or(ColorScale {});
        const double span = scale.high - scale.low;
        const Rgb c = mapColor(scale.map, span > 0 ? (value - scale.low) / span : 0.5);
        return { c.r, c.g, c.b };
    }

    /// Dark on light colours, light on dark ones.
    QColor inkOn(const QColor& ground) const
    {
        return relativeLuminance(ground) > 0.25 ? QColor("#222222") : QColor("#F4F4F4");
    }

    void add(const QPainterPath& path, const QPen& pen, const QBrush& brush, DrawOrder order)
    {
        if (!path.isEmpty())
            scene.addPath(path, pen, brush)->setZValue(double(order));
    }

    void drawBands(const ScalpMapPlot& map)
    {
        for (const ScalpBand& band : map.bands) {
            QPainterPath path;
            path.setFillRule(Qt::OddEvenFill);
            for (const ScalpRing& ring : band.rings) {
                path.addPath(pathOf(ring, place));
                path.closeSubpath();
            }
            const QColor color = colorAt((band.low + band.high) / 2);
            // The thin outline in the band's own colour closes the seam between neighbours.
            add(path, QPen(color, 0.3, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin), color, DrawOrder::Band);
        }
    }

    void drawContours(const ScalpMapPlot& map)
    {
        const bool isSigned = figure.colorScale && figure.colorScale->map == ColorMap::RdBuReversed;
        for (const ScalpContour& contour : map.contours) {
            QPainterPath path;
            for (const auto& line : contour.lines)
                path.addPath(pathOf(line, place));
            QColor ink = inkOn(colorAt(contour.level));
            ink.setAlphaF(0.75F);
            QPen pen(ink, style.stroke.contour, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
            if (isSigned && contour.level < 0)
                pen.setDashPattern({ 5, 3 });
            add(path, pen, Qt::NoBrush, DrawOrder::Line);
        }
    }

    void drawElectrodes(const ScalpMapPlot& map, HoverIndex& hover)
    {
        const double dot = std::clamp(0.013 * radius, 0.45, 1.2);
        std::vector<QPointF> dark, light, hollow;
        for (const ScalpElectrode& electrode : map.electrodes) {
            const QPointF at = place.map(QPointF(electrode.at.x, electrode.at.y));
            const bool isDark = map.bands.empty() || inkOn(colorAt(electrode.value)).lightness() < 128;
            (electrode.outsideHead ? hollow : isDark ? dark : light).push_back(at);
            hover.addElectrode(at, *cell.panel, electrode);
        }
        const QColor onGround = map.bands.empty() ? style.palette.ink : QColor("#222222");
        addDots(std::move(dark), dot, onGround, Qt::NoPen);
        addDots(std::move(light), dot, QColor("#F4F4F4"), Qt::NoPen);
        addDots(std::move(hollow), dot * 1.15, style.palette.ground, QPen(style.palette.ink, 0.45 * dot));
    }

    void addDots(std::vector<QPointF> centres, double size, const QColor& fill, const QPen& rim)
    {
        if (centres.empty())
            return;
        auto* item = new DotsItem(std::move(centres), size, fill, rim);
        item->setZValue(double(DrawOrder::Dot));
        scene.addItem(item);
    }

    /// Inside a faint head; where that is too small for the message, in its place.
    void drawMessage(const std::string& message)
    {
        const QFont font = style.font(style.type.label);
        const QString text = QString::fromStdString(message);
        QStringList lines = fitLines(text, font, 1.45 * radius);
        if (double(lines.size()) * lineHeight(font) <= radius)
            drawHead(true);
        else
            lines = fitLines(text, font, cell.plot.width(),
                             std::max(1, static_cast<int>(cell.plot.height() / lineHeight(font))));
        scene.addItem(new TextItem(
            { lines, font, style.palette.quiet, cell.plot.center(), Qt::AlignHCenter | Qt::AlignVCenter }));
    }

    void drawHead(bool isFaint)
    {
        const QPen pen(isFaint ? style.palette.reference : style.palette.ink, style.stroke.head, Qt::SolidLine,
                       Qt::RoundCap, Qt::RoundJoin);
        add(place.map(headOutline()), pen, Qt::NoBrush, DrawOrder::Spine);
    }
};

} // namespace

QRectF scalpExtent(const Figure& figure)
{
    QRectF extent(-1.12, -1.03, 2.24, 2.2);
    for (const Panel& panel : figure.panels)
        if (const auto* map = std::get_if<ScalpMapPlot>(&panel.plot))
            for (const ScalpElectrode& electrode : map->electrodes)
                if (std::hypot(electrode.at.x, electrode.at.y) < 2)
                    extent |= QRectF(electrode.at.x - 0.04, electrode.at.y - 0.04, 0.08, 0.08);
    return extent;
}

void drawScalpMap(QGraphicsScene& scene, const Figure& figure, const PanelCell& cell, const QRectF& extent,
                  const FigureStyle& style, HoverIndex& hover)
{
    const auto& map = std::get<ScalpMapPlot>(cell.panel->plot);
    const double scale = std::min(cell.plot.width() / extent.width(), cell.plot.height() / extent.height());
    QTransform place;
    place.translate(cell.plot.center().x(), cell.plot.center().y());
    place.scale(scale, -scale);
    place.translate(-extent.center().x(), -extent.center().y());
    ScalpDrawer drawer { scene, figure, cell, style, place, scale };
    if (!map.message.empty()) {
        drawer.drawMessage(map.message);
        return;
    }
    drawer.drawHead(false);
    drawer.drawBands(map);
    drawer.drawContours(map);
    drawer.drawElectrodes(map, hover);
}

} // namespace maskscope
