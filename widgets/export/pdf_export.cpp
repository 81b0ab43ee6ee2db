// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QBuffer>
#include <QPageLayout>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>

#include "widgets/export/figure_page.h"

namespace maskscope {

namespace {

/// Qt knows page sizes in whole points only. The page is made a fraction of a point too large, with the figure at its
/// left lower corner, and the box of the page is then cut to the exact size, in place so that all offsets hold.
void cutToExactSize(QByteArray& pdf, QSize wholePoints, QSizeF exact)
{
    const auto box = [](double width, double height) {
        return "/MediaBox [0 0 " + QByteArray::number(width, 'f', 6) + ' ' + QByteArray::number(height, 'f', 6) + ']';
    };
    const QByteArray whole = box(wholePoints.width(), wholePoints.height());
    const qsizetype at = pdf.indexOf(whole);
    if (at < 0)
        return;
    QByteArray cut = box(exact.width(), exact.height());
    cut.insert(cut.size() - 1, QByteArray(whole.size() - cut.size(), ' '));
    pdf.replace(at, whole.size(), cut);
}

} // namespace

QByteArray pdfOf(const FigurePage& page)
{
    const QSizeF exact = page.sizePt();
    const QSize whole(static_cast<int>(std::ceil(exact.width())), static_cast<int>(std::ceil(exact.height())));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(QString::fromStdString(page.figure.title));
    writer.setCreator(QStringLiteral("Maskscope"));
    writer.setResolution(1200);
    writer.setPageSize(QPageSize(whole, QString(), QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    QPainter painter;
    if (!painter.begin(&writer))
        return {};
    painter.setRenderHint(QPainter::LosslessImageRendering);
    painter.scale(1200 / 72.0, 1200 / 72.0);
    painter.translate(0, whole.height() - exact.height());
    page.paint(painter);
    painter.end();
    cutToExactSize(bytes, whole, exact);
    return bytes;
}

} // namespace maskscope
