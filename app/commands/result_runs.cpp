// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/result_runs.h"

#include "analysis/results/result_file.h"
#include "app/cli/command_line.h"
#include "app/cli/progress_printer.h"
#include "app/pipeline/resources.h"

namespace maskscope {

namespace {

void note(ResultRuns& all, const Error& error)
{
    const int status = report(error);
    all.status = all.status == 0 ? status : all.status;
    all.failures.push_back(error);
}

} // namespace

ResultRuns readRuns(const std::vector<std::string>& files)
{
    ResultRuns all;
    for (const std::string& file : files) {
        auto read = readResultFile(file);
        if (!read) {
            note(all, read.error());
            continue;
        }
        all.runs.insert(all.runs.end(), read->begin(), read->end());
        all.sources.resize(all.runs.size(), file);
    }
    return all;
}

ResultRuns demoRuns()
{
    ResultRuns all;
    const auto request = demoRequest();
    if (!request) {
        note(all, request.error());
        return all;
    }
    ProgressPrinter printer(ProgressStyle::Bar);
    const AnalysisObserver observer { .progress = [&](const AnalysisProgress& p) { printer.show(p); },
                                      .runFinished = {},
                                      .failed =
                                          [&](const Error& error) {
                                              printer.finish();
                                              report(error);
                                          } };
    AnalysisOutcome outcome = analyze(*request, observer, {});
    printer.finish();
    all.status = outcome.status();
    all.failures = std::move(outcome.failures);
    all.runs = std::move(outcome.runs);
    all.sources.resize(all.runs.size(), "the demo");
    return all;
}

} // namespace maskscope
