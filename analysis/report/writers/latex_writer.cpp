// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/report/writers/latex_writer.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "analysis/data/core/maker_mark.h"
#include "analysis/report/report_text.h"

namespace maskscope {

namespace {

/// Signs that LaTeX reads as commands, and those that the fonts of pdfLaTeX lack.
constexpr std::array<std::pair<std::string_view, std::string_view>, 30> kSigns { {
    { "\\", "\\textbackslash{}" },
    { "{", "\\{" },
    { "}", "\\}" },
    { "$", "\\$" },
    { "&", "\\&" },
    { "#", "\\#" },
    { "%", "\\%" },
    { "_", "\\_" },
    { "^", "\\textasciicircum{}" },
    { "~", "\\textasciitilde{}" },
    { "<", "\\textless{}" },
    { ">", "\\textgreater{}" },
    { "|", "\\textbar{}" },
    { "\"", "\\textquotedbl{}" },
    { "–", "--" },
    { "—", "---" },
    { "−", "\\ensuremath{-}" },
    { "×", "\\ensuremath{\\times}" },
    { "√", "\\ensuremath{\\surd}" },
    { "≥", "\\ensuremath{\\geq}" },
    { "≤", "\\ensuremath{\\leq}" },
    { "²", "\\textsuperscript{2}" },
    { "³", "\\textsuperscript{3}" },
    { "µ", "\\textmu{}" },
    { "μ", "\\textmu{}" },
    { "°", "\\textdegree{}" },
    { "·", "\\textperiodcentered{}" },
    { "…", "\\ldots{}" },
    { "α", "\\ensuremath{\\alpha}" },
    { "→", "\\ensuremath{\\rightarrow}" },
} };

std::string findingText(Finding finding, const std::string& name)
{
    return isYes(finding)                  ? "\\textbf{" + latexEscaped(name) + "}"
        : finding == Finding::NotSupported ? latexEscaped(name)
                                           : "\\emph{" + latexEscaped(name) + "}";
}

std::string cellText(const ReportCell& cell)
{
    if (cell.repeats)
        return {};
    std::string text = cell.finding                         ? findingText(*cell.finding, cell.text)
        : cell.kind == CellKind::Code && !cell.text.empty() ? "\\texttt{" + latexEscaped(cell.text) + "}"
                                                            : latexEscaped(cell.text);
    if (!cell.quiet.empty())
        text += (text.empty() ? "" : " ") + ("{\\footnotesize " + latexEscaped(cell.quiet) + "}");
    return text;
}

class LatexWriter {
public:
    LatexWriter(const std::function<std::string(const Figure&)>& path, std::string& out)
        : m_path(path)
        , m_out(out)
    {
    }

    void operator()(const ReportParagraph& p)
    {
        const std::string text = latexEscaped(p.text);
        m_out += (p.tone == ParagraphTone::Quiet ? "{\\small " + text + "\\par}" : text) + "\n\n";
    }

    void operator()(const ReportList& list)
    {
        const std::string kind = list.numbered ? "enumerate" : "itemize";
        m_out += "\\begin{" + kind + "}\n";
        for (const std::string& item : list.items)
            m_out += "  \\item " + latexEscaped(item) + "\n";
        m_out += "\\end{" + kind + "}\n\n";
    }

    /// Columns of text share the width that those of numbers leave.
    void operator()(const ReportTable& table)
    {
        const auto texts = std::ranges::count_if(table.columns, [](const ReportColumn& c) { return !c.number; });
        const double numbers = static_cast<double>(table.columns.size()) - static_cast<double>(texts);
        const double width = texts > 0 ? std::max(0.08, (0.94 - 0.13 * numbers) / static_cast<double>(texts)) : 0;
        std::string columns;
        for (const ReportColumn& c : table.columns)
            columns += c.number ? std::string(">{\\raggedleft\\arraybackslash}p{0.12\\linewidth}")
                                : fmt::format(">{{\\raggedright\\arraybackslash}}p{{{:.3f}\\linewidth}}", width);
        m_out += "{\\footnotesize\\setlength{\\tabcolsep}{2pt}\n\\begin{longtable}{" + columns + "}\n";
        if (!table.title.empty())
            m_out += "\\caption*{" + latexEscaped(table.title) + "}\\\\\n";
        m_out += "\\toprule\n"
            + row(table.columns.size(),
                  [&](std::size_t i) { return "\\textbf{" + latexEscaped(table.columns[i].title) + "}"; })
            + "\\midrule\n\\endhead\n";
        for (const auto& cells : table.rows)
            m_out += row(cells.size(), [&](std::size_t i) { return cellText(cells[i]); });
        m_out += "\\bottomrule\n\\end{longtable}}\n\n";
    }

