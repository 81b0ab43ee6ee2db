// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/panel_axes.h"

#include <algorithm>

#include <QGraphicsPathItem>
#include <QGraphicsScene>
#include <QPainterPath>
#include <QPen>

#include "widgets/charts/axis_map.h"
#include "widgets/charts/draw_order.h"
#include "widgets/charts/grid_labels.h"
#include "widgets/charts/grid_measure.h"
#include "widgets/charts/text_fit.h"
#include "widgets/charts/tick_fit.h"

namespace maskscope {

namespace {

void addLine(QPainterPath& path, QPointF from, QPointF to)
{
    path.moveTo(from);
    path.lineTo(to);
}

void addStrokes(QGraphicsScene& scene, const QPainterPath& path, const QColor& color, double width, DrawOrder order)
{
    if (!path.isEmpty())
        scene.addPath(path, QPen(color, width, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin))->setZValue(double(order));
}

struct AxesDrawer {
    QGraphicsScene& scene;
    const PanelCell& cell;
    const FigureStyle& style;
    QPainterPath grid, spines;

    double tickLength(const AxisTick& tick) const { return style.stroke.tick * (tick.major ? 1.0 : 0.6); }

    void addLabel(const AxisTick& tick, QPointF at, Qt::Alignment align, bool upright = false)
    {
        if (!tick.label.isEmpty())
            scene.addItem(
                new TextItem({ { tick.label }, style.font(style.type.label), style.palette.tick, at, align, upright }));
    }

    void drawX(const Axis& axis)
    {
        const FittedTicks fitted = fitHorizontalTicks(axis, cell.plot.width(), style);
        const AxisMap map(axis, cell.plot.left(), cell.plot.right());
        for (const AxisTick& tick : fitted.ticks) {
            const auto at = map.at(tick.value);
            if (!at || !map.contains(tick.value))
                continue;
            const double x = std::clamp(style.snapped(*at), cell.plot.left(), cell.plot.right());
            const double end = cell.plot.bottom() + tickLength(tick);
            addLine(spines, { x, cell.plot.bottom() }, { x, end });
            if (tick.major && axis.scale == AxisScale::Log10)
                addLine(grid, { x, cell.plot.top() }, { x, cell.plot.bottom() });
            if (cell.xLabels && fitted.upright)
                addLabel(tick, { x, end + labelGap }, Qt::AlignRight | Qt::AlignVCenter, true);
            else if (cell.xLabels)
                addLabel(tick, { keptInside(x, tick.label), end + labelGap }, Qt::AlignHCenter | Qt::AlignTop);
        }
    }

    /// A label at the end of an axis may not leave the picture.
    double keptInside(double x, const QString& label) const
    {
        const double half = textWidth(label, style.font(style.type.label)) / 2;
        return std::clamp(x, half + 1, std::max(half + 1, scene.sceneRect().right() - half - 1));
    }

    void drawY(const Axis& axis, double spineX, double direction, bool labelled, bool hasGrid)
    {
        const FittedTicks fitted = fitVerticalTicks(axis, cell.plot.height(), style);
        const AxisMap map(axis, cell.plot.bottom(), cell.plot.top());
        for (const AxisTick& tick : fitted.ticks) {
            const auto at = map.at(tick.value);
            if (!at || !map.contains(tick.value))
                continue;
            const double y = std::clamp(style.snapped(*at), cell.plot.top(), cell.plot.bottom());
            const double end = spineX + direction * tickLength(tick);
            addLine(spines, { spineX, y }, { end, y });
            if (hasGrid && tick.major && axis.scale != AxisScale::Categories)
                addLine(grid, { cell.plot.left(), y }, { cell.plot.right(), y });
            if (labelled)
                addLabel(tick, { end + direction * labelGap, y },
                         (direction < 0 ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        }
        addLine(spines, { spineX, cell.plot.top() }, { spineX, cell.plot.bottom() });
    }

    void drawReferences(const CartesianPlot& plot)
    {
        QPainterPath lines;
        for (const ReferenceLine& line : plot.references) {
            const Axis& axis = line.horizontal ? plot.y : plot.x;
            const AxisMap map(axis, line.horizontal ? cell.plot.bottom() : cell.plot.left(),
                              line.horizontal ? cell.plot.top() : cell.plot.right());
            const auto at = map.at(line.at);
            if (!at || !map.contains(line.at))
                continue;
            const double to = style.snapped(*at);
            if (line.horizontal)
                addLine(lines, { cell.plot.left(), to }, { cell.plot.right(), to });
            else
                addLine(lines, { to, cell.plot.top() }, { to, cell.plot.bottom() });
        }
        addStrokes(scene, lines, style.palette.reference, style.stroke.spine, DrawOrder::Reference);
    }
};

} // namespace

void drawAxes(QGraphicsScene& scene, const PanelCell& cell, const FigureStyle& style)
{
    const CartesianPlot& plot = *cartesian(cell);
    AxesDrawer drawer { scene, cell, style, {}, {} };
    drawer.drawX(plot.x);
    drawer.drawY(plot.y, cell.plot.left(), -1, cell.yLabels, true);
    if (plot.y2)
        drawer.drawY(*plot.y2, cell.plot.right(), 1, cell.y2Labels, false);
    addLine(drawer.spines, cell.plot.bottomLeft(), cell.plot.bottomRight());
    addStrokes(scene, drawer.grid, style.palette.grid, style.stroke.grid, DrawOrder::Grid);
    drawer.drawReferences(plot);
    addStrokes(scene, drawer.spines, style.palette.ink, style.stroke.spine, DrawOrder::Spine);
}

} // namespace maskscope
