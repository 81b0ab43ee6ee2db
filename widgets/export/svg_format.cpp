// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/export/svg_format.h"

#include <cmath>

namespace maskscope {

namespace {

QByteArray point(const QPainterPath::Element& element) { return svgNumber(element.x) + ' ' + svgNumber(element.y); }

bool isSame(const QPainterPath::Element& a, const QPainterPath::Element& b)
{
    return std::abs(a.x - b.x) < 1e-9 && std::abs(a.y - b.y) < 1e-9;
}

} // namespace

QByteArray svgNumber(double value, int decimals)
{
    QByteArray text = QByteArray::number(value, 'f', decimals);
    if (text.contains('.')) {
        while (text.endsWith('0'))
            text.chop(1);
        if (text.endsWith('.'))
            text.chop(1);
    }
    return text == "-0" ? QByteArray("0") : text;
}

QByteArray svgEscaped(const QString& text)
{
    QString kept;
    for (const QChar c : text) // XML 1.0 has no place for the other control characters
        if (c >= QLatin1Char(' ') || c == QLatin1Char('\n') || c == QLatin1Char('\t'))
            kept += c;
    return kept.toHtmlEscaped().toUtf8();
}

QByteArray svgPathData(const QPainterPath& path)
{
    QByteArray data;
    int subpathStart = 0;
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element element = path.elementAt(i);
        if (element.type == QPainterPath::MoveToElement) {
            subpathStart = i;
            data += 'M' + point(element);
        } else if (element.type == QPainterPath::LineToElement) {
            data += 'L' + point(element);
        } else if (element.type == QPainterPath::CurveToElement) {
            data += 'C' + point(element) + ' ' + point(path.elementAt(i + 1)) + ' ' + point(path.elementAt(i + 2));
            i += 2;
        }
        const bool ends = i + 1 == path.elementCount() || path.elementAt(i + 1).isMoveTo();
        if (ends && i > subpathStart + 1 && isSame(path.elementAt(i), path.elementAt(subpathStart)))
            data += 'Z';
    }
    return data;
}

QByteArray svgColor(const char* attribute, const QColor& color, double opacity)
{
    const double alpha = double(color.alphaF()) * opacity;
    QByteArray text = QByteArray(" ") + attribute + "=\"" + color.name().toLatin1() + '"';
    if (alpha < 0.999)
        text += QByteArray(" ") + attribute + "-opacity=\"" + svgNumber(alpha) + '"';
    return text;
}

QByteArray svgFont(const QFont& font)
{
    QByteArray text = " font-family=\"" + svgEscaped(font.family())
        + ", Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif\" font-size=\""
        + QByteArray::number(font.pixelSize()) + '"';
    if (font.weight() > QFont::Medium)
        text += " font-weight=\"" + QByteArray::number(int(font.weight())) + '"';
    return text;
}

} // namespace maskscope
