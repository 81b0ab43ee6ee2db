// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include <QColor>
#include <QString>
#include <QTextLayout>

namespace maskscope {

struct TextPart {
    QString text;
    bool bold = false;
    QColor color; ///< invalid: ink
};
using StyledText = std::vector<TextPart>;

/// Lines of text, wrapped to a width, in points.
class PageText {
public:
    PageText(const StyledText& text, int size, double width, Qt::Alignment align = Qt::AlignLeft);

    [[nodiscard]] double height() const { return m_height; }
    void paint(QPainter& painter, QPointF corner) const;

private:
    std::shared_ptr<QTextLayout> m_layout;
    double m_height = 0;
};

/// A report's text for print: valid, with minus signs and powers of ten.
[[nodiscard]] QString printed(std::string_view text);

/// Widths a column can have for `text`: of its longest word (very long ones may break), and of all of it in one line.
struct TextWidths {
    double least = 0, natural = 0;
};
[[nodiscard]] TextWidths textWidths(const QString& text, int size, bool bold);

namespace page {
inline const QColor ink(0x22, 0x22, 0x22), quiet(0x5F, 0x63, 0x68), line(0xD0, 0xD4, 0xDA);
inline const QColor yes(0x00, 0x69, 0x4A), no(0xA3, 0x3C, 0x00);
} // namespace page

} // namespace maskscope
