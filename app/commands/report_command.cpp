// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/report_command.h"

#include <algorithm>
#include <cctype>
#include <ctime>
#include <filesystem>
#include <map>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "analysis/data/core/atomic_file.h"
#include "analysis/data/core/maker_mark.h"
#include "analysis/data/core/output_check.h"
#include "analysis/data/core/printable.h"
#include "analysis/data/core/sha256.h"
#include "analysis/report/writers/html_writer.h"
#include "analysis/report/chapters/make_report.h"
#include "analysis/report/writers/markdown_writer.h"
#include "app/cli/command_line.h"
#include "app/cli/standard_streams.h"
#include "app/commands/result_runs.h"
#include "widgets/export/figure_exporter.h"
#include "widgets/report/pdf_report.h"
#include "widgets/report/report_figures.h"

namespace maskscope {

namespace {

namespace fs = std::filesystem;

enum class ReportFormat { Html, Pdf, Markdown };

Result<ReportFormat> formatOf(const std::string& out)
{
    std::string suffix = fs::path(out).extension().string();
    std::transform(suffix.begin(), suffix.end(), suffix.begin(), [](unsigned char c) { return std::tolower(c); });
    static const std::map<std::string, ReportFormat> known { { ".html", ReportFormat::Html },
                                                             { ".htm", ReportFormat::Html },
                                                             { ".pdf", ReportFormat::Pdf },
                                                             { ".md", ReportFormat::Markdown } };
    const auto at = known.find(suffix);
    if (at == known.end())
        return failure(ErrorCode::InvalidArgument, out, "is no kind of report",
                       "a name that ends in .html, .pdf or .md", suffix.empty() ? "no suffix" : suffix);
    return at->second;
}

Result<std::optional<OldReport>> oldReportOf(const ReportOptions& options)
{
    std::optional<OldReport> old;
    if (!options.oldReport.empty()) {
        auto read = readOldReport(options.oldReport);
        if (!read)
            return tl::unexpected(read.error());
        old = std::move(*read);
    }
    if (!options.oldNumbers.empty()) {
        auto typed = oldNumbers(options.oldNumbers);
        if (!typed)
            return tl::unexpected(typed.error());
        old = old ? combined(*old, *typed) : *typed;
    }
    return old;
}

/// Runs of one name in several files are told apart by the file.
std::vector<std::shared_ptr<const RunResult>> distinctRuns(const ResultRuns& read)
{
    std::map<std::string, int> count;
    for (const auto& run : read.runs)
        ++count[run->label];
    std::vector<std::shared_ptr<const RunResult>> runs;
    std::map<std::string, int> used;
    for (std::size_t i = 0; i < read.runs.size(); ++i) {
        auto run = std::make_shared<RunResult>(*read.runs[i]);
        if (count[run->label] > 1)
            run->label += " (" + fs::path(read.sources[i]).stem().string() + ")";
        if (const int seen = used[run->label]++; seen > 0)
            run->label += fmt::format(" #{}", seen + 1);
        runs.push_back(std::move(run));
    }
    return runs;
}

void addHash(ReportInputs& inputs, const std::string& file)
{
    const auto hash = sha256OfFile(file);
    inputs.files.emplace_back(file, hash ? *hash : std::string());
}

fs::path pictureFolder(const fs::path& out) { return out.parent_path() / (out.stem().string() + "_figures"); }

/// One picture a figure in `<stem>_figures` beside the report, as `maskscope figures` writes them.
Result<void> writeMarkdown(const Report& report, const fs::path& out)
{
    const fs::path folder = pictureFolder(out);
    std::error_code ec;
    fs::create_directories(folder, ec);
    if (ec)
        return failure(ErrorCode::UnwritableOutput, folder.string(), "cannot be made: " + ec.message());
    for (const ReportChapter& chapter : report.chapters)
        for (const ReportBlock& block : chapter.blocks)
            if (const auto* figure = std::get_if<ReportFigure>(&block)) {
                const fs::path path = folder / (figure->figure.metric + ".svg");
                if (auto written = FigureExporter::exportFigure(figure->figure, path, {}); !written)
                    return written;
            }
    const auto path = [&](const Figure& figure) { return folder.filename().string() + "/" + figure.metric + ".svg"; };
    return writeTextFile(out, markdownReport(report, path));
}

Result<void> writeReport(const Report& report, const fs::path& out, ReportFormat format)
{
    // Before the work: a report that cannot be written leaves no pictures behind either.
    if (auto place = checkTextTarget(out); !place)
        return place;
    if (format == ReportFormat::Markdown)
        return writeMarkdown(report, out);
    const auto text
        = format == ReportFormat::Html ? htmlReport(report, inlineSvg, darkFigureStyle(report)) : pdfReport(report);
    if (!text)
        return tl::unexpected(text.error());
    return writeTextFile(out, *text);
}

/// The report, and the pictures of one that cannot hold them.
std::vector<NamedOutput> outputsOf(const ReportOptions& options, ReportFormat format)
{
    const fs::path out = options.out;
    std::vector<NamedOutput> outputs { { "--out", out, "a report",
                                         [](const fs::path& file) { return isOwnDocument(file, "report"); } } };
    const fs::path pictures = pictureFolder(out);
    std::error_code ec;
    if (format == ReportFormat::Markdown && fs::is_directory(pictures, ec))
        for (const Metric& metric : metricList())
            if (metric.figure)
                outputs.push_back({ "--out", pictures / (metric.id + ".svg"), "a figure",
                                    [](const fs::path& file) { return isOwnDocument(file, "figure"); } });
    return outputs;
}

Result<void> checkReportFiles(const ReportOptions& options, ReportFormat format)
{
    std::vector<NamedInput> inputs { { "the limits of the verdict", options.thresholds },
                                     { "the old report", options.oldReport } };
    for (const std::string& file : options.results)
        inputs.push_back({ "a result file", file });
    if (auto allowed = checkOutputs(inputs, outputsOf(options, format), options.overwrite); !allowed)
        return allowed;
    return checkTextTarget(options.out);
}

/// What the command line asks for beside the results, read before any work.
struct Prepared {
    ReportFormat format = ReportFormat::Html;
    VerdictThresholds thresholds;
    std::optional<OldReport> old;
};

Result<Prepared> prepare(const ReportOptions& options)
{
    const auto format = formatOf(options.out);
    if (!format)
        return tl::unexpected(format.error());
    if (const auto allowed = checkReportFiles(options, *format); !allowed)
        return tl::unexpected(allowed.error());
    auto thresholds = options.thresholds.empty() ? Result<VerdictThresholds>(builtInThresholds())
                                                 : readThresholds(options.thresholds);
    if (!thresholds)
        return tl::unexpected(thresholds.error());
    auto old = oldReportOf(options);
    if (!old)
        return tl::unexpected(old.error());
    return Prepared { *format, std::move(*thresholds), std::move(*old) };
}

} // namespace

int runReport(const ReportOptions& options)
{
    auto prepared = prepare(options);
    if (!prepared)
        return report(prepared.error());
    const ResultRuns read = options.demo ? demoRuns() : readRuns(options.results);
    if (read.runs.empty())
        return read.status == 0
            ? report(
                { ErrorCode::Mismatch, options.out, "there is nothing to report: no result file holds a run", {}, {} })
            : read.status;
    const auto runs = distinctRuns(read);
    ReportInputs inputs { .runs = runs,
                          .thresholds = std::move(prepared->thresholds),
                          .old = std::move(prepared->old),
                          .files = {},
                          .leftOut = {},
                          .origin = {} };
    for (const std::string& file : options.results)
        if (std::find(read.sources.begin(), read.sources.end(), file) != read.sources.end())
            addHash(inputs, file);
    for (const std::string& file : { options.oldReport, options.thresholds })
        if (!file.empty())
            addHash(inputs, file);
    for (const Error& error : read.failures)
        inputs.leftOut.push_back(error.sentence());
    inputs.origin = fmt::format("Maskscope {}, {:%Y-%m-%d}", MASKSCOPE_VERSION, fmt::localtime(std::time(nullptr)));
    if (auto written = writeReport(makeReport(inputs), options.out, prepared->format); !written)
        return report(written.error());
    print(printableLine(options.out) + "\n");
    return finishOutput(read.finalStatus(), true);
}

} // namespace maskscope
