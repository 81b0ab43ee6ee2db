// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Three questions: predictions against what other recordings can reproduce of the targets, targets against what went
// into their encoder, states on unmasked input against those of untrained networks. A yes is a fault.
#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "analysis/verdict/evidence.h"

namespace maskscope {

namespace {

std::optional<double> named(const MetricValue* value, std::string_view name)
{
    const double number = value ? namedNumber(*value, name) : std::numeric_limits<double>::quiet_NaN();
    return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

/// Lowest value of the untrained copies; nothing where none ran.
std::optional<double> lowestUntrained(const MetricValue* value, std::string_view name)
{
    std::optional<double> lowest;
    for (const auto& [own, numbers] : value ? value->untrainedNumbers : decltype(value->untrainedNumbers) {})
        for (const double number : numbers)
            if (own == name && std::isfinite(number))
                lowest = std::min(lowest.value_or(number), number);
    return lowest;
}

Statement question(const char* id, const char* text)
{
    Statement s;
    s.id = id;
    s.group = "Collapse";
    s.question = text;
    s.badNews = true;
    return s;
}

/// A number beside what it is held against; holds where it is less than `share` of it.
Evidence less(const std::string& what, std::optional<double> own, std::optional<double> reference, double share,
              const char* threshold, const MetricValue* value, std::string_view name)
{
    const std::optional<bool> holds = own && reference ? std::optional(*own < share * *reference) : std::nullopt;
    return claimNamed(fmt::format("{} ({} against {})", what, own ? numberText(*own) : "not known",
                                  reference ? numberText(*reference) : "not known"),
                      holds, value, name, share, threshold);
}

void notMeasured(Statement& s, const VerdictInputs& in, const std::string& what)
{
    if (!in.context.current)
        conclude(s, Finding::TooLittleData, "The result file was written by an older version and lacks this question.",
                 "The same analysis, run again.", Lack::Number);
    else
        conclude(s, Finding::NotComputable, fmt::format("{}.", what), "A run for which it can be computed.");
}

Statement predictionsStatement(const VerdictInputs& in)
{
    Statement s = question("collapsed.predictions", "Have the predictions collapsed?");
    const MetricValue* value = in.find("diag.v1.collapse_predictions");
    const auto rank = named(value, "participation_ratio"), reproducible = named(value, "reproducible_rank"),
               variance = named(value, "variance"), share = named(value, "reproducible_variance");
    const double ratio = in.thresholds.at("collapse_ratio"), least = in.thresholds.at("collapse_variance");
    s.evidence
        = anyOf("Against the part of the targets that other recordings reproduce, any of:",
                { less("predictions fill fewer directions", rank, reproducible, ratio, "collapse_ratio", value,
                       "participation_ratio"),
                  less("predictions vary less", variance, share, least, "collapse_variance", value, "variance") });
    const MetricValue* spread = in.find("diag.v1.total_std_per_dim");
    if (numberOf(spread) && *numberOf(spread) <= in.thresholds.at("constant_spread")) {
        conclude(s, Finding::Supported, "All predictions are the same.", "Predictions that vary.");
    } else if (value && !value->untestable.empty()) {
        conclude(s, Finding::NotTestable, value->untestable + ".", "Targets of which others reproduce more.");
    } else if (!in.severalRecordings()) {
        conclude(s, Finding::TooLittleData, in.unitsText() + ": what others reproduce of the targets is not known.",
                 "A second one.", Lack::Recordings);
    } else if (!value || !rank || !variance || !share) {
        notMeasured(s, in, "The targets hold nothing to compare the predictions with");
    } else {
        const std::string text = fmt::format(
            "Predictions fill {:.3g} directions{}, with {:.3g} times its variance", *rank,
            reproducible ? fmt::format(", what other recordings reproduce of the targets {:.3g}", *reproducible) : "",
            *variance / *share);
        const bool yes = s.evidence.finding == Finding::Supported;
        conclude(s, yes ? Finding::Supported : Finding::NotSupported, text + ".",
                 yes ? "Predictions as rich as what can be predicted." : "Predictions much poorer than that.");
    }
    s.evidence.finding = s.finding;
    return s;
}

Statement targetsStatement(const VerdictInputs& in)
{
    Statement s = question("collapsed.targets", "Have the targets collapsed?");
    const MetricValue* value = in.find("diag.v1.collapse_targets");
    const auto rank = named(value, "participation_ratio"), variance = named(value, "variance_share"),
               raw = named(value, "raw_participation_ratio"), rawVariance = named(value, "raw_variance_share");
    const auto copies = lowestUntrained(value, "participation_ratio"),
               copiesVariance = lowestUntrained(value, "variance"), own = named(value, "variance");
    const double ratio = in.thresholds.at("collapse_ratio"), least = in.thresholds.at("collapse_variance");
    // Windows of few directions give targets of few, and so may an encoder before training: the lower one counts.
    const auto ranks = copies && raw ? std::optional(std::min(*copies, *raw)) : copies ? copies : raw;
    s.evidence
        = anyOf("Against the raw windows and untrained copies' targets, any of:",
                { copiesVariance ? less("targets hardly vary: their variance", own, copiesVariance, least,
                                        "collapse_variance", value, "variance")
                                 : less("targets hardly vary about their mean: share of their squares that is variance",
                                        variance, rawVariance, least, "collapse_variance", value, "variance_share"),
                  less("targets fill fewer directions", rank, ranks, copies ? ratio : ratio * ratio, "collapse_ratio",
                       value, "participation_ratio") });
    if (value && !value->untestable.empty()) {
        conclude(s, Finding::NotSupported, "The targets are " + value->untestable + ": they cannot collapse.",
                 "Nothing.");
    } else if (!value || !rank || !variance) {
        notMeasured(s, in, "The model defines no targets");
    } else {
        const bool yes = s.evidence.finding == Finding::Supported;
        conclude(s, yes ? Finding::Supported : Finding::NotSupported,
                 fmt::format(
                     "Targets fill {:.3g} directions (raw windows {}, untrained copies at least {}), with a variance "
                     "of {:.3g} a dimension{}.{}",
                     *rank, raw ? numberText(*raw) : "not known", copies ? numberText(*copies) : "not run",
                     own.value_or(0),
                     copiesVariance ? fmt::format(" (untrained copies at least {:.3g})", *copiesVariance) : "",
                     yes ? " A small masked error says nothing then: what is predicted hardly varies." : ""),
                 yes ? "Targets that vary as those of an untrained encoder." : "Targets that hardly vary.");
    }
    s.evidence.finding = s.finding;
    return s;
}

/// The last layer's numbers, and those of the backbone's input.
std::pair<const MetricValue*, const MetricValue*> representation(const VerdictInputs& in)
{
    const MetricValue *first = in.find("diag.v1.representation_layer_0"), *last = nullptr;
    for (int layer = 1; const MetricValue* value = in.find(fmt::format("diag.v1.representation_layer_{}", layer));
         ++layer)
        last = value;
    return { first, last };
}

Statement representationStatement(const VerdictInputs& in)
{
    Statement s = question("collapsed.representation", "Has the representation of unmasked input collapsed?");
    const auto [first, last] = representation(in);
    const auto rank = named(last, "rankme"), input = named(first, "rankme"), copies = lowestUntrained(last, "rankme");
    const double ratio = in.thresholds.at("collapse_ratio");
    s.evidence = allOf(
        "All of:",
        { less("RankMe of the last layer lies far below that of the backbone's input", rank, input, ratio,
               "collapse_ratio", last, "rankme"),
          less("and far below that of every untrained copy", rank, copies, ratio, "collapse_ratio", last, "rankme") });
    if (in.context.script) {
        conclude(s, Finding::NotComputable,
                 "Not computable for TorchScript models: their layers cannot be looked into.",
                 "The same model as a checkpoint of a known architecture.");
    } else if (!rank || !input) {
        notMeasured(s, in, "No layer could be looked into");
    } else {
        const std::string text
            = fmt::format("On unmasked input RankMe is {:.3g} after the last layer, {:.3g} at the backbone's input{}",
                          *rank, *input, copies ? fmt::format(", at least {:.3g} in untrained copies", *copies) : "");
        if (*rank >= ratio * *input)
            conclude(s, Finding::NotSupported, text + ".", "States far poorer than the input.");
        else if (!copies)
            conclude(s, Finding::TooLittleData, text + "; without untrained copies nothing tells what training did.",
                     "Untrained copies (--baselines).", Lack::UntrainedCopies);
        else
            conclude(s, *rank < ratio * *copies ? Finding::Supported : Finding::NotSupported, text + ".",
                     "Untrained copies that differ.");
    }
    s.evidence.finding = s.finding;
    return s;
}

} // namespace

std::vector<Statement> collapseStatements(const VerdictInputs& in)
{
    return { predictionsStatement(in), targetsStatement(in), representationStatement(in) };
}

Statement leakStatement(const VerdictInputs& in)
{
    Statement s = question("leaks", "Does it see what it should predict?");
    s.group = "Leak";
    const MetricValue* value = in.find("diag.v1.leak");
    const double limit = in.thresholds.at("leak");
    const auto leak = numberOf(value);
    s.evidence = allOf(
        "By writing noise under the masks:",
        { claim("predictions move", leak ? std::optional(*leak > limit) : std::nullopt, value, limit, "leak") });
    if (!leak)
        notMeasured(s, in, value ? value->untestable : "Noise under the masks was not tried");
    else
        conclude(s, *leak > limit ? Finding::Supported : Finding::NotSupported,
                 *leak > limit
                     ? fmt::format("Noise written under the masks moves predictions by {:.3g} of their spread: "
                                   "what it should predict reaches it, and no other answer can be trusted.",
                                   *leak)
                     : std::string("Noise written under the masks moves no prediction."),
                 *leak > limit ? "A mask that hides what it should." : "Predictions that move.");
    s.evidence.finding = s.finding;
    return s;
}

} // namespace maskscope
