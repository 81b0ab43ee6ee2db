// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/grid_measure.h"

#include <algorithm>
#include <numeric>

#include "widgets/charts/grid_labels.h"
#include "widgets/charts/panel_titles.h"
#include "widgets/charts/scalp_view.h"
#include "widgets/charts/table_view.h"
#include "widgets/charts/text_fit.h"
#include "widgets/charts/tick_fit.h"

namespace maskscope {

namespace {

std::size_t index(int i) { return static_cast<std::size_t>(i); }

void raise(double& value, double least) { value = std::max(value, least); }

struct Measurer {
    const Figure& figure;
    const std::vector<PanelCell>& cells;
    const FigureStyle& style;
    GridMeasure grid;

    double uprightTitle() const { return grid.yTitleLines * lineHeight(style.font(style.type.axisTitle)) + titleGap; }

    void measureColumn(const PanelCell& cell)
    {
        double& left = grid.left[index(cell.panel->column)];
        double& right = grid.right[index(cell.panel->column)];
        const CartesianPlot* plot = cartesian(cell);
        if (!plot)
            return;
        const double ticks = style.stroke.tick + labelGap;
        const auto room = [&](const Axis& axis, bool labelled, bool titled) {
            if (!labelled)
                return style.stroke.tick;
            return ticks + fitVerticalTicks(axis, grid.plotHeight, style).labelSize + (titled ? uprightTitle() : 0);
        };
        raise(left, room(plot->y, cell.yLabels, drawsYTitle(cells, cell)));
        if (plot->y2)
            raise(right, room(*plot->y2, cell.y2Labels, drawsY2Title(cells, cell)));
    }

    void measureRow(const PanelCell& cell)
    {
        double& above = grid.above[index(cell.panel->row)];
        double& below = grid.below[index(cell.panel->row)];
        if (drawsTitle(figure, *cell.panel)) {
            const PanelTitles titles = panelTitles(figure, style, titleRoom(grid));
            raise(above, double(titles.lines(*cell.panel).size()) * lineHeight(titles.font) + panelTitleGap);
        }
        const CartesianPlot* plot = cartesian(cell);
        if (!plot)
            return;
        raise(above, 0.5 * style.type.label); // half of the topmost tick label
        raise(below, style.stroke.tick);
        if (!cell.xLabels)
            return;
        double room = style.stroke.tick + labelGap + fitHorizontalTicks(plot->x, grid.plotWidth, style).labelSize;
        if (const XTitle title = xTitle(cells, cell, style, grid); !title.lines.isEmpty())
            room += titleGap + double(title.lines.size()) * lineHeight(style.font(style.type.axisTitle));
        raise(below, room);
    }

    bool hasMaps() const { return std::any_of(cells.begin(), cells.end(), isMap); }

    /// Of the highest table; 0 without one.
    double tablesHeight() const
    {
        double height = 0;
        for (const PanelCell& cell : cells)
            if (const auto* table = std::get_if<TablePlot>(&cell.panel->plot))
                height = std::max(height, tableHeight(*table, style, grid.plotWidth));
        return height;
    }

    /// Maps are as high as they are wide; more height would only part them from their titles.
    double mapHeight() const
    {
        const QRectF extent = scalpExtent(figure);
        return grid.plotWidth * extent.height() / extent.width();
    }

    double preferredPlotHeight() const
    {
        if (const double table = tablesHeight(); table > 0)
            return table;
        if (hasMaps())
            return std::min(mapHeight(), 190.0);
        if (grid.left.size() > 1)
            return std::clamp(grid.plotWidth * 0.78, 60.0, 140.0);
        return grid.above.size() > 1 ? std::clamp(grid.plotWidth * 0.17, 46.0, 80.0)
                                     : std::clamp(grid.plotWidth * 0.5, 90.0, 220.0);
    }

    void pass(double width, double height)
    {
        std::fill(grid.left.begin(), grid.left.end(), 0);
        std::fill(grid.right.begin(), grid.right.end(), 0);
        std::fill(grid.above.begin(), grid.above.end(), 0);
        std::fill(grid.below.begin(), grid.below.end(), 0);
        for (const PanelCell& cell : cells)
            measureColumn(cell);
        raise(grid.right.back(), 5); // half of the last x label reaches beyond the plot
        grid.plotWidth = 0;
        grid.plotWidth = std::max(smallestPlotWidth, (width - grid.width()) / double(grid.left.size()));
        for (const PanelCell& cell : cells)
            measureRow(cell);
        grid.plotHeight = 0;
        const double left = (height - grid.height()) / double(grid.above.size());
        grid.plotHeight = height > 0 ? std::max(smallestPlotHeight, left) : preferredPlotHeight();
        if (const double table = tablesHeight(); table > 0)
            grid.plotHeight = table; // neither squeezed nor stretched
        if (hasMaps() && std::none_of(cells.begin(), cells.end(), cartesian))
            grid.plotHeight = std::min(grid.plotHeight, std::max(smallestPlotHeight, mapHeight()));
    }

