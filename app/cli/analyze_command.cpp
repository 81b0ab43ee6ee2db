// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_line.h"

#include <algorithm>
#include <mutex>
#include <string>
#include <vector>

#include "analysis/data/core/atomic_file.h"
#include "analysis/data/core/printable.h"
#include "analysis/results/result_file.h"
#include "app/cli/interrupt.h"
#include "app/cli/output_options.h"
#include "app/cli/progress_printer.h"
#include "app/cli/standard_streams.h"

namespace maskscope {

namespace {

constexpr int kPartlyDone = 3;

/// Fails before the work rather than after it where an output must not or cannot be written.
Result<void> probeOutputs(const AnalyzeOptions& options)
{
    if (auto allowed = checkAnalyzeOutputs(options); !allowed)
        return allowed;
    if (const auto probe = AtomicFile::create(options.out); !probe)
        return tl::unexpected(probe.error());
    return options.json.empty() || options.json == "-" ? Result<void> {} : checkTextTarget(options.json);
}

/// The exit status. Where one output fails, the other is written all the same: it may have taken hours to get here.
int writeOutputs(const AnalyzeOptions& options, const AnalysisOutcome& outcome, const VerdictThresholds& thresholds)
{
    int failed = 0, failures = 0, written = 0;
    const auto count = [&](const Result<void>& result) {
        if (!result) {
            failed = report(result.error());
            ++failures;
        } else {
            ++written;
        }
    };
    count(writeResultFile(options.out, outcome.runs, options.savePredictions));
    if (!options.json.empty()) {
        const std::string json = metricsJson(outcome.runs, thresholds) + "\n";
        count(options.json == "-" ? writeStandardOutput(json) : writeTextFile(options.json, json));
    }
    return failures == 0 ? outcome.status() : written > 0 ? kPartlyDone : failed;
}

void printWarnings(const AnalysisOutcome& outcome)
{
    std::vector<std::string> said;
    for (const auto& run : outcome.runs)
        for (const std::string& warning : run->warnings)
            if (std::find(said.begin(), said.end(), warning) == said.end()) {
                said.push_back(warning);
                say("maskscope: note: " + printableLine(warning) + "\n");
            }
}

void sayStopped(const AnalysisOutcome& outcome)
{
    say(std::string("maskscope: stopped on request; ")
        + (outcome.runs.empty() ? "nothing was finished and nothing is written\n" : "the finished runs are written\n"));
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
        return writeOutputs(options, m_outcome, thresholds);
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
    if (const auto writable = probeOutputs(options); !writable)
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
    return writeOutputs(options, outcome, *thresholds);
}

} // namespace maskscope
