// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/table_view.h"

#include <algorithm>

#include <QGraphicsScene>
#include <QPen>

#include "widgets/charts/draw_order.h"
#include "widgets/charts/hover_index.h"
#include "widgets/charts/text_fit.h"

namespace maskscope {

namespace {

constexpr double rowPadding = 2.5, headGap = 3, cellGap = 1.5;
constexpr double nameShare = 0.2; // of the width
constexpr double strongestTint = 0.45;

/// Where the parts of a table lie.
struct TableGrid {
    QFont font, small;
    double nameWidth = 0, columnWidth = 0, headHeight = 0, rowHeight = 0;

    TableGrid(const TablePlot& table, const FigureStyle& style, double width)
        : font(style.font(style.type.label))
        , small(style.font(std::max(5, style.type.label - 1)))
        , nameWidth(nameShare * width)
        , columnWidth((width - nameWidth) / std::max(1.0, double(table.columns.size())))
    {
        qsizetype lines = 1;
        for (const std::string& column : table.columns)
            lines = std::max(lines, headLines(column).size());
        headHeight = double(lines) * lineHeight(font) + headGap;
        rowHeight = lineHeight(font) + lineHeight(small) + 2 * rowPadding;
    }

    [[nodiscard]] QStringList headLines(const std::string& column) const
    {
        return fitLines(QString::fromStdString(column), font, columnWidth - 6, 3);
    }
    [[nodiscard]] double columnLeft(std::size_t column) const { return nameWidth + double(column) * columnWidth; }
};

struct TableDrawer {
    QGraphicsScene& scene;
    const PanelCell& cell;
    const FigureStyle& style;
    HoverIndex& hover;
    TableGrid grid;

    void addText(const QStringList& lines, const QFont& font, const QColor& color, QPointF at, Qt::Alignment align)
    {
        scene.addItem(new TextItem({ lines, font, color, at, align }));
    }

    void drawHead(const TablePlot& table)
    {
        const double bottom = cell.plot.top() + grid.headHeight - headGap;
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            addText(grid.headLines(table.columns[i]), grid.font, style.palette.tick,
                    { cell.plot.left() + grid.columnLeft(i) + grid.columnWidth / 2, bottom },
                    Qt::AlignHCenter | Qt::AlignBottom);
        const double y = style.snapped(cell.plot.top() + grid.headHeight - headGap / 2);
        scene.addLine(cell.plot.left(), y, cell.plot.right(), y, QPen(style.palette.ink, style.stroke.spine))
            ->setZValue(double(DrawOrder::Spine));
    }

    void drawCell(const TableCell& of, const QRectF& at)
    {
        if (of.tint > 0) {
            QColor tint("#0072B2");
            tint.setAlphaF(float(strongestTint * std::clamp(of.tint, 0.0, 1.0)));
            scene.addRect(at.adjusted(cellGap, cellGap, -cellGap, -cellGap), Qt::NoPen, tint)
                ->setZValue(double(DrawOrder::Band));
        }
        const QColor ink = of.quiet ? style.palette.quiet : style.palette.ink;
        const double room = at.width() - 2 * cellGap;
        const QStringList text = fitLines(QString::fromStdString(of.text), grid.font, room, 1);
        const QStringList below = fitLines(QString::fromStdString(of.below), grid.small, room, 1);
        const double height = lineHeight(grid.font) + (of.below.empty() ? 0 : lineHeight(grid.small));
        const double top = at.center().y() - height / 2;
        addText(text, grid.font, ink, { at.center().x(), top }, Qt::AlignHCenter | Qt::AlignTop);
        if (!of.below.empty())
            addText(below, grid.small, style.palette.quiet, { at.center().x(), top + lineHeight(grid.font) },
                    Qt::AlignHCenter | Qt::AlignTop);
        if (!of.hover.empty())
            for (const double share : { 0.25, 0.5, 0.75 }) // wider than high
                hover.addCell({ at.left() + share * at.width(), at.center().y() }, *cell.panel, of);
    }

    void drawRow(const TablePlot::Row& row, std::size_t index)
    {
        const double top = cell.plot.top() + grid.headHeight + double(index) * grid.rowHeight;
        const QStringList name = fitLines(QString::fromStdString(row.name), grid.font, grid.nameWidth - 4, 2);
        addText(name, grid.font, style.textColor(row.color), { cell.plot.left(), top + grid.rowHeight / 2 },
                Qt::AlignLeft | Qt::AlignVCenter);
        for (std::size_t i = 0; i < row.cells.size(); ++i)
            drawCell(row.cells[i], { cell.plot.left() + grid.columnLeft(i), top, grid.columnWidth, grid.rowHeight });
        const double y = style.snapped(top + grid.rowHeight);
        scene.addLine(cell.plot.left(), y, cell.plot.right(), y, QPen(style.palette.grid, style.stroke.grid))
            ->setZValue(double(DrawOrder::Grid));
    }
};

} // namespace

double tableHeight(const TablePlot& table, const FigureStyle& style, double width)
{
    const TableGrid grid(table, style, std::max(width, 1.0));
    return grid.headHeight + double(table.rows.size()) * grid.rowHeight;
}

void drawTable(QGraphicsScene& scene, const PanelCell& cell, const FigureStyle& style, HoverIndex& hover)
{
    const auto& table = std::get<TablePlot>(cell.panel->plot);
    TableDrawer drawer { scene, cell, style, hover, TableGrid(table, style, cell.plot.width()) };
    drawer.drawHead(table);
    for (std::size_t i = 0; i < table.rows.size(); ++i)
        drawer.drawRow(table.rows[i], i);
}

} // namespace maskscope
