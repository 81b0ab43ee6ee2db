// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_line.h"

#include <cstdio>
#include <filesystem>
#include <mutex>

#include <fmt/format.h>

#include "analysis/core/atomic_file.h"
#include "analysis/core/printable.h"
#include "analysis/results/result_file.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress_printer.h"

namespace maskscope {

namespace {

/// Fails before the work rather than after it where an output cannot be written.
Result<void> probeOutput(const std::string& path)
{
    if (path.empty() || path == "-")
        return {};
    const auto probe = AtomicFile::create(path);
    return probe ? Result<void> {} : tl::unexpected(probe.error());
}

Result<void> writeOutputs(const AnalyzeOptions& options, const AnalysisOutcome& outcome,
                          const VerdictThresholds& thresholds)
{
    if (auto written = writeResultFile(options.out, outcome.runs, options.savePredictions); !written)
        return written;
    if (options.json.empty())
        return {};
    const std::string json = metricsJson(outcome.runs, thresholds) + "\n";
    if (options.json != "-")
        return writeTextFile(options.json, json);
    std::fwrite(json.data(), 1, json.size(), stdout);
    return {};
}

void printWarnings(const AnalysisOutcome& outcome)
{
    std::vector<std::string> said;
    for (const auto& run : outcome.runs)
        for (const std::string& warning : run->warnings)
            if (std::find(said.begin(), said.end(), warning) == said.end()) {
                said.push_back(warning);
                fmt::print(stderr, "maskscope: note: {}\n", printableLine(warning));
            }
}

void sayStopped(const AnalysisOutcome& outcome)
{
    fmt::print(stderr, "maskscope: stopped on request; {}\n",
               outcome.runs.empty() ? "nothing was finished and nothing is written" : "the finished runs are written");
}

/// Runs as they are finished, for an end that does not wait for the others.
class FinishedRuns {
public:
    void add(const std::shared_ptr<const RunResult>& run)
    {
        const std::scoped_lock lock(m_mutex);
        m_outcome.runs.push_back(run);
    }
    /// Writes them while the work still goes on; the exit status.
    int giveUp(const AnalyzeOptions& options, const VerdictThresholds& thresholds)
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_outcome.runs.empty())
            InterruptGuard::keepsResults();
        sayStopped(m_outcome);
        if (m_outcome.runs.empty())
            return InterruptGuard::status();
        m_outcome.cancelled = true;
        printWarnings(m_outcome);
        const auto written = writeOutputs(options, m_outcome, thresholds);
        return written ? m_outcome.status() : report(written.error());
    }

private:
    std::mutex m_mutex;
    AnalysisOutcome m_outcome;
};

} // namespace

int runAnalyze(const AnalyzeOptions& options)
{
    const auto request = toRequest(options);
    if (!request)
        return report(request.error());
    const auto style = progressStyle(options.progress);
    if (!style)
        return report(style.error());
    for (const std::string& path : { options.out, options.json })
        if (const auto writable = probeOutput(path); !writable)
            return report(writable.error());

    const auto thresholds = options.thresholds.empty() ? Result<VerdictThresholds>(builtInThresholds())
                                                       : readThresholds(options.thresholds);
    if (!thresholds)
        return report(thresholds.error());

    FinishedRuns finished;
    const InterruptGuard interrupts([&] { return finished.giveUp(options, *thresholds); });
    ProgressPrinter printer(*style);
    const AnalysisObserver observer { .progress = [&](const AnalysisProgress& p) { printer.show(p); },
                                      .runFinished = [&](const auto& run) { finished.add(run); },
                                      .failed =
                                          [&](const Error& error) {
                                              printer.finish();
                                              report(error);
                                          } };
    const AnalysisOutcome outcome = analyze(*request, observer, InterruptGuard::token());
    InterruptGuard::workIsOver();
    printer.finish();
    if (outcome.cancelled)
        sayStopped(outcome);
    if (outcome.runs.empty())
        return outcome.cancelled ? InterruptGuard::status() : outcome.status();
    printWarnings(outcome);
    if (const auto written = writeOutputs(options, outcome, *thresholds); !written)
        return report(written.error());
    return outcome.status();
}

} // namespace maskscope
