// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/text_fit.h"

#include <algorithm>

#include <QFontMetricsF>

namespace maskscope {

namespace {

/// How many leading characters of `word` fit; at least one, so that breaking always ends.
qsizetype fittingLength(const QString& word, const QFontMetricsF& metrics, double width)
{
    qsizetype fits = 1;
    qsizetype tooLong = word.size() + 1;
    while (fits + 1 < tooLong) {
        const qsizetype middle = (fits + tooLong) / 2;
        (metrics.horizontalAdvance(word.left(middle)) <= width ? fits : tooLong) = middle;
    }
    return fits;
}

/// Takes one line off the front of `words`.
QString takeLine(QStringList& words, const QFontMetricsF& metrics, double width)
{
    QString line;
    while (!words.isEmpty()) {
        const QString longer = line.isEmpty() ? words.front() : line + QLatin1Char(' ') + words.front();
        if (metrics.horizontalAdvance(longer) > width)
            break;
        line = longer;
        words.removeFirst();
    }
    if (line.isEmpty() && !words.isEmpty()) {
        const qsizetype length = fittingLength(words.front(), metrics, width);
        line = words.front().left(length);
        words.front().remove(0, length);
        if (words.front().isEmpty())
            words.removeFirst();
    }
    return line;
}

} // namespace

double lineHeight(const QFont& font) { return 1.28 * font.pixelSize(); }

double textWidth(const QString& text, const QFont& font) { return QFontMetricsF(font).horizontalAdvance(text); }

double textWidth(const QStringList& lines, const QFont& font)
{
    double widest = 0;
    for (const QString& line : lines)
        widest = std::max(widest, textWidth(line, font));
    return widest;
}

QStringList fitLines(const QString& text, const QFont& font, double width, int maxLines)
{
    const QFontMetricsF metrics(font);
    QStringList lines;
    for (const QString& paragraph : text.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        QStringList words = paragraph.split(QLatin1Char(' '), Qt::SkipEmptyParts);
        while (!words.isEmpty()) {
            if (maxLines > 0 && lines.size() == maxLines - 1) {
                lines += metrics.elidedText(words.join(QLatin1Char(' ')), Qt::ElideRight, width);
                return lines;
            }
            lines += takeLine(words, metrics, width);
        }
    }
    return lines;
}

} // namespace maskscope
