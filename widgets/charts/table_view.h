// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/figure_layout.h"

class QGraphicsScene;

namespace maskscope {

class HoverIndex;

/// Height of a table that is `width` wide, in points: its head and its rows.
[[nodiscard]] double tableHeight(const TablePlot& table, const FigureStyle& style, double width);

/// Head, a rule below it, and a row a run with its name in its colour.
void drawTable(QGraphicsScene& scene, const PanelCell& cell, const FigureStyle& style, HoverIndex& hover);

} // namespace maskscope
