// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>

#include "widgets/charts/figure_layout.h"

class QGraphicsScene;

namespace maskscope {

class HoverIndex;

/// What the maps of a figure cover in head units (x right, y front): head, nose, ears, and electrodes beyond them.
/// Taken over all panels, so that every head has the same size.
[[nodiscard]] QRectF scalpExtent(const Figure& figure);

void drawScalpMap(QGraphicsScene& scene, const Figure& figure, const PanelCell& cell, const QRectF& extent,
                  const FigureStyle& style, HoverIndex& hover);

} // namespace maskscope
