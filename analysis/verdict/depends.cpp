// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <fmt/format.h>

#include "analysis/data/prediction/inference_plan.h"
#include "analysis/verdict/evidence.h"

namespace maskscope {

namespace {

constexpr const char* kNoLearning = " An untrained network may depend on it as much: this says nothing about learning.";

/// Whether the value, with its interval where there is one, lies on one side of the limit; nothing: it does not.
std::optional<bool> above(const MetricValue* value, double limit)
{
    const auto number = numberOf(value);
    if (!number)
        return std::nullopt;
    const Interval range = intervalOf(value).value_or(Interval { *number, *number });
    if (*number >= limit && range.low >= limit)
        return true;
    if (*number < limit && range.high < limit)
        return false;
    return std::nullopt;
}

/// Removing the factor: predictions change, or they do not. One network on given input, nothing is left to chance.
Evidence ablationEvidence(const VerdictInputs& in, const Factor& factor)
{
    const double limit = in.thresholds.at("min_dependence");
    const MetricValue* value = in.find(factor.ablationKey);
    return claim(
        fmt::format("without {} predictions change by at least {:.3g} % of their variance", factor.name, 100 * limit),
        above(value, limit), value, limit, "min_dependence");
}

/// Means of the other recordings explain predictions beyond chance. They see no interaction, and a course of the
/// context's own over position passes for the code's: it decides nothing.
Evidence r2Evidence(const VerdictInputs& in, const Factor& factor)
{
    const MetricValue* r2 = in.find(factor.r2Key);
    const auto value = numberOf(r2), null = nullHigh(r2);
    const auto interval = intervalOf(r2);
    std::optional<bool> holds;
    if (value && null && in.severalRecordings() && *value > *null && *value >= in.thresholds.at("min_dependence")
        && (!interval || interval->low > 0))
        holds = true;
    return claim(fmt::format("Beside it, without deciding: means over {} explain at least {:.3g} % of the predictions "
                             "of other recordings, beyond "
                             "the null{}",
                             factor.name, 100 * in.thresholds.at("min_dependence"),
                             null ? " (" + numberText(*null) + ")" : ""),
                 holds, r2, in.thresholds.at("min_dependence"), "min_dependence");
}

std::string shareText(const MetricValue* value)
{
    const auto number = numberOf(value);
    return number ? fmt::format("{:.3g}{} of their variance", *number, intervalText(intervalOf(value))) : std::string();
}

constexpr const char* kKnownArchitecture = "The same model as a checkpoint of a known architecture.";
constexpr const char* kOpposite = "Recordings on which taking it away does the opposite.";

void concludeDependence(Statement& s, const VerdictInputs& in, const Factor& factor)
{
    const MetricValue* ablation = in.find(factor.ablationKey);
    const std::string without = fmt::format("Without {} predictions change by ", factor.name);
    if (!numberOf(ablation))
        conclude(s, Finding::TooLittleData, fmt::format("Predictions without {} were not computed.", factor.name),
                 "A pass of the model without it.", Lack::Number);
    else if (s.evidence.children[0].finding == Finding::Supported)
        conclude(s, in.yes(), without + shareText(ablation) + "." + kNoLearning, kOpposite);
    else if (s.evidence.children[0].finding != Finding::NotSupported)
        conclude(s, Finding::TooLittleData, without + shareText(ablation) + ", on both sides of the limit.",
                 "More recordings.", Lack::Precision);
    else if (!in.severalRecordings())
        conclude(s, Finding::TooLittleData,
                 without + "only " + shareText(ablation) + fmt::format(", in {}.", in.unitsText()), "More recordings.",
                 Lack::Recordings);
    else
        conclude(s, Finding::NotSupported, without + "only " + shareText(ablation) + ".", kOpposite);
}

} // namespace

Statement dependsStatement(const VerdictInputs& in, const Factor& factor)
{
    Statement s;
    s.id = std::string(factor.id) + ".depends";
    s.group = factor.group;
    s.question = fmt::format("Do predictions depend on {}?", factor.name);
    s.evidence = allOf("By taking it away:", { ablationEvidence(in, factor) });
    if (*factor.r2Key != '\0')
        s.evidence.children.push_back(r2Evidence(in, factor));
    if (in.context.script && !in.find(factor.ablationKey))
        conclude(s, Finding::NotComputable,
                 "Not computable for TorchScript models: their input cannot be taken apart to leave something out.",
                 kKnownArchitecture);
    else if (const auto untestable = untestableReason(in, factor); untestable && isNotComputable(*untestable))
        conclude(s, Finding::NotComputable, "N" + untestable->substr(1) + ".", kKnownArchitecture);
    else if (untestable)
        conclude(s, Finding::NotTestable,
                 fmt::format("Replacing {} does not change the model's input: {}.", factor.name, *untestable),
                 "A run in which replacing it changes the input.");
    else
        concludeDependence(s, in, factor);
    s.evidence.finding = s.finding;
    return s;
}

} // namespace maskscope
