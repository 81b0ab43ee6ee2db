// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QBuffer>
#include <QImage>
#include <QPainter>

#include "analysis/data/core/maker_mark.h"
#include "widgets/export/figure_page.h"

namespace maskscope {

QByteArray pngOf(const FigurePage& page, int dpi)
{
    const double pixelsPerPoint = dpi / 72.0;
    const QSizeF size = page.sizePt() * pixelsPerPoint;
    QImage image(static_cast<int>(std::lround(size.width())), static_cast<int>(std::lround(size.height())),
                 QImage::Format_RGB32);
    if (image.isNull())
        return {};
    const int perMetre = static_cast<int>(std::lround(dpi / 0.0254));
    image.setDotsPerMeterX(perMetre);
    image.setDotsPerMeterY(perMetre);
    image.setText(QStringLiteral("Software"),
                  QString::fromLatin1(makerName.data(), static_cast<qsizetype>(makerName.size())));
    image.setText(QStringLiteral("Title"), QString::fromStdString(page.figure.title));
    for (const std::string& line : page.figure.provenance)
        image.setText(QStringLiteral("Comment"),
                      image.text(QStringLiteral("Comment")) + QString::fromStdString(line) + QLatin1Char('\n'));
    image.fill(page.scene.backgroundBrush().color());
    QPainter painter(&image);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.scale(pixelsPerPoint, pixelsPerPoint);
    page.paint(painter);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    return image.save(&buffer, "PNG") ? bytes : QByteArray();
}

} // namespace maskscope
