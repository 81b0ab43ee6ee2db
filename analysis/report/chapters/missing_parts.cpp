// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "analysis/report/chapters/report_chapters.h"
#include "analysis/report/report_text.h"

namespace maskscope {

namespace {

bool hasValues(const RunResult& run, std::string_view metric)
{
    const MetricResult* result = run.metric(metric);
    return result != nullptr && !result->values.empty();
}

bool anyValue(const RunResult& run, const auto& holds)
{
    return std::any_of(run.metrics.begin(), run.metrics.end(), [&](const MetricResult& metric) {
        return std::any_of(metric.values.begin(), metric.values.end(), holds);
    });
}

/// What is missing of one run, by what follows from it.
void addMissing(SharedTexts& texts, const RunResult& run, std::size_t index)
{
    const bool hasDiag = anyValue(run, [](const MetricValue& v) { return v.key.starts_with("diag."); });
    if (!hasDiag)
        texts.add(
            "No numbers of diag.v1: the file was written by an older version, or the predictions could not be used "
            "(see the notes of the old numbers).",
            index);
    else if (!hasValues(run, "gains"))
        texts.add(
            "No gains: no pass replaced position, channel or context, so what the model learned from them stays open. "
            "Analyse again with this version.",
            index);
    if (hasDiag && !anyValue(run, [](const MetricValue& v) { return !v.untrained.empty(); }))
        texts.add(
            "No untrained copies (--baselines 0, or an older version): no number can be held against a network that "
            "learned nothing. Analyse again with --baselines 5.",
            index);
    if (!anyValue(run, [](const MetricValue& v) { return v.key.starts_with("legacy."); }))
        texts.add("No old numbers.", index);
    if (run.checkpoint.loadReport.empty())
        texts.add("No load report of the checkpoint: written by a version that did not keep it. maskscope-cli inspect "
                  "shows it.",
                  index);
}

} // namespace

std::vector<std::string> missingParts(const ReportContext& context)
{
    SharedTexts texts(context);
    for (std::size_t i = 0; i < context.runCount(); ++i)
        addMissing(texts, context.run(i), i);
    std::vector<std::string> items = texts.items();
    for (const std::string& sentence : context.inputs.leftOut)
        items.push_back("Left out: " + sentence);
    return items;
}

} // namespace maskscope
