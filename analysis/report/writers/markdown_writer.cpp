// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/report/writers/markdown_writer.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "analysis/data/core/maker_mark.h"
#include "analysis/report/report_text.h"

namespace maskscope {

namespace {

bool isWord(const std::string& text, std::size_t at)
{
    const auto c = static_cast<unsigned char>(text[at]);
    return c >= 0x80 || std::isalnum(c) != 0;
}

std::string findingText(Finding finding, const std::string& name)
{
    return isYes(finding) ? "**" + name + "**" : finding == Finding::NotSupported ? name : "*" + name + "*";
}

std::string destination(const std::string& path)
{
    std::string out;
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || std::string_view("-._~/").find(c) != std::string_view::npos)
            out += c;
        else
            out += fmt::format("%{:02X}", byte);
    }
    return out;
}

/// A bar ends a cell, inside code too.
std::string barsEscaped(const std::string& text)
{
    std::string out;
    for (const char c : text)
        out += c == '|' ? std::string("\\|") : std::string(1, c);
    return out;
}

class MarkdownWriter {
public:
    MarkdownWriter(const std::function<std::string(const Figure&)>& path, std::string& out)
        : m_path(path)
        , m_out(out)
    {
    }

    void operator()(const ReportParagraph& paragraph) { m_out += markdownEscaped(paragraph.text) + "\n\n"; }

    void operator()(const ReportList& list)
    {
        for (std::size_t i = 0; i < list.items.size(); ++i)
            m_out += (list.numbered ? std::to_string(i + 1) + ". " : "- ") + markdownEscaped(list.items[i]) + "\n";
        m_out += "\n";
    }

    void operator()(const ReportTable& table)
    {
        if (!table.title.empty())
            m_out += "**" + markdownEscaped(table.title) + "**\n\n";
        std::string rule = "|";
        m_out += "|";
        for (const ReportColumn& column : table.columns) {
            m_out += " " + barsEscaped(markdownEscaped(column.title)) + " |";
            rule += column.number ? "---:|" : "---|";
        }
        m_out += "\n" + rule + "\n";
        for (const auto& row : table.rows) {
            m_out += "|";
            for (const ReportCell& cell : row)
                m_out += " " + barsEscaped(cellText(cell)) + " |";
            m_out += "\n";
        }
        m_out += "\n";
    }

    void operator()(const ReportAnswer& answer)
    {
        m_out += fmt::format("**{}** {}. {}\n\n", markdownEscaped(answer.question),
                             findingText(answer.finding, answer.answer), markdownEscaped(answer.reason));
    }

    void operator()(const ReportTree& tree)
    {
        steps(tree.steps, 0);
        m_out += "\n";
    }

    void operator()(const ReportFigure& figure)
    {
        m_out += fmt::format("![{}]({})\n\n{}\n\n", markdownEscaped(figure.figure.title),
                             destination(m_path(figure.figure)), markdownEscaped(figure.figure.caption));
    }

    void operator()(const ReportNumbers& numbers)
    {
        m_out += fmt::format("{} ({} values): ", markdownEscaped(numbers.title), numbers.values.size());
        for (std::size_t i = 0; i < numbers.values.size(); ++i)
            m_out += (i > 0 ? ", " : "") + reportNumber(numbers.values[i]);
        m_out += "\n\n";
    }

private:
    static std::string cellText(const ReportCell& cell)
    {
        std::string text = cell.finding                         ? findingText(*cell.finding, cell.text)
            : cell.kind == CellKind::Code && !cell.text.empty() ? markdownCode(cell.text)
                                                                : markdownEscaped(cell.text);
        if (!cell.quiet.empty())
            text += (text.empty() ? "" : " · ") + markdownEscaped(cell.quiet);
        return text;
    }

    void steps(const std::vector<ReportStep>& all, std::size_t depth)
    {
        for (const ReportStep& step : all) {
            m_out += std::string(2 * depth, ' ')
                + fmt::format("- {}: {}", stepAnswer(step.finding), markdownEscaped(step.text));
            if (!step.numbers.empty())
                m_out += " " + markdownCode(step.numbers);
            m_out += "\n";
            steps(step.children, depth + 1);
        }
    }

    const std::function<std::string(const Figure&)>& m_path;
    std::string& m_out;
};

} // namespace

std::string markdownEscaped(std::string_view raw)
{
    const std::string text = onPaper(raw);
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool isInside = i > 0 && i + 1 < text.size() && isWord(text, i - 1) && isWord(text, i + 1);
        const bool isLinkEnd
            = c == ']' && i + 1 < text.size() && std::string_view("([:").find(text[i + 1]) != std::string_view::npos;
        const bool isSign = std::string_view("\\`*<&~").find(c) != std::string_view::npos;
        // What begins a heading, a quotation or a list counts at the start of a line only.
        const bool isItem = (c == '-' || c == '+') && (text.size() == 1 || text[1] == ' ');
        const bool isStart = i == 0 && (c == '#' || c == '>' || isItem);
        const bool isNumbering = (c == '.' || c == ')') && i > 0
            && std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(i),
                           [](char d) { return std::isdigit(static_cast<unsigned char>(d)) != 0; })
            && (i + 1 == text.size() || text[i + 1] == ' ');
        if (isSign || isLinkEnd || isStart || isNumbering || (c == '_' && !isInside)
            || (c == '!' && i + 1 < text.size() && text[i + 1] == '['))
            out += '\\';
        out += c;
    }
    return out;
}

std::string markdownCode(std::string_view raw)
{
    const std::string text = onPaper(raw);
    std::size_t longest = 0, run = 0;
    for (const char c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const std::string fence(longest + 1, '`');
    return longest == 0 ? fence + text + fence : fence + " " + text + " " + fence;
}

std::string markdownChapter(const ReportChapter& chapter, const std::function<std::string(const Figure&)>& path)
{
    std::string out
        = std::string(static_cast<std::size_t>(chapter.level), '#') + " " + markdownEscaped(chapter.title) + "\n\n";
    MarkdownWriter writer(path, out);
    for (const ReportBlock& block : chapter.blocks)
        std::visit(writer, block);
    return out;
}

std::string markdownReport(const Report& report, const std::function<std::string(const Figure&)>& path)
{
    std::string out = "# " + markdownEscaped(report.title) + "\n\n" + markdownEscaped(report.subtitle) + "\n\n"
        + markdownEscaped(report.origin) + "\n\n";
    for (const ReportChapter& chapter : report.chapters)
        out += markdownChapter(chapter, path);
    return out + makerComment("report") + "\n";
}

} // namespace maskscope
