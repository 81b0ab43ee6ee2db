// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "widgets/charts/figure_layout.h"

namespace maskscope {

[[nodiscard]] const CartesianPlot* cartesian(const PanelCell& cell);
[[nodiscard]] bool isMap(const PanelCell& cell);
[[nodiscard]] int rowCount(const Figure& figure);
[[nodiscard]] int columnCount(const Figure& figure);

/// One cell a panel; labels only where no neighbour on the outer side of a shared axis carries them.
[[nodiscard]] std::vector<PanelCell> gridCells(const Figure& figure);

/// Titles stand once above each column where they agree down every column; else above each panel.
[[nodiscard]] bool titlesByColumn(const Figure& figure);
/// Whether the panel's own title is to be drawn: not where the one that it would repeat is already there.
[[nodiscard]] bool drawsTitle(const Figure& figure, const Panel& panel);
/// Likewise for the y axis title, which a neighbour to the left may have said.
[[nodiscard]] bool drawsYTitle(const std::vector<PanelCell>& cells, const PanelCell& cell);
[[nodiscard]] bool drawsY2Title(const std::vector<PanelCell>& cells, const PanelCell& cell);
/// The title that all cells of a column (of the grid) share, where there is more than one; empty otherwise.
[[nodiscard]] QString commonYTitle(const std::vector<PanelCell>& cells, int column, bool second);

} // namespace maskscope
