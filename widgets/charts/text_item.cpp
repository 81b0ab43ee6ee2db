// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/text_item.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include "widgets/charts/text_fit.h"

namespace maskscope {

namespace {

constexpr double halfCapHeight = 0.364; // of the size, in Inter

double leftOf(double anchor, double width, Qt::Alignment align)
{
    if (align & Qt::AlignRight)
        return anchor - width;
    return align & Qt::AlignHCenter ? anchor - width / 2 : anchor;
}

} // namespace

TextItem::TextItem(TextBlock block, QGraphicsItem* parent)
    : QGraphicsItem(parent)
    , m_block(std::move(block))
{
    setPos(m_block.at);
    if (m_block.upright)
        setRotation(-90);
}

QPointF TextItem::baselineOf(qsizetype line) const
{
    const double height = lineHeight(m_block.font);
    double top = 0;
    if (m_block.align & Qt::AlignVCenter)
        top = -height * double(m_block.lines.size()) / 2;
    else if (m_block.align & Qt::AlignBottom)
        top = -height * double(m_block.lines.size());
    return { 0, top + height * (double(line) + 0.5) + halfCapHeight * m_block.font.pixelSize() };
}

QRectF TextItem::boundingRect() const
{
    const QFontMetricsF metrics(m_block.font);
    QRectF bounds;
    for (qsizetype i = 0; i < m_block.lines.size(); ++i) {
        const double width = metrics.horizontalAdvance(m_block.lines[i]);
        const QPointF baseline = baselineOf(i);
        bounds |= QRectF(leftOf(0, width, m_block.align), baseline.y() - metrics.ascent(), width,
                         metrics.ascent() + metrics.descent());
    }
    return bounds.adjusted(-1, -1, 1, 1);
}

QRectF TextItem::inkRect() const
{
    const QFontMetricsF metrics(m_block.font);
    QPainterPath outlines; // exact, where QFontMetricsF::tightBoundingRect() counts in whole units
    for (qsizetype i = 0; i < m_block.lines.size(); ++i) {
        const double left = leftOf(0, metrics.horizontalAdvance(m_block.lines[i]), m_block.align);
        outlines.addText(baselineOf(i) + QPointF(left, 0), m_block.font, m_block.lines[i]);
    }
    return mapRectToScene(outlines.boundingRect());
}

void TextItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    painter->setFont(m_block.font);
    painter->setPen(m_block.color);
    auto* sink = dynamic_cast<TextSink*>(painter->device());
    for (qsizetype i = 0; i < m_block.lines.size(); ++i) {
        const QString& line = m_block.lines[i];
        const QPointF baseline = baselineOf(i);
        if (sink)
            sink->drawAnchoredText(*painter, baseline, m_block.align, line);
        else
            painter->drawText(QPointF(leftOf(0, textWidth(line, m_block.font), m_block.align), baseline.y()), line);
    }
}

} // namespace maskscope
