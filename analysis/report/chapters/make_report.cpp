// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/report/chapters/make_report.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "analysis/report/chapters/report_chapters.h"
#include "analysis/report/report_text.h"
#include "analysis/results/run_verdict.h"

namespace maskscope {

std::string reportSubtitle(const ReportInputs& inputs)
{
    std::set<std::string> checkpoints, recordings;
    for (const auto& run : inputs.runs) {
        checkpoints.insert(run->checkpoint.sha256 + run->checkpoint.path);
        for (const RecordingSummary& recording : run->recordings)
            recordings.insert(recording.sha256 + recording.id);
    }
    const auto size = [](const auto& set) { return static_cast<std::int64_t>(set.size()); };
    return fmt::format("{} of {} over {}", counted(static_cast<std::int64_t>(inputs.runs.size()), "run"),
                       counted(size(checkpoints), "checkpoint"), counted(size(recordings), "recording"));
}

ReportColumn ReportContext::runColumn(std::size_t index, bool number) const
{
    return { run(index).label, number, runColor(index, runCount()) };
}

void forRunBlocks(const ReportContext& context, std::size_t perTable,
                  const std::function<void(std::size_t, std::size_t)>& add)
{
    // Blocks of like size: 6 runs are 3 and 3, not 5 and 1.
    const std::size_t blocks = (context.runCount() + perTable - 1) / perTable;
    for (std::size_t i = 0; i < blocks; ++i)
        add(i * context.runCount() / blocks, (i + 1) * context.runCount() / blocks);
}

void SharedTexts::add(const std::string& text, std::size_t run)
{
    const auto at
        = std::find_if(m_texts.begin(), m_texts.end(), [&](const auto& entry) { return entry.first == text; });
    if (at == m_texts.end())
        m_texts.emplace_back(text, std::vector { run });
    else if (at->second.back() != run)
        at->second.push_back(run);
}

std::vector<std::string> SharedTexts::items() const
{
    std::vector<std::string> items;
    for (const auto& [text, runs] : m_texts) {
        std::vector<std::string> labels;
        for (const std::size_t run : runs)
            labels.push_back(m_context.run(run).label);
        const bool isAll = runs.size() == m_context.runCount();
        items.push_back(isAll ? text : fmt::format("{}: {}", fmt::join(labels, ", "), text));
    }
    return items;
}

Report makeReport(const ReportInputs& inputs)
{
    ReportContext context { inputs, {} };
    context.verdicts = judgeRuns(inputs.runs, inputs.thresholds);
    Report report { "What the models learned", reportSubtitle(inputs), inputs.origin, {} };
    addVerdicts(report, context);
    if (inputs.old)
        addOldReport(report, context);
    addFigures(report, context);
    addEvidence(report, context);
    addDifferences(report, context);
    addNumbers(report, context);
    addOldNumbers(report, context);
    addSettings(report, context);
    addInputs(report, context);
    return report;
}

} // namespace maskscope
