// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/color_bar.h"

#include <algorithm>

#include <QGraphicsRectItem>
#include <QGraphicsScene>
#include <QPen>

#include "widgets/charts/axis_map.h"
#include "widgets/charts/grid_measure.h"
#include "widgets/charts/text_fit.h"
#include "widgets/charts/text_item.h"
#include "widgets/charts/tick_fit.h"

namespace maskscope {

namespace {

Axis axisOf(const ColorScale& scale)
{
    Axis axis;
    axis.low = scale.low;
    axis.high = scale.high;
    return axis;
}

QStringList titleLines(const ColorScale& scale, const FigureStyle& style, double height)
{
    return fitLines(QString::fromStdString(scale.title), style.font(style.type.axisTitle), 1.25 * height, 2);
}

double titleOffset(const ColorScale& scale, const FigureStyle& style, double height)
{
    return style.stroke.tick + labelGap + fitVerticalTicks(axisOf(scale), height, style).labelSize + titleGap;
}

void drawStrip(QGraphicsScene& scene, const ColorScale& scale, const QRectF& strip, const FigureStyle& style)
{
    const int bands = std::clamp(scale.bands, 2, 256);
    for (int i = 0; i < bands; ++i) {
        const Rgb c = mapColor(scale.map, (i + 0.5) / bands);
        // Each band reaches up behind the next ones, so that no seam of the ground shows between two.
        const double bottom = strip.bottom() - strip.height() * i / bands;
        scene.addRect(QRectF(strip.topLeft(), QPointF(strip.right(), bottom)), Qt::NoPen, QColor(c.r, c.g, c.b));
    }
    scene.addRect(strip, QPen(style.palette.ink, style.stroke.spine), Qt::NoBrush);
}

} // namespace

double colorBarWidth(const ColorScale& scale, const FigureStyle& style, double height)
{
    const double title = double(titleLines(scale, style, height).size()) * lineHeight(style.font(style.type.axisTitle));
    return colorStripWidth + titleOffset(scale, style, height) + title;
}

void drawColorBar(QGraphicsScene& scene, const ColorScale& scale, const QRectF& strip, const FigureStyle& style)
{
    drawStrip(scene, scale, strip, style);
    const Axis axis = axisOf(scale);
    const AxisMap map(axis, strip.bottom(), strip.top());
    const QFont font = style.font(style.type.label);
    for (const AxisTick& tick : fitVerticalTicks(axis, strip.height(), style).ticks) {
        const double y = style.snapped(*map.at(tick.value));
        scene.addLine(strip.right(), y, strip.right() + style.stroke.tick, y,
                      QPen(style.palette.ink, style.stroke.spine, Qt::SolidLine, Qt::FlatCap));
        if (!tick.label.isEmpty())
            scene.addItem(new TextItem({ { tick.label },
                                         font,
                                         style.palette.tick,
                                         { strip.right() + style.stroke.tick + labelGap, y },
                                         Qt::AlignLeft | Qt::AlignVCenter }));
    }
    const QStringList lines = titleLines(scale, style, strip.height());
    const double left = strip.right() + titleOffset(scale, style, strip.height());
    scene.addItem(new TextItem({ lines,
                                 style.font(style.type.axisTitle),
                                 style.palette.ink,
                                 { left, strip.center().y() },
                                 Qt::AlignHCenter | Qt::AlignTop,
                                 true }));
}

} // namespace maskscope
