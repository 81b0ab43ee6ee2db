// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "widgets/charts/figure_layout.h"

namespace maskscope {

/// Distances between the parts of a panel, in points.
inline constexpr double labelGap = 2; // tick to its label
inline constexpr double titleGap = 2.5; // labels to axis title
inline constexpr double columnGap = 11;
inline constexpr double rowGap = 7;
inline constexpr double smallestPlotWidth = 38;
inline constexpr double panelTitleGap = 4;
inline constexpr double smallestPlotHeight = 24;

/// Room that rows and columns need beside their plot areas, and the size left for these (the same for all panels).
struct GridMeasure {
    std::vector<double> left, right; ///< per column
    std::vector<double> above, below; ///< per row
    double plotWidth = 0, plotHeight = 0;
    double yTitleLines = 1; ///< 1 or 2, all upright titles alike

    [[nodiscard]] double width() const; ///< of the whole grid
    [[nodiscard]] double height() const;
    [[nodiscard]] double plotLeft(int column) const; ///< from the grid's left edge
    [[nodiscard]] double plotTop(int row) const;
};

/// Width that a panel's title may take.
[[nodiscard]] double titleRoom(const GridMeasure& grid);

/// Length that the upright title of a row may take: it may reach beyond its plot area, not into the next row's.
[[nodiscard]] double uprightRoom(const GridMeasure& grid, int row);

/// Lines of the x axis title of a cell; one line, marked by `spans`, where the row says it once for all columns.
struct XTitle {
    QStringList lines;
    bool spans = false;
};
[[nodiscard]] XTitle xTitle(const std::vector<PanelCell>& cells, const PanelCell& cell, const FigureStyle& style,
                            const GridMeasure& grid);

/// Fits a grid into `width` x `height`; height 0: as the panels ask.
[[nodiscard]] GridMeasure measureGrid(const Figure& figure, const std::vector<PanelCell>& cells,
                                      const FigureStyle& style, double width, double height);

} // namespace maskscope
