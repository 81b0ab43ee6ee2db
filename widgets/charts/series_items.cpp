// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/series_items.h"

#include <QPainter>
#include <QPen>

namespace maskscope {

ClippedPathItem::ClippedPathItem(const QPainterPath& path, const QRectF& clip)
    : QGraphicsPathItem(path)
    , m_clip(clip)
{
}

void ClippedPathItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    painter->save();
    painter->setClipRect(m_clip, Qt::IntersectClip);
    painter->setPen(pen());
    painter->setBrush(brush());
    painter->drawPath(path());
    painter->restore();
}

DotsItem::DotsItem(std::vector<QPointF> centres, double radius, const QColor& fill, const QPen& rim)
    : m_centres(std::move(centres))
    , m_radius(radius)
    , m_fill(fill)
    , m_rim(rim)
{
    const double reach = radius + rim.widthF() + 1;
    for (const QPointF& centre : m_centres)
        m_bounds |= QRectF(centre.x() - reach, centre.y() - reach, 2 * reach, 2 * reach);
}

void DotsItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    painter->setPen(m_rim);
    painter->setBrush(m_fill);
    for (const QPointF& centre : m_centres)
        painter->drawEllipse(centre, m_radius, m_radius);
}

} // namespace maskscope
