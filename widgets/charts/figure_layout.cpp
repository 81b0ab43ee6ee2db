// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/figure_layout.h"

#include <algorithm>

#include "widgets/charts/color_bar.h"
#include "widgets/charts/grid_labels.h"
#include "widgets/charts/grid_measure.h"
#include "widgets/charts/panel_titles.h"
#include "widgets/charts/text_fit.h"
#include "widgets/charts/tick_fit.h"

namespace maskscope {

namespace {

constexpr double colorBarGap = 9;
constexpr double footGap = 6;

struct Layouter {
    const Figure& figure;
    const FigureStyle& style;
    const FigureParts& parts;
    double width;
    double height; // 0: by content
    FigureLayout out;
    double top = 0; // of what is not yet placed
    std::vector<TextBlock> foot;
    double footHeight = 0;

    double innerWidth() const { return width - 2 * style.margin; }

    void placeHead()
    {
        top = style.margin;
        const QFont font = style.font(style.type.title, true);
        double left = style.margin;
        if (!parts.letter.isEmpty()) {
            out.texts.push_back({ { parts.letter }, font, style.palette.ink, { left, top } });
            left += textWidth(parts.letter, font) + 6;
        }
        if (parts.title && !figure.title.empty()) {
            const double room = width - style.margin - left;
            const QStringList lines = fitLines(QString::fromStdString(figure.title), font, room, 2);
            out.texts.push_back({ lines, font, style.palette.ink, { left, top } });
            top += double(lines.size()) * lineHeight(font) + 3;
        } else if (!parts.letter.isEmpty()) {
            top += lineHeight(font) + 3;
        }
        out.legend = legendEntries(figure, style);
        const double legendHeight = placeLegend(out.legend, style, { style.margin, top }, innerWidth());
        top += legendHeight + (legendHeight > 0 ? 4 : 0);
    }

    void addFootLines(const std::string& text, const QFont& font, const QColor& color, int maxLines)
    {
        const double room = innerWidth() * parts.footShare;
        const QStringList lines = fitLines(QString::fromStdString(text), font, room, maxLines);
        if (lines.isEmpty())
            return;
        foot.push_back({ lines, font, color, { style.margin, footHeight } });
        footHeight += double(lines.size()) * lineHeight(font);
    }

    /// Lays the foot out from 0; placed when the height is known.
    void measureFoot()
    {
        if (parts.caption)
            addFootLines(figure.caption, style.font(style.type.caption), style.palette.quiet, parts.captionLines);
        if (parts.provenance && !figure.provenance.empty()) {
            footHeight += foot.empty() ? 0 : 3;
            for (const std::string& line : figure.provenance)
                addFootLines(line, style.font(style.type.provenance), style.palette.quiet, 0);
        }
    }

    void placeFoot()
    {
        for (TextBlock& block : foot) {
            block.at.ry() += out.height - style.margin - footHeight;
            out.texts.push_back(block);
        }
    }

    void placeCells(const GridMeasure& grid)
    {
        for (PanelCell& cell : out.cells) {
            const double left = style.snapped(style.margin + grid.plotLeft(cell.panel->column));
            const double above = style.snapped(top + grid.plotTop(cell.panel->row));
            cell.plot = QRectF(QPointF(left, above),
                               QPointF(style.snapped(left + grid.plotWidth), style.snapped(above + grid.plotHeight)));
        }
    }

    void placePanelTitle(const PanelCell& cell, const PanelTitles& titles, bool centred)
    {
        const double x = centred ? cell.plot.center().x() : cell.plot.left();
        out.texts.push_back({ titles.lines(*cell.panel),
                              titles.font,
                              style.textColor(cell.panel->titleColor),
                              { x, cell.plot.top() - panelTitleGap },
                              (centred ? Qt::AlignHCenter : Qt::AlignLeft) | Qt::AlignBottom });
    }

    void placeXTitle(const PanelCell& cell, const GridMeasure& grid)
    {
        const XTitle title = xTitle(out.cells, cell, style, grid);
        const bool isSaid = title.spans && cell.panel->column > 0;
        if (title.lines.isEmpty() || isSaid)
            return;
        const double labels = fitHorizontalTicks(cartesian(cell)->x, cell.plot.width(), style).labelSize;
        double x = cell.plot.center().x();
        if (title.spans)
            x = 0.5 * (cell.plot.left() + style.margin + grid.width() - grid.right.back());
        out.texts.push_back({ title.lines,
                              style.font(style.type.axisTitle),
                              style.palette.ink,
                              { x, cell.plot.bottom() + style.stroke.tick + labelGap + labels + titleGap },
                              Qt::AlignHCenter | Qt::AlignTop });
    }

