// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGraphicsScene>

#include "widgets/charts/figure_layout.h"
#include "widgets/charts/hover_index.h"

namespace maskscope {

/// A Figure laid out in points (1 unit = 1 pt): the same scene for the window and for every export.
/// The figure must outlive the scene.
class FigureScene : public QGraphicsScene {
public:
    /// Height 0: as high as the content asks; sceneRect() tells. A size too small for the content grows.
    FigureScene(const Figure& figure, const FigureStyle& style, QSizeF sizePt, const FigureParts& parts = {});

    [[nodiscard]] std::optional<HoverHit> hit(QPointF at, double radius) const { return m_hover.nearest(at, radius); }

    /// In the scene: every point and electrode of a channel.
    [[nodiscard]] std::vector<QPointF> pointsOf(const QString& channel) const { return m_hover.pointsOf(channel); }

    /// Paints the whole scene with its left upper corner at the painter's origin, in the painter's units of points.
    void paint(QPainter& painter);

private:
    HoverIndex m_hover;
};

} // namespace maskscope
