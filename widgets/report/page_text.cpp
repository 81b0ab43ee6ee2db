// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/report/page_text.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>

#include "analysis/report/report_text.h"
#include "widgets/charts/figure_fonts.h"

namespace maskscope {

namespace {

constexpr double lineSpacing = 1.32; // of the size

QFont fontOf(int size, bool bold)
{
    QFont font(figureFontFamily());
    font.setPixelSize(size); // one pixel is one point on these pages
    font.setWeight(bold ? QFont::DemiBold : QFont::Normal);
    font.setHintingPreference(QFont::PreferNoHinting);
    // Brackets, minus and equals signs beside digits would become contextual glyphs, which a PDF file has no letters
    // for: they would be seen, but neither found nor copied.
    font.setStyleStrategy(QFont::PreferNoShaping);
    return font;
}

} // namespace

PageText::PageText(const StyledText& text, int size, double width, Qt::Alignment align)
{
    QString all;
    QList<QTextLayout::FormatRange> formats;
    for (const TextPart& part : text) {
        QTextCharFormat format;
        format.setForeground(part.color.isValid() ? part.color : page::ink);
        format.setFontWeight(part.bold ? QFont::DemiBold : QFont::Normal);
        QTextLayout::FormatRange range;
        range.start = static_cast<int>(all.size());
        range.length = static_cast<int>(part.text.size());
        range.format = format;
        formats.append(range);
        all += part.text;
    }
    m_layout = std::make_shared<QTextLayout>(all, fontOf(size, false));
    m_layout->setFormats(formats);
    QTextOption option(align);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setUseDesignMetrics(true);
    m_layout->setTextOption(option);
    m_layout->setCacheEnabled(true);
    m_layout->beginLayout();
    for (QTextLine line = m_layout->createLine(); line.isValid(); line = m_layout->createLine()) {
        line.setLineWidth(std::max(1.0, width));
        line.setPosition({ 0, m_height + (lineSpacing * size - line.height()) / 2 });
        m_height += lineSpacing * size;
    }
    m_layout->endLayout();
}

void PageText::paint(QPainter& painter, QPointF corner) const { m_layout->draw(&painter, corner); }

QString printed(std::string_view text) { return QString::fromStdString(typographic(onPaper(text))); }

TextWidths textWidths(const QString& text, int size, bool bold)
{
    const QFontMetricsF metrics(fontOf(size, bold));
    const double longest = 14.0 * size, piece = 8.0 * size;
    TextWidths widths { 0, metrics.horizontalAdvance(text) * 1.02 + 1 };
    for (const QString& word : text.split(QLatin1Char(' '))) {
        const double whole = metrics.horizontalAdvance(word) * 1.02 + 1;
        widths.least = std::max(widths.least, whole <= longest ? whole : piece); // paths and hashes may break
    }
    return widths;
}

} // namespace maskscope
