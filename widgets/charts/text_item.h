// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QGraphicsItem>
#include <QStringList>

namespace maskscope {

/// Lines of text set against an anchor. Upright text reads from bottom to top; its alignment is that of the text
/// before it is turned.
struct TextBlock {
    QStringList lines;
    QFont font;
    QColor color;
    QPointF at;
    Qt::Alignment align = Qt::AlignLeft | Qt::AlignTop;
    bool upright = false;
};

/// A paint device that takes text as text, with its anchor, so that another font at the reader's end moves nothing.
class TextSink {
public:
    virtual ~TextSink() = default;
    virtual void drawAnchoredText(QPainter& painter, QPointF baseline, Qt::Alignment align, const QString& text) = 0;
};

class TextItem : public QGraphicsItem {
public:
    enum { Type = UserType + 1 };

    explicit TextItem(TextBlock block, QGraphicsItem* parent = nullptr);

    [[nodiscard]] int type() const override { return Type; }
    [[nodiscard]] const TextBlock& block() const { return m_block; }
    [[nodiscard]] QRectF boundingRect() const override;
    /// What the letters cover, in the scene.
    [[nodiscard]] QRectF inkRect() const;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    [[nodiscard]] QPointF baselineOf(qsizetype line) const;

    TextBlock m_block;
};

} // namespace maskscope
