// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/figures_command.h"

#include <filesystem>

#include <fmt/format.h>

#include "analysis/core/printable.h"
#include "app/cli/command_line.h"
#include "app/window/result_runs.h"
#include "widgets/export/figure_exporter.h"

namespace maskscope {

namespace {

Result<std::vector<ExportOptions>> exportOptions(const FiguresOptions& options)
{
    std::vector<ExportOptions> all;
    if (options.style != "print" && options.style != "screen")
        return failure(ErrorCode::InvalidArgument, "--style", "is not known", "print or screen", options.style);
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

} // namespace

int runFigures(const FiguresOptions& options)
{
    const auto exports = exportOptions(options);
    if (!exports)
        return report(exports.error());
    const ResultRuns read = options.demo ? demoRuns() : readRuns(options.results);
    if (read.runs.empty())
        return read.status == 0 ? report(
                   { ErrorCode::Mismatch, options.out, "there is nothing to draw: no result file holds a run", {}, {} })
                                : read.status;
    const std::filesystem::path folder = options.out;
    std::error_code ec;
    std::filesystem::create_directories(folder, ec);
    for (const Metric& metric : metricList()) {
        if (!metric.figure)
            continue;
        const Figure figure = makeFigure(metric, read.runs);
        if (figure.panels.empty()) // no run has anything of the kind
            continue;
        for (const ExportOptions& format : *exports) {
            const auto path = folder / (metric.id + "." + std::string(exportFormatName(format.format)));
            if (const auto written = FigureExporter::exportFigure(figure, path, format); !written)
                return report(written.error());
            fmt::print("{}\n", printableLine(path.string()));
        }
    }
    return read.finalStatus();
}

} // namespace maskscope
