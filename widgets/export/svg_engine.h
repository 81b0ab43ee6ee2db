// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPaintEngine>
#include <QPainterPath>
#include <QPen>
#include <QTransform>

namespace maskscope {

/// Turns painter calls into SVG elements. Paths are written in the coordinates of the page, so the file has no
/// transformations but those of upright text.
class SvgEngine : public QPaintEngine {
public:
    SvgEngine();

    bool begin(QPaintDevice* device) override;
    bool end() override { return true; }
    void updateState(const QPaintEngineState& changed) override;
    void drawPath(const QPainterPath& path) override;
    void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override;
    void drawPixmap(const QRectF& target, const QPixmap& pixmap, const QRectF& source) override;
    void drawTextItem(const QPointF& at, const QTextItem& item) override;
    [[nodiscard]] Type type() const override { return QPaintEngine::User; }

    void drawText(QPointF baseline, Qt::Alignment align, const QString& text, const QFont& font, const QColor& color,
                  const QTransform& transform);

    /// Ends the group of the last clip; the body is whole after it.
    void closeGroup();
    [[nodiscard]] const QByteArray& definitions() const { return m_definitions; }
    [[nodiscard]] const QByteArray& body() const { return m_body; }

private:
    void setClip(const QPainterPath& clip, Qt::ClipOperation operation);
    void write(const QByteArray& element);
    [[nodiscard]] QByteArray paintAttributes(bool filled) const;

    QPen m_pen;
    QBrush m_brush;
    double m_opacity = 1;
    QTransform m_transform;
    QPainterPath m_clip; // in page coordinates
    bool m_isClipped = false;
    QByteArray m_openClip; // id of the clip of the group that is open
    QByteArray m_definitions, m_body;
    int m_clipCount = 0;
};

} // namespace maskscope
