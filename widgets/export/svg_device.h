// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QPaintDevice>
#include <QString>
#include <QStringList>

#include "widgets/charts/text_item.h"

namespace maskscope {

class SvgEngine;

/// A paint device that writes SVG: exact size in millimetres, one unit a point, clip paths, dashes, and text as text.
/// (Qt's own generator ignores clipping, rounds the size and sets text without an anchor.)
class SvgDevice : public QPaintDevice, public TextSink {
public:
    SvgDevice(double widthMm, double heightMm, QSizeF sizePt);
    ~SvgDevice() override;

    void setTitle(const QString& title) { m_title = title; }
    void setDescription(const QString& description) { m_description = description; }
    /// The document; call when the painter has ended.
    [[nodiscard]] QByteArray document() const;

    [[nodiscard]] QPaintEngine* paintEngine() const override;
    void drawAnchoredText(QPainter& painter, QPointF baseline, Qt::Alignment align, const QString& text) override;

protected:
    [[nodiscard]] int metric(PaintDeviceMetric metric) const override;

private:
    std::unique_ptr<SvgEngine> m_engine;
    double m_widthMm, m_heightMm;
    QSizeF m_sizePt;
    QString m_title, m_description;
};

} // namespace maskscope
