// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/figure_layout.h"

class QGraphicsScene;

namespace maskscope {

/// Grid, spines, ticks, tick labels and reference lines of a panel with axes.
void drawAxes(QGraphicsScene& scene, const PanelCell& cell, const FigureStyle& style);

} // namespace maskscope
