// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>

#include "widgets/charts/figure_style.h"

class QGraphicsScene;

namespace maskscope {

/// Width of a colour bar with ticks and title, `height` points high.
[[nodiscard]] double colorBarWidth(const ColorScale& scale, const FigureStyle& style, double height);
/// The coloured strip is `strip`; ticks and the upright title stand to its right.
void drawColorBar(QGraphicsScene& scene, const ColorScale& scale, const QRectF& strip, const FigureStyle& style);

inline constexpr double colorStripWidth = 7;

} // namespace maskscope
