// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/report/brief/brief_report.h"

#include <algorithm>

#include "analysis/report/brief/brief_chapters.h"
#include "analysis/report/report_text.h"
#include "analysis/results/run_verdict.h"

namespace maskscope {

namespace {

/// The first page of the verdict: what each run carries, and through which input.
std::optional<ReportChapter> figureChapter(const ReportContext& context)
{
    const Metric* metric = findMetric("carries");
    const auto has = [&](const auto& run) {
        const MetricResult* result = run->metric("carries");
        return result != nullptr && !result->values.empty();
    };
    if (metric == nullptr || !metric->figure || std::ranges::none_of(context.inputs.runs, has))
        return std::nullopt;
    Figure figure = makeFigure(*metric, context.inputs.runs);
    figure.metric = metric->id;
    std::string title = figure.title.empty() ? metric->title : figure.title;
    return ReportChapter { 2, std::move(title), { ReportFigure { std::move(figure) } } };
}

ReportChapter referencesChapter(const Citations& citations)
{
    std::vector<std::string> items;
    for (const Reference* r : citations.cited())
        items.push_back(r->text);
    std::ranges::sort(items);
    return { 2, "References", { ReportList { std::move(items), true } } };
}

} // namespace

InferenceUnits unitsOf(const RunResult& run)
{
    std::vector<std::string> subjects;
    for (const RecordingSummary& recording : run.recordings)
        subjects.push_back(recording.subject);
    return inferenceUnits(run.recordings.size(), subjects);
}

const MetricValue* numberIn(const RunResult& run, std::string_view key)
{
    for (const MetricResult& metric : run.metrics)
        if (const MetricValue* value = metric.value(key))
            return value;
    return nullptr;
}

BriefReport makeBriefReport(const ReportInputs& inputs)
{
    ReportContext context { inputs, {} };
    context.verdicts = judgeRuns(inputs.runs, inputs.thresholds);
    Citations citations;
    BriefReport brief;
    brief.report = { "What the models learned", reportSubtitle(inputs), inputs.origin, {} };
    auto& chapters = brief.report.chapters;
    chapters.push_back(questionChapter(context));
    chapters.push_back(answerChapter(context));
    chapters.push_back(effectsChapter(context));
    if (auto figure = figureChapter(context))
        chapters.push_back(std::move(*figure));
    if (inputs.old)
        addOldReport(brief.report, context);
    chapters.push_back(methodsChapter(context, citations));
    chapters.push_back(limitsChapter(context));
    chapters.push_back(referencesChapter(citations));
    for (const Reference* r : citations.cited())
        brief.bibtex += r->bibtex + "\n\n";
    return brief;
}

} // namespace maskscope
