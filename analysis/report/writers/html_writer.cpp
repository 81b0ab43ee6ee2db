// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/report/writers/html_writer.h"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/data/core/maker_mark.h"
#include "analysis/report/writers/html_style.h"
#include "analysis/report/report_text.h"

namespace maskscope {

namespace {

constexpr std::size_t longestWhole = 18; ///< letters of a name that is kept in one line

/// A person's text: escaped, with the signs of print.
std::string prose(std::string_view text) { return htmlEscaped(typographic(text)); }

std::string classOf(Finding finding)
{
    std::string name(findingName(finding));
    std::replace(name.begin(), name.end(), ' ', '-');
    return name;
}

std::string findingMark(Finding finding, const std::string& said)
{
    return fmt::format("<span class=\"finding {}\">{}</span>", classOf(finding), prose(said));
}

class HtmlWriter {
public:
    HtmlWriter(const SvgOfFigure& svg, std::string& out)
        : m_svg(svg)
        , m_out(out)
    {
    }

    void chapter(const ReportChapter& chapter, std::size_t index)
    {
        m_out += fmt::format("<h{0} id=\"part{1}\">{2}</h{0}>\n", chapter.level, index, prose(chapter.title));
        for (const ReportBlock& block : chapter.blocks)
            std::visit(*this, block);
    }

    void operator()(const ReportParagraph& paragraph)
    {
        const char* attribute = paragraph.tone == ParagraphTone::Quiet ? " class=\"quiet\"" : "";
        m_out += fmt::format("<p{}>{}</p>\n", attribute, prose(paragraph.text));
    }

    void operator()(const ReportList& list)
    {
        const char* tag = list.numbered ? "ol" : "ul";
        m_out += fmt::format("<{}>\n", tag);
        for (const std::string& item : list.items)
            m_out += "<li>" + prose(item) + "</li>\n";
        m_out += fmt::format("</{}>\n", tag);
    }

    void operator()(const ReportTable& table)
    {
        m_out += "<div class=\"table\"><table>\n";
        if (!table.title.empty())
            m_out += "<caption>" + prose(table.title) + "</caption>\n";
        m_out += "<thead><tr>";
        for (const ReportColumn& column : table.columns)
            head(column);
        m_out += "</tr></thead>\n<tbody>\n";
        for (const auto& row : table.rows) {
            m_out += !row.empty() && row.front().repeats ? "<tr class=\"more\">" : "<tr>";
            for (std::size_t i = 0; i < row.size(); ++i)
                cell(row[i], table.columns[i].number);
            m_out += "</tr>\n";
        }
        m_out += "</tbody></table></div>\n";
    }

    void operator()(const ReportAnswer& answer)
    {
        m_out += fmt::format("<p class=\"answer\"><strong>{}</strong> {}<br/>{}</p>\n", prose(answer.question),
                             findingMark(answer.finding, answer.answer), prose(answer.reason));
    }

    void operator()(const ReportTree& tree) { steps(tree.steps); }

    void operator()(const ReportFigure& figure)
    {
        if (!m_failed)
            return;
        const auto picture = m_svg(figure.figure);
        if (!picture) {
            m_failed = tl::unexpected(picture.error());
            return;
        }
        m_out
            += "<figure>\n" + *picture + "\n<figcaption>" + prose(figure.figure.caption) + "</figcaption>\n</figure>\n";
    }

    void operator()(const ReportNumbers& numbers)
    {
        std::string text;
        for (const double value : numbers.values)
            text += (text.empty() ? "" : ", ") + typographic(reportNumber(value));
        m_out += fmt::format("<details><summary>{} ({} values)</summary><p class=\"numbers\">{}</p></details>\n",
                             prose(numbers.title), numbers.values.size(), text);
    }

    [[nodiscard]] const Result<void>& result() const { return m_failed; }

private:
    void head(const ReportColumn& column)
    {
        const bool isWhole = column.color && column.title.size() <= longestWhole;
        m_out += column.number ? "<th class=\"number\">" : isWhole ? "<th class=\"whole\">" : "<th>";
        if (column.color)
            m_out += fmt::format("<span class=\"swatch\" style=\"background:#{:02x}{:02x}{:02x}\"></span>",
                                 column.color->r, column.color->g, column.color->b);
        m_out += prose(column.title) + "</th>";
    }

