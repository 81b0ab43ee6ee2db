// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/panel_titles.h"

#include <algorithm>

#include "widgets/charts/text_fit.h"

namespace maskscope {

namespace {

/// One line, or two broken where the run's name and its setting meet.
QStringList broken(const QString& title, const QFont& font, double room)
{
    if (textWidth(title, font) <= room)
        return { title };
    const qsizetype separator = title.indexOf(QStringLiteral(" · "));
    return separator < 0 ? QStringList() : QStringList { title.left(separator), title.mid(separator + 3) };
}

bool isWhole(const Panel& panel, const QFont& font, double room)
{
    const QString title = QString::fromStdString(panel.title);
    if (const QStringList lines = broken(title, font, room); !lines.isEmpty())
        return textWidth(lines, font) <= room;
    const QStringList lines = fitLines(title, font, room);
    return lines.size() <= 2 && lines.join(QLatin1Char(' ')) == title; // not broken inside a word
}

} // namespace

QStringList PanelTitles::lines(const Panel& panel) const
{
    const QString title = QString::fromStdString(panel.title);
    QStringList parts = broken(title, font, room);
    if (!parts.isEmpty() && textWidth(parts, font) <= room)
        return parts;
    return fitLines(title, font, room, 2);
}

PanelTitles panelTitles(const Figure& figure, const FigureStyle& style, double room)
{
    const int largest = style.type.panelTitle;
    for (int size = largest; size >= std::max(style.type.label, largest - 2); --size) {
        const QFont font = style.font(size, true);
        const bool allWhole = std::all_of(figure.panels.begin(), figure.panels.end(),
                                          [&](const Panel& panel) { return isWhole(panel, font, room); });
        if (allWhole)
            return { font, room };
    }
    return { style.font(std::max(style.type.label, largest - 2), true), room };
}

} // namespace maskscope
