// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <fmt/format.h>

#include "analysis/report/brief/brief_chapters.h"
#include "analysis/report/report_text.h"

namespace maskscope {

namespace {

/// "8 recordings of 4 people", "8 recordings (whose they are is not known)".
std::string recordingsText(const RunResult& run)
{
    std::set<std::string> subjects;
    bool all = !run.recordings.empty();
    for (const RecordingSummary& recording : run.recordings) {
        all = all && !recording.subject.empty();
        subjects.insert(recording.subject);
    }
    const std::string text = counted(static_cast<std::int64_t>(run.recordings.size()), "recording");
    if (!all)
        return text;
    return text + fmt::format(" of {} {}", subjects.size(), subjects.size() == 1 ? "person" : "people");
}

std::string ratioText(const std::optional<double>& ratio) { return ratio ? reportNumber(*ratio) : "not said"; }

std::vector<ReportCell> rowOf(const RunResult& run)
{
    const CheckpointSummary& c = run.checkpoint;
    return { { .text = run.label },
             { .text = fileName(c.path),
               .quiet = c.architecture + (c.backbone.empty() ? "" : " " + c.backbone),
               .kind = CellKind::Code },
             { .text = ratioText(c.trainedMaskRatio), .kind = CellKind::Number },
             { .text = reportNumber(run.mask.ratio),
               .quiet = run.mask.style + ", " + run.mask.replacement,
               .kind = CellKind::Number },
             { .text = std::to_string(run.mask.maskedTokens), .kind = CellKind::Number },
             { .text = recordingsText(run) },
             { .text = std::to_string(run.channels.size()), .kind = CellKind::Number },
             { .text = std::to_string(run.mask.seed), .kind = CellKind::Number } };
}

} // namespace

ReportChapter questionChapter(const ReportContext& context)
{
    ReportTable table { {},
                        { { "Run" },
                          { "Checkpoint" },
                          { "Trained at", true },
                          { "Mask ratio", true },
                          { "Hidden tokens", true },
                          { "Recordings" },
                          { "Channels", true },
                          { "Seed", true } },
                        {} };
    for (std::size_t i = 0; i < context.runCount(); ++i)
        table.rows.push_back(rowOf(context.run(i)));
    return { 2,
             "The question",
             { ReportParagraph {
                   "Did these masked models learn from the context of a hidden stretch of EEG, from its "
                   "channel and from its position in the recording, or only what is there on average? And "
                   "do they predict better than that average, without having collapsed?" },
               std::move(table) } };
}

} // namespace maskscope
