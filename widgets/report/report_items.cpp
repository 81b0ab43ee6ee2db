// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/report/report_items.h"

#include <algorithm>
#include <array>

#include <QPainter>

#include "analysis/report/report_text.h"
#include "widgets/charts/figure_scene.h"
#include "widgets/report/page_table.h"
#include "widgets/report/page_text.h"

namespace maskscope {

namespace {

constexpr int bodySize = 9, quietSize = 8, smallSize = 7;
constexpr double listIndent = 14, treeIndent = 13;
constexpr std::size_t mostNumbers = 60; ///< of a list that goes on in the result file

class ItemMaker {
public:
    ItemMaker(double width, double height)
        : m_width(width)
        , m_height(height)
    {
    }

    void titles(const Report& report)
    {
        text({ { printed(report.title), true, {} } }, 20, 0, true);
        text({ { printed(report.subtitle), false, {} } }, 11, 2, true);
        text({ { printed(report.origin), false, page::quiet } }, quietSize, 2, false);
    }

    void heading(const ReportChapter& chapter)
    {
        struct Look {
            int size;
            double space;
        };
        static constexpr std::array looks { Look { 15, 24 }, Look { 11, 16 }, Look { 9, 11 } };
        const Look look = looks[static_cast<std::size_t>(std::clamp(chapter.level - 2, 0, 2))];
        const QColor color = chapter.level == 4 ? page::quiet : QColor();
        text({ { printed(chapter.title), true, color } }, look.size, look.space, true);
    }

    void operator()(const ReportParagraph& p)
    {
        const bool isQuiet = p.tone == ParagraphTone::Quiet;
        text({ { printed(p.text), false, isQuiet ? page::quiet : QColor() } }, isQuiet ? quietSize : bodySize, 5,
             p.tone == ParagraphTone::Lead);
    }

    void operator()(const ReportList& list)
    {
        for (std::size_t i = 0; i < list.items.size(); ++i) {
            const QString mark = list.numbered ? QString::number(i + 1) + QLatin1Char('.') : QStringLiteral("•");
            const PageText sign({ { mark, false, page::quiet } }, bodySize, listIndent);
            const PageText body({ { printed(list.items[i]), false, {} } }, bodySize, m_width - listIndent);
            add(body.height(), i == 0 ? 6 : 3, false, [sign, body](QPainter& painter, bool) {
                sign.paint(painter, { 0, 0 });
                body.paint(painter, { listIndent, 0 });
            });
        }
    }

    void operator()(const ReportTable& table)
    {
        if (!table.title.empty())
            text({ { printed(table.title), true, {} } }, bodySize, 9, true);
        if (table.columns.empty())
            return;
        for (FlowItem& item : tableItems(table, m_width))
            m_items.push_back(std::move(item));
        m_afterTable = true;
    }

    void operator()(const ReportAnswer& answer)
    {
        const std::string& finding = answer.answer;
        text({ { printed(answer.question) + QStringLiteral("  "), true, {} },
               { QString::fromUtf8(finding.data(), qsizetype(finding.size())), true, findingColor(answer.finding) } },
             bodySize, 10, true);
        text({ { printed(answer.reason), false, {} } }, bodySize, 1, true);
    }

    void operator()(const ReportTree& tree) { steps(tree.steps, 0); }

    void operator()(const ReportFigure& figure)
    {
        FigureStyle style = FigureStyle::print();
        style.margin = 0;
        const auto scene = std::make_shared<FigureScene>(figure.figure, style, QSizeF(m_width, 0),
                                                         FigureParts { false, false, 0, false, {} });
        const PageText caption({ { printed(figure.figure.caption), false, page::quiet } }, quietSize, m_width);
        constexpr double headingRoom = 40; // stands above it on the same page
        const double room = m_height - headingRoom - caption.height();
        const double scale = std::min({ 1.0, m_width / scene->width(), room / scene->height() });
        add(scene->height() * scale, 6, true, [scene, scale](QPainter& painter, bool) {
            painter.scale(scale, scale);
            scene->paint(painter);
        });
        add(caption.height(), 4, false, [caption](QPainter& painter, bool) { caption.paint(painter, { 0, 0 }); });
    }

    void operator()(const ReportNumbers& numbers)
    {
        const std::size_t shown = std::min(mostNumbers, numbers.values.size());
        QString list;
        for (std::size_t i = 0; i < shown; ++i)
            list += (i > 0 ? QStringLiteral(", ") : QString()) + printed(reportNumber(numbers.values[i]));
        if (shown < numbers.values.size())
            list += QStringLiteral(" and %1 more, in the result file and the HTML report")
                        .arg(numbers.values.size() - shown);
        text({ { printed(numbers.title) + QStringLiteral(": "), true, {} }, { list, false, page::quiet } }, smallSize,
             5, false);
    }

    [[nodiscard]] std::vector<FlowItem> take() && { return std::move(m_items); }

private:
    void add(double height, double space, bool keepsWithNext, std::function<void(QPainter&, bool)> paint)
    {
        FlowItem item;
        item.height = height;
        item.paint = std::move(paint);
        item.spaceBefore = m_afterTable ? std::max(space, 8.0) : space;
        item.keepsWithNext = keepsWithNext;
        m_afterTable = false;
        m_items.push_back(std::move(item));
    }

    void text(const StyledText& parts, int size, double space, bool keepsWithNext)
    {
        const PageText body(parts, size, m_width);
        add(body.height(), space, keepsWithNext, [body](QPainter& painter, bool) { body.paint(painter, { 0, 0 }); });
    }

    void steps(const std::vector<ReportStep>& all, int depth)
    {
        for (const ReportStep& step : all) {
            const double indent = treeIndent * depth;
            const std::string_view answer = stepAnswer(step.finding);
            const PageText body({ { QString::fromUtf8(answer.data(), qsizetype(answer.size())) + QStringLiteral("  "),
                                    true, findingColor(step.finding) },
                                  { printed(step.text), false, {} } },
                                quietSize, m_width - indent - 8);
            const PageText numbers({ { printed(step.numbers), false, page::quiet } }, smallSize, m_width - indent - 8);
            const double height = body.height() + (step.numbers.empty() ? 0 : numbers.height()) + 2;
            const bool hasNumbers = !step.numbers.empty();
            add(height, depth == 0 ? 3 : 0, false,
                [body, numbers, indent, height, hasNumbers, depth](QPainter& painter, bool) {
                    for (int level = 0; level < depth; ++level) // which step it belongs to
                        painter.fillRect(QRectF(treeIndent * level + 3, 0, 0.5, height), page::line);
                    body.paint(painter, { indent, 0 });
                    if (hasNumbers)
                        numbers.paint(painter, { indent, body.height() });
                });
            steps(step.children, depth + 1);
        }
    }

    double m_width, m_height;
    bool m_afterTable = false;
    std::vector<FlowItem> m_items;
};

} // namespace

std::vector<FlowItem> reportItems(const Report& report, double width, double height)
{
    ItemMaker maker(width, height);
    maker.titles(report);
    for (const ReportChapter& chapter : report.chapters) {
        maker.heading(chapter);
        for (const ReportBlock& block : chapter.blocks)
            std::visit(maker, block);
    }
    return std::move(maker).take();
}

} // namespace maskscope
