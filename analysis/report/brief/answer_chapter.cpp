// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "analysis/report/brief/brief_chapters.h"
#include "analysis/report/report_text.h"
#include "analysis/results/comparisons.h"

namespace maskscope {

namespace {

constexpr const char* kSkill = "diag.v1.skill_vs_global";

std::optional<double> skillOf(const RunResult& run)
{
    const MetricValue* value = numberIn(run, kSkill);
    const double* number = value ? std::get_if<double>(&value->value) : nullptr;
    return number && std::isfinite(*number) ? std::optional(*number) : std::nullopt;
}

/// "Skill against the mean of the other recordings: 0.21 [0.18, 0.24]."
std::string skillText(const RunResult& run)
{
    const auto skill = skillOf(run);
    if (!skill)
        return {};
    const auto& interval = numberIn(run, kSkill)->interval;
    return " Skill against the mean of the other recordings: " + reportNumber(*skill)
        + (interval ? " " + reportInterval(*interval) : std::string()) + ".";
}

/// Which run predicts best of those over the same recordings, and by how much from the next.
std::string bestText(const ReportContext& context)
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < context.runCount(); ++i)
        if (skillOf(context.run(i)))
            order.push_back(i);
    if (order.size() < 2)
        return {};
    std::ranges::stable_sort(order, std::greater(), [&](std::size_t i) { return *skillOf(context.run(i)); });
    const RunResult &best = context.run(order[0]), &next = context.run(order[1]);
    std::string text = fmt::format("The highest skill has {} ({}), the next {} ({})", best.label,
                                   reportNumber(*skillOf(best)), next.label, reportNumber(*skillOf(next)));
    const auto compared = compareRuns(context.inputs.runs);
    const auto pair = std::ranges::find_if(compared, [&](const Comparison& c) {
        return c.key == kSkill
            && ((c.labels[0] == best.label && c.labels[1] == next.label)
                || (c.labels[1] == best.label && c.labels[0] == next.label));
    });
    if (pair == compared.end())
        return text + "; they were not analysed over the same units, so that no paired difference can be given.";
    const bool asIs = pair->labels[0] == best.label;
    const double difference = asIs ? pair->difference : -pair->difference;
    const Interval interval = asIs ? pair->interval : Interval { -pair->interval.high, -pair->interval.low };
    text += fmt::format("; paired difference {} {} over {}.", reportNumber(difference), reportInterval(interval),
                        counted(pair->n, pair->unitOfInference));
    if (interval.low <= 0)
        text += " Its interval holds 0: these recordings do not show which of the two is better.";
    std::set<double> ratios;
    for (const std::size_t i : order)
        ratios.insert(context.run(i).mask.ratio);
    if (ratios.size() > 1)
        text += " Runs at different mask ratios hide different tokens: a skill says how well each does its own task.";
    return text;
}

} // namespace

ReportChapter answerChapter(const ReportContext& context)
{
    ReportChapter chapter { 2, "The answer", {} };
    for (std::size_t i = 0; i < context.runCount(); ++i)
        chapter.blocks.emplace_back(
            ReportParagraph { context.run(i).label + ": " + context.verdicts[i].summary + skillText(context.run(i)) });
    if (std::string best = bestText(context); !best.empty())
        chapter.blocks.emplace_back(ReportParagraph { std::move(best) });
    return chapter;
}

} // namespace maskscope
