// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/report/page_table.h"

#include <algorithm>
#include <numeric>

#include <QPainter>

#include "widgets/report/page_text.h"

namespace maskscope {

namespace {

constexpr double gap = 9; // between columns
constexpr double padding = 2.4; // above and below a row's text
constexpr double swatch = 5; // diameter of a run's colour mark
constexpr double widestNatural = 520; // a longer line is wrapped rather than squeezing its neighbours

constexpr std::size_t longestWhole = 16; // letters of a name of a run or an answer that is kept in one line

struct Sizes {
    int text = 8, quiet = 7;
};

Sizes sizesOf(const ReportTable& table) { return table.columns.size() > 5 ? Sizes { 7, 6 } : Sizes {}; }

TextWidths cellWidths(const ReportCell& cell, Sizes sizes)
{
    TextWidths widths = textWidths(printed(cell.text), sizes.text, cell.finding.has_value());
    if (cell.kind == CellKind::Text && cell.text.size() <= longestWhole)
        widths.least = widths.natural;
    const TextWidths quiet = textWidths(printed(cell.quiet), sizes.quiet, false);
    widths.least = std::max(widths.least, quiet.least);
    widths.natural = std::clamp(std::max(widths.natural, quiet.natural), 0.0, widestNatural);
    return widths;
}

/// As wide as the texts are where there is room; else each its longest word, and the rest in proportion.
std::vector<double> shared(const std::vector<TextWidths>& wanted, double available)
{
    double least = 0, natural = 0;
    for (const TextWidths& w : wanted) {
        least += w.least;
        natural += std::max(w.natural, w.least);
    }
    std::vector<double> widths;
    for (const TextWidths& w : wanted) {
        const double full = std::max(w.natural, w.least);
        if (natural <= available)
            widths.push_back(full);
        else if (least >= available)
            widths.push_back(w.least * available / least);
        else
            widths.push_back(w.least + (available - least) * (full - w.least) / (natural - least));
    }
    return widths;
}

std::vector<double> columnWidths(const ReportTable& table, double width, Sizes sizes)
{
    std::vector<TextWidths> wanted;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const ReportColumn& column = table.columns[i];
        TextWidths most = textWidths(printed(column.title), sizes.text, true);
        if (column.color && column.title.size() <= longestWhole)
            most.least = most.natural;
        const double mark = column.color ? swatch + 3 : 0;
        most = { most.least + mark, most.natural + mark };
        for (const auto& row : table.rows) {
            const TextWidths cell = cellWidths(row[i], sizes);
            most = { std::max(most.least, cell.least), std::max(most.natural, cell.natural) };
        }
        wanted.push_back(most);
    }
    return shared(wanted, width - gap * static_cast<double>(table.columns.size() - 1));
}

/// The texts of a row, ready to be painted.
struct RowText {
    struct Placed {
        PageText text;
        QPointF at;
        bool onlyAtTop = false;
    };
    std::vector<Placed> texts;
    double height = 0, heightAtTop = 0;
};

RowText rowText(const std::vector<ReportCell>& row, const ReportTable& table, const std::vector<double>& widths,
                Sizes sizes)
{
    RowText out;
    double x = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const ReportCell& cell = row[i];
        const Qt::Alignment align = table.columns[i].number ? Qt::AlignRight : Qt::AlignLeft;
        double y = padding;
        if (!cell.text.empty()) {
            const QColor color = cell.finding ? findingColor(*cell.finding) : QColor();
            PageText text({ { printed(cell.text), cell.finding.has_value(), color } }, sizes.text, widths[i], align);
            y += text.height();
            out.texts.push_back({ std::move(text), { x, padding }, cell.repeats });
        }
        if (!cell.quiet.empty()) {
            PageText text({ { printed(cell.quiet), false, page::quiet } }, sizes.quiet, widths[i], align);
            out.texts.push_back({ std::move(text), { x, y }, cell.repeats });
            y += out.texts.back().text.height();
        }
        out.heightAtTop = std::max(out.heightAtTop, y + padding);
        if (!cell.repeats)
            out.height = std::max(out.height, y + padding);
        x += widths[i] + gap;
    }
    return out;
}

void drawRule(QPainter& painter, double y, double width, double thickness)
{
    painter.fillRect(QRectF(0, y - thickness / 2, width, thickness), page::line);
}

std::shared_ptr<FlowPart> headOf(const ReportTable& table, const std::vector<double>& widths, double tableWidth,
                                 Sizes sizes)
{
    std::vector<RowText::Placed> texts;
    std::vector<std::pair<QPointF, QColor>> marks;
    double height = 0, x = 0;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const ReportColumn& column = table.columns[i];
        const double mark = column.color && !column.number ? swatch + 3 : 0;
        PageText text({ { printed(column.title), true, {} } }, sizes.text, widths[i] - mark,
                      column.number ? Qt::AlignRight : Qt::AlignLeft);
        height = std::max(height, text.height());
        if (mark > 0)
            marks.push_back(
                { { x + swatch / 2, 0.68 * sizes.text }, QColor(column.color->r, column.color->g, column.color->b) });
        texts.push_back({ std::move(text), { x + mark, 0 } });
        x += widths[i] + gap;
    }
    height += padding;
    return std::make_shared<FlowPart>(FlowPart { height, [texts, marks, height, tableWidth](QPainter& painter, bool) {
                                                    for (const auto& placed : texts)
                                                        placed.text.paint(painter, placed.at);
                                                    painter.save();
                                                    painter.setPen(Qt::NoPen);
                                                    for (const auto& [centre, color] : marks) {
                                                        painter.setBrush(color);
                                                        painter.drawEllipse(centre, swatch / 2, swatch / 2);
                                                    }
                                                    painter.restore();
                                                    drawRule(painter, height, tableWidth, 1);
                                                } });
}

FlowItem rowItem(const std::vector<ReportCell>& row, const ReportTable& table, const std::vector<double>& widths,
                 double tableWidth, Sizes sizes)
{
    const bool continues = !row.empty() && row.front().repeats;
    const RowText text = rowText(row, table, widths, sizes);
    FlowItem item;
    item.height = text.height;
    item.heightAtTop = text.heightAtTop;
    item.paint = [text, continues, tableWidth](QPainter& painter, bool isTop) {
        if (!isTop && !continues)
            drawRule(painter, 0, tableWidth, 0.5);
        for (const auto& placed : text.texts)
            if (!placed.onlyAtTop || isTop)
                placed.text.paint(painter, placed.at);
    };
    return item;
}

} // namespace

QColor findingColor(Finding finding)
{
    return isYes(finding) ? page::yes : finding == Finding::NotSupported ? page::no : page::quiet;
}

std::vector<FlowItem> tableItems(const ReportTable& table, double width)
{
    const Sizes sizes = sizesOf(table);
    const std::vector<double> widths = columnWidths(table, width, sizes);
    const double tableWidth
        = std::accumulate(widths.begin(), widths.end(), 0.0) + gap * static_cast<double>(table.columns.size() - 1);
    const auto head = headOf(table, widths, tableWidth, sizes);
    std::vector<FlowItem> items;
    FlowItem first;
    first.height = head->height;
    first.paint = head->paint;
    first.spaceBefore = 8;
    first.keepsWithNext = true;
    items.push_back(std::move(first));
    for (const auto& row : table.rows) {
        items.push_back(rowItem(row, table, widths, tableWidth, sizes));
        items.back().head = head;
    }
    return items;
}

} // namespace maskscope
