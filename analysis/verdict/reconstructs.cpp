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
        return conclude(s, Finding::TooLittleData,
                        fmt::format("{} recording{}: nothing to generalise over.", in.context.recordings,
                                    in.context.recordings == 1 ? "" : "s"),
                        fmt::format("At least {:g} recordings.", in.thresholds.at("min_recordings")), Lack::Recordings);
    if (!skill || !numberOf(skill))
        return conclude(s, Finding::TooLittleData, fmt::format("The error of {} was not computed.", baseline.name),
                        "That baseline's error.", Lack::Number);
    conclude(s, Finding::TooLittleData, skillText(baseline, *skill) + ", without an interval.",
             "An interval, from recordings or sequences drawn anew.", Lack::Interval);
}

/// What a network that learned nothing may reach: the mean of few recordings is a poor baseline, and predictions near
/// the true mean beat it. Nothing: too few copies ran.
std::optional<double> untrainedSkill(const VerdictInputs& in, const MetricValue* skill)
{
    const std::vector<double> copies = untrainedValues(skill);
    if (static_cast<double>(copies.size()) < std::max(2.0, in.thresholds.at("min_untrained_copies")))
        return std::nullopt;
    return std::max(*std::max_element(copies.begin(), copies.end()),
                    predictionBound(copies, in.thresholds.at("untrained_bound")));
}

void concludeSkill(Statement& s, const VerdictInputs& in, const Baseline& baseline, const MetricValue& skill,
                   double least)
{
    const double value = *numberOf(&skill);
    const Interval interval = *intervalOf(&skill);
    const std::string text = skillText(baseline, skill);
    const auto untrained = untrainedSkill(in, &skill);
    if (interval.low > 0 && value >= least && untrained && value <= *untrained)
        return conclude(s, Finding::TooLittleData,
                        text + fmt::format(", which an untrained copy may reach too (up to {:.3g}).", *untrained),
                        "More recordings, so that the baseline is a better one.", Lack::UntrainedCopies);
    if (interval.low > 0 && value >= least)
        return conclude(s, Finding::Supported, text + ". It does not say through which input.",
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
        { claim(fmt::format("at least {:g} recordings ({} here)", in.thresholds.at("min_recordings"),
                            in.context.recordings),
                in.severalRecordings() ? std::optional(true) : untold, nullptr, in.thresholds.at("min_recordings"),
                "min_recordings"),
          claim("the skill's interval lies above 0", interval ? std::optional(interval->low > 0) : untold, skill),
          claim(fmt::format("the skill is at least {:.3g}", least), value ? std::optional(*value >= least) : untold,
                skill, least, "min_skill"),
          claim("it lies above what an untrained copy may reach, where enough ran",
                value && untrainedSkill(in, skill) ? std::optional(*value > *untrainedSkill(in, skill)) : untold, skill,
                in.thresholds.at("untrained_bound"), "untrained_bound") });
    if (!in.severalRecordings() || !value || !interval || !skill->untestable.empty()) {
        concludeMissing(s, in, baseline, skill);
    } else {
        concludeSkill(s, in, baseline, *skill, least);
        addSmallestEffect(s, *skill);
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
