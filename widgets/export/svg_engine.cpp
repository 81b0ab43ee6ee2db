// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/export/svg_engine.h"

#include <cmath>
#include <numbers>

#include <QBuffer>
#include <QPaintDevice>
#include <QPixmap>

#include "widgets/export/svg_format.h"

namespace maskscope {

SvgEngine::SvgEngine()
    : QPaintEngine(PrimitiveTransform | PainterPaths | AlphaBlend | Antialiasing | ConstantOpacity)
{
}

bool SvgEngine::begin(QPaintDevice*)
{
    m_definitions.clear();
    m_body.clear();
    m_openClip.clear();
    m_isClipped = false;
    m_clipCount = 0;
    return true;
}

void SvgEngine::updateState(const QPaintEngineState& changed)
{
    const DirtyFlags dirty = changed.state();
    if (dirty & DirtyTransform)
        m_transform = changed.transform();
    if (dirty & DirtyPen)
        m_pen = changed.pen();
    if (dirty & DirtyBrush)
        m_brush = changed.brush();
    if (dirty & DirtyOpacity)
        m_opacity = changed.opacity();
    if (dirty & DirtyClipEnabled)
        m_isClipped = changed.isClipEnabled();
    if (dirty & DirtyClipPath)
        setClip(changed.clipPath(), changed.clipOperation());
    if (dirty & DirtyClipRegion) {
        QPainterPath path;
        path.addRegion(changed.clipRegion());
        setClip(path, changed.clipOperation());
    }
}

void SvgEngine::setClip(const QPainterPath& clip, Qt::ClipOperation operation)
{
    const QPainterPath onPage = m_transform.map(clip);
    if (operation == Qt::IntersectClip && m_isClipped)
        m_clip = m_clip.intersected(onPage);
    else
        m_clip = onPage;
    m_isClipped = operation != Qt::NoClip;
}

void SvgEngine::closeGroup()
{
    if (!m_openClip.isEmpty())
        m_body += "</g>\n";
    m_openClip.clear();
}

void SvgEngine::write(const QByteArray& element)
{
    const QByteArray data = m_isClipped ? svgPathData(m_clip) : QByteArray();
    if (data != m_openClip) {
        closeGroup();
        m_openClip = data;
        if (!data.isEmpty()) {
            const QByteArray id = "clip" + QByteArray::number(++m_clipCount);
            m_definitions += "<clipPath id=\"" + id + "\"><path d=\"" + data + "\"/></clipPath>\n";
            m_body += "<g clip-path=\"url(#" + id + ")\">\n";
        }
    }
    m_body += element;
}

QByteArray SvgEngine::paintAttributes(bool filled) const
{
    QByteArray text = filled && m_brush.style() != Qt::NoBrush ? svgColor("fill", m_brush.color(), m_opacity)
                                                               : QByteArray(" fill=\"none\"");
    if (m_pen.style() == Qt::NoPen)
        return text;
    const double width = (m_pen.widthF() > 0 ? m_pen.widthF() : 1) * std::sqrt(std::abs(m_transform.determinant()));
    text += svgColor("stroke", m_pen.color(), m_opacity) + " stroke-width=\"" + svgNumber(width) + '"';
    if (m_pen.capStyle() != Qt::FlatCap)
        text += m_pen.capStyle() == Qt::RoundCap ? " stroke-linecap=\"round\"" : " stroke-linecap=\"square\"";
    if (m_pen.joinStyle() == Qt::RoundJoin)
        text += " stroke-linejoin=\"round\"";
    if (m_pen.style() != Qt::SolidLine) {
        QByteArray dashes; // Qt counts dashes in pen widths
        for (const double dash : m_pen.dashPattern())
            dashes += (dashes.isEmpty() ? "" : " ") + svgNumber(dash * width);
        text += " stroke-dasharray=\"" + dashes + '"';
    }
    return text;
}

void SvgEngine::drawPath(const QPainterPath& path)
{
    if (m_pen.style() == Qt::NoPen && m_brush.style() == Qt::NoBrush)
        return;
    QByteArray rule;
    if (path.fillRule() == Qt::OddEvenFill && m_brush.style() != Qt::NoBrush)
        rule = " fill-rule=\"evenodd\"";
    write("<path" + paintAttributes(true) + rule + " d=\"" + svgPathData(m_transform.map(path)) + "\"/>\n");
}

void SvgEngine::drawPolygon(const QPointF* points, int count, PolygonDrawMode mode)
{
    if (count < 1)
        return;
    QPainterPath path(points[0]);
    for (int i = 1; i < count; ++i)
        path.lineTo(points[i]);
    if (mode != PolylineMode)
        path.closeSubpath();
    path.setFillRule(mode == WindingMode ? Qt::WindingFill : Qt::OddEvenFill);
    const QBrush brush = m_brush;
    if (mode == PolylineMode)
        m_brush = Qt::NoBrush;
    drawPath(path);
    m_brush = brush;
}

void SvgEngine::drawPixmap(const QRectF& target, const QPixmap& pixmap, const QRectF& source)
{
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    pixmap.copy(source.toAlignedRect()).save(&buffer, "PNG");
    const QRectF box = m_transform.mapRect(target);
    write("<image x=\"" + svgNumber(box.x()) + "\" y=\"" + svgNumber(box.y()) + "\" width=\"" + svgNumber(box.width())
          + "\" height=\"" + svgNumber(box.height()) + "\" href=\"data:image/png;base64," + png.toBase64() + "\"/>\n");
}

void SvgEngine::drawTextItem(const QPointF& at, const QTextItem& item)
{
    drawText(at, Qt::AlignLeft, item.text(), item.font(), m_pen.color(), m_transform);
}

void SvgEngine::drawText(QPointF baseline, Qt::Alignment align, const QString& text, const QFont& font,
                         const QColor& color, const QTransform& transform)
{
    const QPointF at = transform.map(baseline);
    const double degrees = std::atan2(transform.m12(), transform.m11()) * 180 / std::numbers::pi;
    QByteArray place = " x=\"" + svgNumber(at.x()) + "\" y=\"" + svgNumber(at.y()) + '"';
    if (std::abs(degrees) > 1e-6)
        place
            += " transform=\"rotate(" + svgNumber(degrees) + ' ' + svgNumber(at.x()) + ' ' + svgNumber(at.y()) + ")\"";
    if (align & Qt::AlignRight)
        place += " text-anchor=\"end\"";
    else if (align & Qt::AlignHCenter)
        place += " text-anchor=\"middle\"";
    write("<text" + place + svgFont(font) + svgColor("fill", color, m_opacity) + '>' + svgEscaped(text) + "</text>\n");
}

} // namespace maskscope
