// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPainter>

#include "analysis/data/core/maker_mark.h"
#include "widgets/export/figure_page.h"
#include "widgets/export/svg_device.h"

namespace maskscope {

QByteArray svgOf(const FigurePage& page)
{
    SvgDevice device(page.widthMm, page.heightMm, page.sizePt());
    device.setTitle(QString::fromStdString(page.figure.title));
    QStringList description { QString::fromStdString(page.figure.caption) };
    for (const std::string& line : page.figure.provenance)
        description += QString::fromStdString(line);
    device.setDescription(description.join(QLatin1Char('\n')).trimmed());
    QPainter painter(&device);
    page.paint(painter);
    painter.end();
    QByteArray document = device.document();
    document.insert(document.indexOf("<svg"), QByteArray::fromStdString(makerComment("figure") + "\n"));
    return document;
}

} // namespace maskscope
