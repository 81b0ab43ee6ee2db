// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "analysis/verdict/evidence.h"

namespace maskscope {

namespace {

struct Baseline {
    const char* id;
    const char* name;
};
constexpr std::array<Baseline, 5> kBaselines { {
    { "global", "the mean of the other recordings" },
    { "position", "the position's mean in the other recordings" },
    { "channel", "the channel's mean in the other recordings" },
    { "position_channel", "the position's and the channel's mean in the other recordings" },
    { "neighbour", "an interpolation of the visible neighbours" },
} };

std::string skillText(const Baseline& baseline, const MetricValue& skill)
{
    return fmt::format("Against {} the skill is {:.3g}{} (1: no error, 0: the same)", baseline.name, *numberOf(&skill),
                       intervalText(intervalOf(&skill)));
}

void concludeMissing(Statement& s, const VerdictInputs& in, const Baseline& baseline, const MetricValue* skill)
{
    if (skill && !skill->untestable.empty())
        return conclude(s, Finding::NotTestable, "There is no such baseline here: " + skill->untestable + ".",
                        "A run that has it.");
    if (!in.severalRecordings())
        return conclude(s, Finding::TooLittleData, in.unitsText() + ": nothing to generalise over.",
                        fmt::format("At least {:g} {}s.", in.thresholds.at("min_recordings"), in.context.unit),
                        Lack::Recordings);
    if (!skill || !numberOf(skill))
        return conclude(s, Finding::TooLittleData, fmt::format("The error of {} was not computed.", baseline.name),
                        "That baseline's error.", Lack::Number);
    conclude(s, Finding::TooLittleData, skillText(baseline, *skill) + ", without an interval.",
             "An interval, from recordings or sequences drawn anew.", Lack::Interval);
}

void concludeSkill(Statement& s, const VerdictInputs& in, const Baseline& baseline, const MetricValue& skill,
                   double least)
{
    const double value = *numberOf(&skill);
    const Interval interval = *intervalOf(&skill);
    const std::string text = skillText(baseline, skill);
    if (interval.low > 0 && value >= least)
        return conclude(s, in.yes(), text + ". It does not say through which input.",
                        "Recordings over which the interval reaches 0.");
    if (interval.high < least)
        return conclude(
            s, Finding::NotSupported,
            text + fmt::format(": {}.", interval.high < 0 ? "worse than the baseline" : "too little to matter"),
            fmt::format("Recordings over which the skill exceeds {:.3g}.", least));
    conclude(s, Finding::TooLittleData, text + fmt::format(", on both sides of what matters ({:.3g}).", least),
             "More recordings.", Lack::Precision);
}

Statement reconstructionStatement(const VerdictInputs& in, const Baseline& baseline)
{
    Statement s;
    s.id = "reconstructs." + std::string(baseline.id);
    s.group = "Reconstruction";
    s.question = fmt::format("Does it predict better than {}?", baseline.name);
    const MetricValue* skill = in.find("diag.v1.skill_vs_" + std::string(baseline.id));
    const auto value = numberOf(skill);
    const auto interval = intervalOf(skill);
    const double least = in.thresholds.at("min_skill");
    const std::optional<bool> untold;
    s.evidence = allOf(
        "All of:",
        { claim(fmt::format("at least {:g} {}s ({} here)", in.thresholds.at("min_recordings"), in.context.unit,
                            in.context.inferenceUnits()),
                in.severalRecordings() ? std::optional(true) : untold, nullptr, in.thresholds.at("min_recordings"),
                "min_recordings"),
          claim("the skill's interval lies above 0", interval ? std::optional(interval->low > 0) : untold, skill),
          claim(fmt::format("the skill is at least {:.3g}", least), value ? std::optional(*value >= least) : untold,
                skill, least, "min_skill") });
    if (const auto untrained = skill ? untrainedRange(*skill) : std::nullopt)
        s.evidence.children.push_back(
            claim(fmt::format("Beside it, without deciding: untrained copies reach {:.3g}", untrained->high),
                  value ? std::optional(*value > untrained->high) : untold, skill));
    if (!in.severalRecordings() || !value || !interval || !skill->untestable.empty()) {
        concludeMissing(s, in, baseline, skill);
    } else {
        concludeSkill(s, in, baseline, *skill, least);
        addSmallestEffect(s, *skill);
        s.pValue = pOfUnits(unitValues(*skill));
    }
    s.evidence.finding = s.finding;
    return s;
}

} // namespace

std::vector<Statement> reconstructionStatements(const VerdictInputs& in)
{
    std::vector<Statement> statements;
    statements.reserve(std::size(kBaselines));
    for (const Baseline& baseline : kBaselines)
        statements.push_back(reconstructionStatement(in, baseline));
    return statements;
}

} // namespace maskscope
