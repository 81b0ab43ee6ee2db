// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/figures_command.h"

#include <filesystem>

#include <fmt/format.h>

#include "analysis/data/core/maker_mark.h"
#include "analysis/data/core/output_check.h"
#include "analysis/data/core/printable.h"
#include "analysis/figures/scalp_head.h"
#include "app/cli/command_line.h"
#include "app/cli/standard_streams.h"
#include "app/commands/result_runs.h"
#include "widgets/export/figure_exporter.h"

namespace maskscope {

namespace {

constexpr int kPartlyDone = 3;

Result<std::vector<ExportOptions>> exportOptions(const FiguresOptions& options)
{
    std::vector<ExportOptions> all;
    if (options.style != "print" && options.style != "screen")
        return failure(ErrorCode::InvalidArgument, "--style", "is not known", "print or screen", options.style);
    if (!scalpSphereFromName(options.sphere))
        return failure(ErrorCode::InvalidArgument, "--sphere", "is not known", "default, auto or eeglab",
                       options.sphere);
    if (!(options.widthMm >= 30 && options.widthMm <= 2000))
        return failure(ErrorCode::InvalidArgument, "--width-mm", "is not a figure width", "30 to 2000",
                       fmt::format("{}", options.widthMm));
    if (options.dpi < 30 || options.dpi > 2400)
        return failure(ErrorCode::InvalidArgument, "--dpi", "is not a resolution", "30 to 2400",
                       fmt::format("{}", options.dpi));
    for (const std::string& name : options.formats) {
        const auto format = exportFormat(name);
        if (!format)
            return failure(ErrorCode::InvalidArgument, "--format", "is not known", "svg, pdf, png or csv", name);
        all.push_back({ .format = *format,
                        .widthMm = options.widthMm,
                        .heightMm = 0,
                        .dpi = options.dpi,
                        .style = options.style == "print" ? ExportStyle::Print : ExportStyle::Screen });
    }
    return all;
}

std::filesystem::path figurePath(const FiguresOptions& options, const Metric& metric, const ExportOptions& format)
{
    return std::filesystem::path(options.out) / (metric.id + "." + std::string(exportFormatName(format.format)));
}

/// Every file that may be written is looked at before anything runs.
Result<void> checkFigureFiles(const FiguresOptions& options, const std::vector<ExportOptions>& exports)
{
    std::vector<NamedInput> inputs;
    for (const std::string& file : options.results)
        inputs.push_back({ "a result file", file });
    std::vector<NamedOutput> outputs;
    std::error_code ec;
    if (std::filesystem::is_directory(options.out, ec)) // in a new folder there is nothing to lose
        for (const Metric& metric : metricList())
            for (const ExportOptions& format : exports)
                if (metric.figure)
                    outputs.push_back(
                        { "--out", figurePath(options, metric, format), "a figure",
                          [](const std::filesystem::path& file) { return isOwnDocument(file, "figure"); } });
    return checkOutputs(inputs, outputs, options.overwrite);
}

Result<void> makeFolder(const std::filesystem::path& folder)
{
    std::error_code ec;
    std::filesystem::create_directories(folder, ec);
    if (!std::filesystem::is_directory(folder))
        return failure(ErrorCode::UnwritableOutput, folder.string(),
                       "cannot be made: " + (ec ? ec.message() : std::string("a file has this name")));
    return {};
}

/// All figures in all formats. The first that cannot be written ends it: what is there stays, and that is said by the
/// status.
int writeFigures(const FiguresOptions& options, const std::vector<ExportOptions>& exports, const ResultRuns& read)
{
    bool written = false;
    for (const Metric& metric : metricList()) {
        if (!metric.figure)
            continue;
        const Figure figure
            = makeFigure(metric, read.runs, {}, scalpSphereFromName(options.sphere).value_or(ScalpSphere::Default));
        if (figure.panels.empty()) // no run has anything of the kind
            continue;
        for (const ExportOptions& format : exports) {
            const auto path = figurePath(options, metric, format);
            if (const auto done = FigureExporter::exportFigure(figure, path, format); !done) {
                const int status = report(done.error());
                return written ? kPartlyDone : status;
            }
            written = true;
            print(printableLine(path.string()) + "\n");
        }
    }
    return finishOutput(read.finalStatus(), written);
}

} // namespace

int runFigures(const FiguresOptions& options)
{
    const auto exports = exportOptions(options);
    if (!exports)
        return report(exports.error());
    if (const auto allowed = checkFigureFiles(options, *exports); !allowed)
        return report(allowed.error());
    const ResultRuns read = options.demo ? demoRuns() : readRuns(options.results);
    if (read.runs.empty())
        return read.status == 0 ? report(
                   { ErrorCode::Mismatch, options.out, "there is nothing to draw: no result file holds a run", {}, {} })
                                : read.status;
    if (const auto made = makeFolder(options.out); !made)
        return report(made.error());
    return writeFigures(options, *exports, read);
}

} // namespace maskscope
