// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/grid_labels.h"

#include <algorithm>
#include <map>

namespace maskscope {

namespace {

enum class Side { Left, Right, Below };

/// Whether another panel with axes lies beyond this one on that side.
bool hasNeighbour(const Figure& figure, const Panel& panel, Side side)
{
    return std::any_of(figure.panels.begin(), figure.panels.end(), [&](const Panel& other) {
        const auto* plot = std::get_if<CartesianPlot>(&other.plot);
        if (!plot)
            return false;
        if (side == Side::Below)
            return other.column == panel.column && other.row > panel.row;
        const bool isBeyond = side == Side::Left ? other.column < panel.column : other.column > panel.column;
        return other.row == panel.row && isBeyond && (side == Side::Left || plot->y2);
    });
}

std::string yTitle(const PanelCell& cell, bool second)
{
    const CartesianPlot* plot = cartesian(cell);
    if (!plot || (second && !plot->y2))
        return {};
    return second ? plot->y2->title : plot->y.title;
}

bool repeatsNeighbour(const std::vector<PanelCell>& cells, const PanelCell& cell, bool second)
{
    return std::any_of(cells.begin(), cells.end(), [&](const PanelCell& other) {
        const int beyond = other.panel->column - cell.panel->column;
        return other.panel->row == cell.panel->row && (second ? beyond > 0 : beyond < 0)
            && yTitle(other, second) == yTitle(cell, second);
    });
}

} // namespace

const CartesianPlot* cartesian(const PanelCell& cell) { return std::get_if<CartesianPlot>(&cell.panel->plot); }

bool isMap(const PanelCell& cell) { return std::holds_alternative<ScalpMapPlot>(cell.panel->plot); }

int rowCount(const Figure& figure)
{
    int rows = 0;
    for (const Panel& panel : figure.panels)
        rows = std::max(rows, panel.row + 1);
    return rows;
}

int columnCount(const Figure& figure)
{
    int columns = 0;
    for (const Panel& panel : figure.panels)
        columns = std::max(columns, panel.column + 1);
    return columns;
}

std::vector<PanelCell> gridCells(const Figure& figure)
{
    std::vector<PanelCell> cells;
    for (const Panel& panel : figure.panels) {
        if (panel.row < 0 || panel.column < 0)
            continue;
        cells.push_back({ &panel,
                          {},
                          !figure.shareX || !hasNeighbour(figure, panel, Side::Below),
                          !figure.shareY || !hasNeighbour(figure, panel, Side::Left),
                          !figure.shareY || !hasNeighbour(figure, panel, Side::Right) });
    }
    return cells;
}

bool titlesByColumn(const Figure& figure)
{
    std::map<int, std::string> titles;
    for (const Panel& panel : figure.panels) {
        const auto [it, isNew] = titles.try_emplace(panel.column, panel.title);
        if (!isNew && !panel.title.empty() && panel.title != it->second)
            return false;
    }
    return true;
}

bool drawsTitle(const Figure& figure, const Panel& panel)
{
    const bool byColumn = titlesByColumn(figure);
    return !panel.title.empty() && std::none_of(figure.panels.begin(), figure.panels.end(), [&](const Panel& other) {
        const bool isBefore = byColumn ? other.column == panel.column && other.row < panel.row
                                       : other.row == panel.row && other.column < panel.column;
        return isBefore && other.title == panel.title;
    });
}

bool drawsYTitle(const std::vector<PanelCell>& cells, const PanelCell& cell)
{
    return cell.yLabels && !yTitle(cell, false).empty() && !repeatsNeighbour(cells, cell, false);
}

bool drawsY2Title(const std::vector<PanelCell>& cells, const PanelCell& cell)
{
    return cell.y2Labels && !yTitle(cell, true).empty() && !repeatsNeighbour(cells, cell, true);
}

QString commonYTitle(const std::vector<PanelCell>& cells, int column, bool second)
{
    std::string common;
    int count = 0;
    for (const PanelCell& cell : cells) {
        const bool draws = second ? drawsY2Title(cells, cell) : drawsYTitle(cells, cell);
        if (cell.panel->column != column || !draws)
            continue;
        const std::string title = yTitle(cell, second);
        if (count++ > 0 && title != common)
            return {};
        common = title;
    }
    return count > 1 ? QString::fromStdString(common) : QString();
}

} // namespace maskscope
