// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/report/pdf_report.h"

#include <QBuffer>
#include <QPageLayout>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>

#include "widgets/report/page_text.h"
#include "widgets/report/report_items.h"

namespace maskscope {

namespace {

// A4 in points, as Qt rounds it.
constexpr double pageWidth = 595, pageHeight = 842, side = 48, top = 48, bottom = 56;
constexpr int resolution = 1200;

void paintFoot(QPainter& painter, const Report& report, std::size_t page, std::size_t count)
{
    const double width = pageWidth - 2 * side;
    const PageText left({ { printed(report.title + " · " + report.subtitle), false, page::quiet } }, 7, 0.75 * width);
    const PageText right({ { QStringLiteral("Page %1 of %2").arg(page).arg(count), false, page::quiet } }, 7,
                         0.2 * width, Qt::AlignRight);
    const double y = pageHeight - 36;
    painter.fillRect(QRectF(side, y - 5, width, 0.5), page::line);
    left.paint(painter, { side, y });
    right.paint(painter, { side + 0.8 * width, y });
}

} // namespace

Result<std::string> pdfReport(const Report& report)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(printed(report.title));
    writer.setCreator(QStringLiteral("Maskscope"));
    writer.setResolution(resolution);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    const double height = pageHeight - top - bottom;
    const std::vector<FlowItem> items = reportItems(report, pageWidth - 2 * side, height);
    const std::vector<FlowPage> pages = paginated(items, height);
    QPainter painter;
    if (!painter.begin(&writer))
        return failure(ErrorCode::OutOfMemory, report.title, "the pages could not be drawn");
    painter.setRenderHint(QPainter::LosslessImageRendering);
    painter.scale(resolution / 72.0, resolution / 72.0);
    for (std::size_t i = 0; i < pages.size(); ++i) {
        if (i > 0)
            writer.newPage();
        for (const PlacedItem& item : pages[i])
            paintItem(painter, item, { side, top });
        paintFoot(painter, report, i + 1, pages.size());
    }
    painter.end();
    return bytes.toStdString();
}

} // namespace maskscope
