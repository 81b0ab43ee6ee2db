// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/report_files.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "analysis/data/core/atomic_file.h"
#include "analysis/data/core/maker_mark.h"
#include "analysis/metrics/metric_list.h"
#include "analysis/report/writers/html_writer.h"
#include "analysis/report/writers/latex_writer.h"
#include "analysis/report/writers/markdown_writer.h"
#include "analysis/report/writers/report_template.h"
#include "widgets/export/figure_exporter.h"
#include "widgets/report/pdf_report.h"
#include "widgets/report/report_figures.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

fs::path pictureFolder(const fs::path& out) { return out.parent_path() / (out.stem().string() + "_figures"); }
fs::path bibliography(const fs::path& out) { return out.parent_path() / (out.stem().string() + ".bib"); }
const char* pictureSuffix(ReportFormat format) { return format == ReportFormat::Latex ? ".pdf" : ".svg"; }

/// One picture a figure in `<stem>_figures` beside the report, as `maskscope figures` writes them.
Result<void> writePictures(const Report& report, const fs::path& out, const char* suffix)
{
    const fs::path folder = pictureFolder(out);
    std::error_code ec;
    fs::create_directories(folder, ec);
    if (ec)
        return failure(ErrorCode::UnwritableOutput, folder.string(), "cannot be made: " + ec.message());
    for (const ReportChapter& chapter : report.chapters)
        for (const ReportBlock& block : chapter.blocks)
            if (const auto* figure = std::get_if<ReportFigure>(&block)) {
                const fs::path path = folder / (figure->figure.metric + suffix);
                const ExportOptions options { .format = exportFormat(suffix).value_or(ExportFormat::Svg) };
                if (auto written = FigureExporter::exportFigure(figure->figure, path, options); !written)
                    return written;
            }
    return {};
}

Result<std::string> filled(const Report& report, const ReportTemplate& form, ReportFormat format,
                           const std::function<std::string(const Figure&)>& path)
{
    const auto line = [&](const std::string& text) {
        return format == ReportFormat::Html ? htmlEscaped(text)
            : format == ReportFormat::Latex ? latexEscaped(text)
                                            : markdownEscaped(text);
    };
    const auto chapter = [&](const ReportChapter& part) -> Result<std::string> {
        if (format == ReportFormat::Html)
            return htmlChapter(part, inlineSvg);
        return format == ReportFormat::Latex ? latexChapter(part, path) : markdownChapter(part, path);
    };
    auto text = filledTemplate(form.text, form.file, report, line, chapter);
    if (!text)
        return text;
    return *text + (format == ReportFormat::Latex ? "\n% " : "\n") + makerComment("report") + "\n";
}

Result<std::string> textOf(const Report& report, const ReportTemplate& form, ReportFormat format, const fs::path& out)
{
    const std::string folder = pictureFolder(out).filename().string();
    const auto path = [&](const Figure& figure) {
        return folder + "/" + figure.metric + (format == ReportFormat::Latex ? "" : ".svg"); // LaTeX finds its own
    };
    if (!form.text.empty())
        return filled(report, form, format, path);
    switch (format) {
    case ReportFormat::Html:
        return htmlReport(report, inlineSvg, darkFigureStyle(report));
    case ReportFormat::Pdf:
        return pdfReport(report);
    case ReportFormat::Latex:
        return latexReport(report, path);
    case ReportFormat::Markdown:
        break;
    }
    return markdownReport(report, path);
}

bool isOwnReport(const fs::path& file) { return isOwnDocument(file, "report"); }
bool isOwnFigure(const fs::path& file) { return isOwnDocument(file, "figure"); }

} // namespace

Result<ReportFormat> reportFormatOf(const std::string& out)
{
    std::string suffix = fs::path(out).extension().string();
    std::transform(suffix.begin(), suffix.end(), suffix.begin(), [](unsigned char c) { return std::tolower(c); });
    static const std::map<std::string, ReportFormat> known { { ".html", ReportFormat::Html },
                                                             { ".htm", ReportFormat::Html },
                                                             { ".pdf", ReportFormat::Pdf },
                                                             { ".md", ReportFormat::Markdown },
                                                             { ".tex", ReportFormat::Latex } };
    const auto at = known.find(suffix);
    if (at == known.end())
        return failure(ErrorCode::InvalidArgument, out, "is no kind of report",
                       "a name that ends in .html, .pdf, .md or .tex", suffix.empty() ? "no suffix" : suffix);
    return at->second;
}

Result<void> writeReportFiles(const Report& report, const std::string& bibtex, const ReportTemplate& form,
                              const fs::path& out)
{
    const auto format = reportFormatOf(out.string());
    if (!format)
        return tl::unexpected(format.error());
    if (!form.text.empty() && *format == ReportFormat::Pdf)
        return failure(ErrorCode::InvalidArgument, "--template", "is text and cannot be filled as PDF",
                       "--out with .html, .md or .tex", out.filename().string());
    // Before the work: a report that cannot be written leaves no pictures behind either.
    if (auto place = checkTextTarget(out); !place)
        return place;
    const auto text = textOf(report, form, *format, out);
    if (!text)
        return tl::unexpected(text.error());
    if (*format == ReportFormat::Markdown || *format == ReportFormat::Latex)
        if (auto written = writePictures(report, out, pictureSuffix(*format)); !written)
            return written;
    if (!bibtex.empty())
        if (auto written = writeTextFile(bibliography(out), "% " + makerComment("report") + "\n\n" + bibtex); !written)
            return written;
    return writeTextFile(out, *text);
}

std::vector<NamedOutput> reportOutputs(const fs::path& out, ReportFormat format, bool withBibliography)
{
    std::vector<NamedOutput> outputs { { "--out", out, "a report", isOwnReport } };
    if (withBibliography)
        outputs.push_back({ "the bibliography", bibliography(out), "a report's", isOwnReport });
    const fs::path pictures = pictureFolder(out);
    std::error_code ec;
    if ((format == ReportFormat::Markdown || format == ReportFormat::Latex) && fs::is_directory(pictures, ec))
        for (const Metric& metric : metricList())
            if (metric.figure)
                outputs.push_back({ "--out", pictures / (metric.id + pictureSuffix(format)), "a figure", isOwnFigure });
    return outputs;
}

} // namespace maskscope