    /// Whether an upright title is longer than its plot area is high.
    bool titleIsTooLong() const
    {
        const QFont font = style.font(style.type.axisTitle);
        return std::any_of(cells.begin(), cells.end(), [&](const PanelCell& cell) {
            const CartesianPlot* plot = cartesian(cell);
            const auto exceeds = [&](bool draws, const std::string& title, bool second) {
                const bool isCommon = !commonYTitle(cells, cell.panel->column, second).isEmpty();
                const double room = isCommon ? grid.height() : uprightRoom(grid, cell.panel->row);
                return draws && textWidth(QString::fromStdString(title), font) > room;
            };
            return plot
                && (exceeds(drawsYTitle(cells, cell), plot->y.title, false)
                    || (plot->y2 && exceeds(drawsY2Title(cells, cell), plot->y2->title, true)));
        });
    }
};

} // namespace

double titleRoom(const GridMeasure& grid) { return grid.plotWidth + (grid.left.size() > 1 ? columnGap - 3 : 0); }

double uprightRoom(const GridMeasure& grid, int row)
{
    const std::size_t r = index(row);
    const auto halfGapAbove = [&](std::size_t i) { return (grid.below[i - 1] + rowGap + grid.above[i]) / 2 - 1; };
    const double up = r == 0 ? grid.above[0] : halfGapAbove(r);
    const double down = r + 1 == grid.above.size() ? grid.below[r] : halfGapAbove(r + 1);
    return grid.plotHeight + 2 * std::min(up, down);
}

double GridMeasure::width() const
{
    return std::accumulate(left.begin(), left.end(), 0.0) + std::accumulate(right.begin(), right.end(), 0.0)
        + double(left.size()) * plotWidth + double(left.size() - 1) * columnGap;
}

double GridMeasure::height() const
{
    return std::accumulate(above.begin(), above.end(), 0.0) + std::accumulate(below.begin(), below.end(), 0.0)
        + double(above.size()) * plotHeight + double(above.size() - 1) * rowGap;
}

double GridMeasure::plotLeft(int column) const
{
    double at = left[index(column)];
    for (std::size_t i = 0; i < index(column); ++i)
        at += left[i] + plotWidth + right[i] + columnGap;
    return at;
}

double GridMeasure::plotTop(int row) const
{
    double at = above[index(row)];
    for (std::size_t i = 0; i < index(row); ++i)
        at += above[i] + plotHeight + below[i] + rowGap;
    return at;
}

XTitle xTitle(const std::vector<PanelCell>& cells, const PanelCell& cell, const FigureStyle& style,
              const GridMeasure& grid)
{
    const CartesianPlot* plot = cartesian(cell);
    if (!plot || !cell.xLabels || plot->x.title.empty())
        return {};
    const QFont font = style.font(style.type.axisTitle);
    const QString title = QString::fromStdString(plot->x.title);
    const double room = grid.plotWidth + 0.6 * columnGap;
    bool agree = grid.left.size() > 1;
    for (const PanelCell& other : cells)
        if (const CartesianPlot* p = cartesian(other); p && other.panel->row == cell.panel->row)
            agree = agree && other.xLabels && p->x.title == plot->x.title;
    if (agree && textWidth(title, font) > room)
        return { fitLines(title, font, grid.width() - grid.left.front(), 1), true };
    return { fitLines(title, font, room, 2), false };
}

GridMeasure measureGrid(const Figure& figure, const std::vector<PanelCell>& cells, const FigureStyle& style,
                        double width, double height)
{
    const auto columns = index(std::max(1, columnCount(figure)));
    const auto rows = index(std::max(1, rowCount(figure)));
    Measurer measurer { figure, cells, style, {} };
    measurer.grid.left.resize(columns);
    measurer.grid.right.resize(columns);
    measurer.grid.above.resize(rows);
    measurer.grid.below.resize(rows);
    measurer.grid.plotHeight = 80; // a first guess: label widths depend a little on how many ticks fit
    for (int pass = 0; pass < 2; ++pass)
        measurer.pass(width, height);
    if (measurer.titleIsTooLong()) {
        measurer.grid.yTitleLines = 2;
        measurer.pass(width, height);
    }
    measurer.pass(width, height);
    return measurer.grid;
}

} // namespace maskscope