    void placeYTitle(const PanelCell& cell, const GridMeasure& grid, bool second)
    {
        const bool draws = second ? drawsY2Title(out.cells, cell) : drawsYTitle(out.cells, cell);
        if (!draws)
            return;
        const QFont font = style.font(style.type.axisTitle);
        const int column = cell.panel->column;
        const QString common = commonYTitle(out.cells, column, second);
        const CartesianPlot& plot = *cartesian(cell);
        const QString title = QString::fromStdString(second ? plot.y2->title : plot.y.title);
        if (!common.isEmpty() && cell.panel != firstOfColumn(column))
            return;
        double y = cell.plot.center().y();
        double room = uprightRoom(grid, cell.panel->row);
        if (!common.isEmpty()) {
            y = 0.5 * (cell.plot.top() + lastOfColumn(column).plot.bottom());
            room = grid.height();
        }
        const QStringList lines = fitLines(title, font, room, static_cast<int>(grid.yTitleLines));
        const double used = double(lines.size()) * lineHeight(font);
        const double x = second ? cell.plot.right() + grid.right[std::size_t(column)] - used
                                : cell.plot.left() - grid.left[std::size_t(column)];
        out.texts.push_back({ lines, font, style.palette.ink, { x, y }, Qt::AlignHCenter | Qt::AlignTop, true });
    }

    const Panel* firstOfColumn(int column) const
    {
        const auto byRow = [&](const PanelCell& a, const PanelCell& b) {
            return std::pair(a.panel->column != column, a.panel->row)
                < std::pair(b.panel->column != column, b.panel->row);
        };
        return std::min_element(out.cells.begin(), out.cells.end(), byRow)->panel;
    }

    const PanelCell& lastOfColumn(int column) const
    {
        const auto byRow = [&](const PanelCell& a, const PanelCell& b) {
            return std::pair(a.panel->column == column, a.panel->row)
                < std::pair(b.panel->column == column, b.panel->row);
        };
        return *std::max_element(out.cells.begin(), out.cells.end(), byRow);
    }

    /// The strip stands beside the grid, as high as a panel but for a little; higher where panels are low.
    double colorBarHeight(const GridMeasure& grid) const
    {
        return std::min(grid.height() - grid.above.front() - grid.below.back(), std::max(0.8 * grid.plotHeight, 60.0));
    }

    void placeColorBar(const GridMeasure& grid)
    {
        const double gridTop = top + grid.above.front();
        const double gridBottom = top + grid.height() - grid.below.back();
        const double barHeight = colorBarHeight(grid);
        out.colorBar = { style.margin + grid.width() + colorBarGap, (gridTop + gridBottom - barHeight) / 2,
                         colorStripWidth, barHeight };
    }

    /// The width of the colour bar depends on its height through its tick labels, and the other way round.
    GridMeasure measured(double room) const
    {
        GridMeasure grid;
        double barHeight = 80;
        double bar = 0;
        for (int pass = 0; pass < 3; ++pass) {
            if (figure.colorScale)
                bar = std::max(bar, colorBarGap + colorBarWidth(*figure.colorScale, style, barHeight));
            grid = measureGrid(figure, out.cells, style, innerWidth() - bar, room);
            if (!figure.colorScale || colorBarHeight(grid) == barHeight)
                break;
            barHeight = colorBarHeight(grid);
        }
        return grid;
    }

    void placeGrid()
    {
        const double below = footHeight > 0 ? footHeight + footGap : 0;
        const double room = height > 0 ? std::max(1.0, height - top - below - style.margin) : 0;
        out.cells = gridCells(figure);
        const GridMeasure grid = measured(room);
        const double right
            = figure.colorScale ? colorBarGap + colorBarWidth(*figure.colorScale, style, colorBarHeight(grid)) : 0;
        out.width = std::max(width, 2 * style.margin + grid.width() + right);
        out.height = std::max(height, top + grid.height() + below + style.margin);
        top += 0.4 * std::max(0.0, room - grid.height()); // maps do not use all of a high page
        const PanelTitles titles = panelTitles(figure, style, titleRoom(grid));
        placeCells(grid);
        for (const PanelCell& cell : out.cells) {
            if (drawsTitle(figure, *cell.panel))
                placePanelTitle(cell, titles, isMap(cell) || (titlesByColumn(figure) && columnCount(figure) > 1));
            if (!cartesian(cell))
                continue;
            placeXTitle(cell, grid);
            placeYTitle(cell, grid, false);
            placeYTitle(cell, grid, true);
        }
        if (figure.colorScale)
            placeColorBar(grid);
    }
};

} // namespace

FigureLayout layOutFigure(const Figure& figure, const FigureStyle& style, double width, double height,
                          const FigureParts& parts)
{
    Layouter layouter { figure, style, parts, width, height, {}, 0, {}, 0 };
    layouter.placeHead();
    layouter.measureFoot();
    layouter.placeGrid();
    layouter.placeFoot();
    return std::move(layouter.out);
}

} // namespace maskscope
