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

#include "analysis/data/core/argument_file.h"
#include "analysis/data/core/atomic_file.h"
#include "analysis/data/core/output_check.h"
#include "analysis/data/core/printable.h"
#include "analysis/data/core/sha256.h"
#include "analysis/report/brief/brief_report.h"
#include "app/cli/command_line.h"
#include "app/cli/standard_streams.h"
#include "app/commands/report_files.h"
#include "app/commands/result_runs.h"

namespace maskscope {

namespace {

namespace fs = std::filesystem;

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

Result<void> checkReportFiles(const ReportOptions& options, ReportFormat format)
{
    std::vector<NamedInput> inputs { { "the limits of the verdict", options.thresholds },
                                     { "the old report", options.oldReport },
                                     { "the template", options.form } };
    for (const std::string& file : options.results)
        inputs.push_back({ "a result file", file });
    const auto outputs = reportOutputs(options.out, format, !options.full);
    if (auto allowed = checkOutputs(inputs, outputs, options.overwrite); !allowed)
        return allowed;
    return checkTextTarget(options.out);
}

Result<ReportTemplate> templateOf(const ReportOptions& options)
{
    constexpr std::size_t mostBytes = 4U << 20U;
    if (options.form.empty())
        return ReportTemplate {};
    auto file = readArgumentFile(options.form, "the template", mostBytes);
    if (!file)
        return tl::unexpected(file.error());
    if (file->bytes.empty())
        return failure(ErrorCode::CorruptInput, options.form, "is no template", "text with {{names}}", "an empty file");
    return ReportTemplate { options.form, std::move(file->bytes) };
}

/// The brief report unless the whole one is asked for.
BriefReport reportOf(const ReportOptions& options, const ReportInputs& inputs)
{
    return options.full ? BriefReport { makeReport(inputs), {} } : makeBriefReport(inputs);
}

/// What the command line asks for beside the results, read before any work.
struct Prepared {
    ReportTemplate form;
    VerdictThresholds thresholds;
    std::optional<OldReport> old;
};

Result<Prepared> prepare(const ReportOptions& options)
{
    const auto format = reportFormatOf(options.out);
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
    auto form = templateOf(options);
    if (!form)
        return tl::unexpected(form.error());
    return Prepared { std::move(*form), std::move(*thresholds), std::move(*old) };
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
    for (const std::string& file : { options.oldReport, options.thresholds, options.form })
        if (!file.empty())
            addHash(inputs, file);
    for (const Error& error : read.failures)
        inputs.leftOut.push_back(error.sentence());
    inputs.origin = fmt::format("Maskscope {}, {:%Y-%m-%d}", MASKSCOPE_VERSION, fmt::localtime(std::time(nullptr)));
    const BriefReport made = reportOf(options, inputs);
    if (auto written = writeReportFiles(made.report, made.bibtex, prepared->form, options.out); !written)
        return report(written.error());
    print(printableLine(options.out) + "\n");
    return finishOutput(read.finalStatus(), true);
}

} // namespace maskscope
