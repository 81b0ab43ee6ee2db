// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QGraphicsPathItem>
#include <QPen>

namespace maskscope {

/// A path that does not leave `clip`.
class ClippedPathItem : public QGraphicsPathItem {
public:
    ClippedPathItem(const QPainterPath& path, const QRectF& clip);

    [[nodiscard]] QRectF boundingRect() const override { return QGraphicsPathItem::boundingRect() & m_clip; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    QRectF m_clip;
};

/// Many equal dots with a rim.
class DotsItem : public QGraphicsItem {
public:
    DotsItem(std::vector<QPointF> centres, double radius, const QColor& fill, const QPen& rim);

    [[nodiscard]] QRectF boundingRect() const override { return m_bounds; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    std::vector<QPointF> m_centres;
    double m_radius;
    QColor m_fill;
    QPen m_rim;
    QRectF m_bounds;
};

} // namespace maskscope