    void cell(const ReportCell& cell, bool number)
    {
        const bool isWhole = cell.kind == CellKind::Text && cell.text.size() <= longestWhole;
        m_out += number ? "<td class=\"number\">" : isWhole ? "<td class=\"whole\">" : "<td>";
        if (!cell.repeats) {
            if (cell.finding)
                m_out += fmt::format("<span class=\"finding {}\">{}</span>", classOf(*cell.finding), prose(cell.text));
            else if (cell.kind == CellKind::Code && !cell.text.empty())
                m_out += "<code>" + htmlEscaped(cell.text) + "</code>";
            else
                m_out += prose(cell.text);
            if (!cell.quiet.empty())
                m_out += "<span class=\"small\">" + prose(cell.quiet) + "</span>";
        }
        m_out += "</td>";
    }

    void steps(const std::vector<ReportStep>& all)
    {
        m_out += "<ul class=\"tree\">\n";
        for (const ReportStep& step : all) {
            m_out += fmt::format("<li><span class=\"step {}\">{}</span> {}", classOf(step.finding),
                                 stepAnswer(step.finding), prose(step.text));
            if (!step.numbers.empty())
                m_out += "<code>" + prose(step.numbers) + "</code>";
            if (!step.children.empty())
                steps(step.children);
            m_out += "</li>\n";
        }
        m_out += "</ul>\n";
    }

    const SvgOfFigure& m_svg;
    std::string& m_out;
    Result<void> m_failed;
};

/// Parts with the chapters below them.
std::string contents(const Report& report)
{
    std::string text = "<nav aria-label=\"Contents\"><ul>\n", parts;
    const auto close = [&] {
        if (!parts.empty())
            text += "<span class=\"parts\">" + parts + "</span>";
        text += "</li>\n";
        parts.clear();
    };
    bool isOpen = false;
    for (std::size_t i = 0; i < report.chapters.size(); ++i) {
        const ReportChapter& chapter = report.chapters[i];
        const std::string link = fmt::format("<a href=\"#part{}\">{}</a>", i, prose(chapter.title));
        if (chapter.level == 2) {
            if (isOpen)
                close();
            isOpen = true;
            text += "<li>" + link;
        } else if (chapter.level == 3) {
            parts += (parts.empty() ? "" : " · ") + link;
        }
    }
    if (isOpen)
        close();
    return text + "</ul></nav>\n";
}

} // namespace

std::string htmlEscaped(std::string_view text)
{
    std::string out;
    for (const char c : onPaper(text)) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

Result<std::string> htmlChapter(const ReportChapter& chapter, const SvgOfFigure& svg)
{
    std::string out;
    HtmlWriter writer(svg, out);
    writer.chapter(chapter, 0);
    if (!writer.result())
        return tl::unexpected(writer.result().error());
    return out;
}

Result<std::string> htmlReport(const Report& report, const SvgOfFigure& svg, std::string_view figureStyle)
{
    std::string out = "<!DOCTYPE html>\n" + makerComment("report")
        + "\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
          "<meta charset=\"utf-8\"/>\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>"
        + prose(report.title) + "</title>\n<style>" + std::string(htmlReportStyle()) + std::string(figureStyle)
        + "</style>\n</head>\n<body>\n<main>\n<h1>" + prose(report.title) + "</h1>\n<p class=\"subtitle\">"
        + prose(report.subtitle) + "</p>\n<p class=\"quiet\">" + prose(report.origin) + "</p>\n" + contents(report);
    HtmlWriter writer(svg, out);
    for (std::size_t i = 0; i < report.chapters.size(); ++i)
        writer.chapter(report.chapters[i], i);
    if (!writer.result())
        return tl::unexpected(writer.result().error());
    return out + "</main>\n</body>\n</html>\n";
}

} // namespace maskscope
