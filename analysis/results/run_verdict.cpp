// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/results/run_verdict.h"

#include <algorithm>

#include <fmt/format.h>

namespace maskscope {

namespace {

std::string cell(std::string_view answer, Finding finding)
{
    const std::string name(answer);
    return isYes(finding) ? "**" + name + "**" : finding == Finding::NotSupported ? name : "*" + name + "*";
}

/// One line a question, one column a run.
std::string comparison(std::span<const LabelledVerdict> runs)
{
    std::string head = "| |", rule = "|---|", body;
    for (const LabelledVerdict& run : runs) {
        head += " " + run.label + " |";
        rule += "---|";
    }
    for (const Statement& row : runs.front().verdict.statements) {
        body += "| " + row.question + " |";
        for (const LabelledVerdict& run : runs) {
            const Statement* statement = run.verdict.statement(row.id);
            body += " " + (statement ? cell(answerName(*statement), statement->finding) : std::string()) + " |";
        }
        body += "\n";
    }
    body += "| The old verdict, \"position only\": learned from position, not from context, not from the channel |";
    for (const LabelledVerdict& run : runs)
        body += " " + cell(findingName(run.verdict.positionOnly), run.verdict.positionOnly) + " |";
    return head + "\n" + rule + "\n" + body + "\n\n";
}

} // namespace

Verdict judgeRun(const RunResult& run, const VerdictThresholds& thresholds)
{
    VerdictContext context;
    context.recordings = static_cast<int>(run.recordings.size());
    for (const MetricResult& metric : run.metrics)
        for (const MetricValue& value : metric.values)
            context.untrainedCopies = std::max(context.untrainedCopies, static_cast<int>(value.untrained.size()));
    context.maskRatio = run.mask.ratio;
    context.trainedMaskRatio = run.checkpoint.trainedMaskRatio;
    context.architecture = run.checkpoint.architecture;
    context.projection = run.checkpoint.projection;
    context.projectionKnown = !run.checkpoint.projection.empty() && !run.checkpoint.projection.starts_with("seed:");
    std::vector<std::string> subjects;
    for (const RecordingSummary& recording : run.recordings)
        subjects.push_back(recording.subject);
    const InferenceUnits units = inferenceUnits(run.recordings.size(), subjects);
    context.units = units.count;
    context.unit = units.name;
    context.script = run.checkpoint.script;
    context.dimensions = run.dimensions;
    // A run without metrics has nothing to lack; every version since this question came writes this one.
    context.current = run.metrics.empty() || run.metric("carries") != nullptr;
    return judge(run.metrics, context, thresholds);
}

std::vector<Verdict> judgeRuns(std::span<const std::shared_ptr<const RunResult>> runs,
                               const VerdictThresholds& thresholds)
{
    std::vector<Verdict> verdicts;
    for (const auto& run : runs)
        verdicts.push_back(judgeRun(*run, thresholds));
    adjustForQuestions(verdicts);
    return verdicts;
}

std::string verdictPage(std::span<const LabelledVerdict> runs)
{
    if (runs.empty())
        return {};
    std::string page = comparison(runs);
    for (const LabelledVerdict& run : runs)
        page += fmt::format("# {}\n\n{}\n\n", run.label, verdictText(run.verdict));
    return page;
}

} // namespace maskscope
