// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "analysis/numerics/unit_interval.h"
#include "analysis/report/brief/brief_chapters.h"
#include "analysis/report/report_text.h"

namespace maskscope {

namespace {

std::vector<std::string> limits(const ReportContext& context)
{
    SharedTexts texts(context);
    for (std::size_t i = 0; i < context.runCount(); ++i) {
        const RunResult& run = context.run(i);
        const InferenceUnits units = unitsOf(run);
        if (units.count < kPopulationUnits)
            texts.add(fmt::format("Only {}: answers hold for these and say nothing about others.",
                                  counted(units.count, units.name)),
                      i);
        if (units.name == "recording" && run.recordings.size() > 1
            && std::ranges::all_of(run.recordings, [](const RecordingSummary& r) { return r.subject.empty(); }))
            texts.add(
                "Whose recordings these are is not known: if several are of one person, intervals over recordings "
                "are too narrow for a statement about people.",
                i);
        if (run.checkpoint.projection.starts_with("seed:"))
            texts.add("The spatial projection it was trained with is not known; one was drawn ("
                          + run.checkpoint.projection + "), and numbers about channels depend on it.",
                      i);
        for (const std::string& warning : run.warnings)
            texts.add(warning, i);
    }
    return texts.items();
}

} // namespace

ReportChapter limitsChapter(const ReportContext& context)
{
    std::vector<std::string> items = limits(context);
    constexpr std::size_t most = 12; // the first ones change what a number means; the whole report has all
    if (items.size() > most) {
        const std::size_t more = items.size() - most;
        items.resize(most);
        items.push_back(fmt::format("{} in the whole report.", counted(static_cast<std::int64_t>(more), "more note")));
    }
    for (const std::string& missing : missingParts(context))
        items.push_back(missing);
    items.push_back(
        "A component that a model does not show here it may still hold: predictions were asked, not weights.");
    return { 2, "Limits", { ReportList { std::move(items) } } };
}

} // namespace maskscope
