// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/export/svg_device.h"

#include <cmath>

#include <QPainter>

#include "widgets/export/svg_engine.h"
#include "widgets/export/svg_format.h"

namespace maskscope {

SvgDevice::SvgDevice(double widthMm, double heightMm, QSizeF sizePt)
    : m_engine(std::make_unique<SvgEngine>())
    , m_widthMm(widthMm)
    , m_heightMm(heightMm)
    , m_sizePt(sizePt)
{
}

SvgDevice::~SvgDevice() = default;

QPaintEngine* SvgDevice::paintEngine() const { return m_engine.get(); }

void SvgDevice::drawAnchoredText(QPainter& painter, QPointF baseline, Qt::Alignment align, const QString& text)
{
    m_engine->syncState();
    m_engine->drawText(baseline, align, text, painter.font(), painter.pen().color(), painter.combinedTransform());
}

QByteArray SvgDevice::document() const
{
    m_engine->closeGroup();
    const QByteArray width = svgNumber(m_sizePt.width(), 6);
    const QByteArray height = svgNumber(m_sizePt.height(), 6);
    QByteArray text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\""
        + svgNumber(m_widthMm, 6) + "mm\" height=\"" + svgNumber(m_heightMm, 6) + "mm\" viewBox=\"0 0 " + width + ' '
        + height + "\">\n";
    if (!m_title.isEmpty())
        text += "<title>" + svgEscaped(m_title) + "</title>\n";
    if (!m_description.isEmpty())
        text += "<desc>" + svgEscaped(m_description) + "</desc>\n";
    if (!m_engine->definitions().isEmpty())
        text += "<defs>\n" + m_engine->definitions() + "</defs>\n";
    return text + m_engine->body() + "</svg>\n";
}

int SvgDevice::metric(PaintDeviceMetric metric) const
{
    switch (metric) {
    case PdmWidth:
        return static_cast<int>(std::ceil(m_sizePt.width()));
    case PdmHeight:
        return static_cast<int>(std::ceil(m_sizePt.height()));
    case PdmWidthMM:
        return static_cast<int>(std::lround(m_widthMm));
    case PdmHeightMM:
        return static_cast<int>(std::lround(m_heightMm));
    case PdmDpiX:
    case PdmDpiY:
    case PdmPhysicalDpiX:
    case PdmPhysicalDpiY:
        return 72;
    case PdmDevicePixelRatio:
        return 1;
    case PdmDevicePixelRatioScaled:
        return static_cast<int>(devicePixelRatioFScale());
    default:
        return QPaintDevice::metric(metric);
    }
}

} // namespace maskscope