    void operator()(const ReportAnswer& answer)
    {
        m_out += fmt::format("\\paragraph{{{}}} {}. {}\n\n", latexEscaped(answer.question),
                             findingText(answer.finding, answer.answer), latexEscaped(answer.reason));
    }

    void operator()(const ReportTree& tree)
    {
        steps(tree.steps, 0);
        m_out += "\n";
    }

    void operator()(const ReportFigure& figure)
    {
        m_out += fmt::format("\\begin{{figure}}[htbp]\n  \\centering\n  \\includegraphics[width=\\linewidth,"
                             "height=0.85\\textheight,keepaspectratio]{{{}}}\n  \\caption{{{}}}\n\\end{{figure}}\n\n",
                             m_path(figure.figure), latexEscaped(figure.figure.caption));
    }

    void operator()(const ReportNumbers& numbers)
    {
        m_out += latexEscaped(fmt::format("{} ({} values): ", numbers.title, numbers.values.size()));
        for (std::size_t i = 0; i < numbers.values.size(); ++i)
            m_out += (i > 0 ? ", " : "") + latexEscaped(reportNumber(numbers.values[i]));
        m_out += "\n\n";
    }

private:
    template <typename Cell>
    static std::string row(std::size_t count, const Cell& cell)
    {
        std::string line;
        for (std::size_t i = 0; i < count; ++i)
            line += (i > 0 ? " & " : "") + cell(i);
        return line + " \\\\\n";
    }

    /// LaTeX nests lists four deep: steps are set in by their depth instead.
    void steps(const std::vector<ReportStep>& all, int depth)
    {
        for (const ReportStep& step : all) {
            m_out += fmt::format("\\noindent\\hspace*{{{}em}}{}: {}", 1.5 * depth, stepAnswer(step.finding),
                                 latexEscaped(step.text));
            if (!step.numbers.empty())
                m_out += " {\\footnotesize\\texttt{" + latexEscaped(step.numbers) + "}}";
            m_out += "\\par\n";
            steps(step.children, depth + 1);
        }
    }

    const std::function<std::string(const Figure&)>& m_path;
    std::string& m_out;
};

constexpr const char* kPreamble = R"(\documentclass[11pt,a4paper]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{textcomp}
\usepackage[margin=22mm]{geometry}
\usepackage{array,booktabs,longtable,caption,graphicx}
\usepackage[hidelinks]{hyperref}
)";

} // namespace

std::string latexEscaped(std::string_view raw)
{
    const std::string text = onPaper(raw);
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const std::string_view rest = std::string_view(text).substr(i);
        const auto* sign = std::ranges::find_if(kSigns, [&](const auto& s) { return rest.starts_with(s.first); });
        if (sign == kSigns.end()) {
            out += text[i++];
            continue;
        }
        out += sign->second;
        i += sign->first.size();
    }
    return out;
}

std::string latexChapter(const ReportChapter& chapter, const std::function<std::string(const Figure&)>& path)
{
    const char* kind = chapter.level <= 2 ? "section" : chapter.level == 3 ? "subsection" : "subsubsection";
    std::string out = fmt::format("\\{}{{{}}}\n\n", kind, latexEscaped(chapter.title));
    LatexWriter writer(path, out);
    for (const ReportBlock& block : chapter.blocks)
        std::visit(writer, block);
    return out;
}

std::string latexReport(const Report& report, const std::function<std::string(const Figure&)>& path)
{
    std::string out = "% " + makerComment("report") + "\n" + kPreamble + "\\title{" + latexEscaped(report.title)
        + "\\\\\\large " + latexEscaped(report.subtitle) + "}\n\\author{" + latexEscaped(report.origin)
        + "}\n\\date{}\n\\begin{document}\n\\maketitle\n\n";
    for (const ReportChapter& chapter : report.chapters)
        out += latexChapter(chapter, path);
    return out + "\\end{document}\n";
}

} // namespace maskscope
