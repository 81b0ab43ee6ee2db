// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "analysis/metrics/projection_sensitivity.h"
#include "analysis/verdict/gain_evidence.h"

namespace maskscope {

namespace {

std::string gainText(const Factor& factor, const GainFacts& f)
{
    return fmt::format("with {} the masked error changes by {:+.3g}{}, {:.3g} % of {:.3g}", factor.replacedBy, f.value,
                       intervalText(f.interval), 100 * f.value / f.error, f.error);
}

/// Intervals over sequences do not hold beyond the recordings at hand.
std::string scopeText(const GainFacts& f)
{
    return f.gain->intervalUnit == "sequence" ? " (resampled over sequences, so it speaks for these recordings)" : "";
}

std::string upperFirst(std::string text)
{
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

/// A replacement that leaves predictions where they are, though they depend on the factor, tests nothing: a course that
/// is the same from both ends, or neighbours that were given the same code. Nothing: it cannot be told.
std::optional<bool> replacementMoves(const VerdictInputs& in, const Factor& factor)
{
    const auto depends = numberOf(in.find(factor.ablationKey)), moves = numberOf(in.find(factor.replacedKey));
    const double least = in.thresholds.at("min_dependence");
    if (!moves || (*moves < least && !depends))
        return std::nullopt;
    return *moves >= least || *depends < least;
}

void concludeSupported(Statement& s, const Factor& factor, const GainFacts& f)
{
    conclude(s, Finding::Supported,
             upperFirst(fmt::format("{}{}; of {} untrained copies none gains more than {:.3g}.", gainText(factor, f),
                                    scopeText(f), f.untrained.size(), highestUntrained(f))),
             "Recordings over which the interval reaches 0, or untrained copies that gain as much.");
}

void concludeAgainst(Statement& s, const VerdictInputs& in, const Factor& factor, const GainFacts& f)
{
    std::string why;
    if (f.interval.high < 0)
        why = fmt::format("{} makes predictions worse rather than better", factor.name);
    else if (f.interval.high < f.relevant)
        why = "any gain is smaller than " + relevantText(in, f);
    else
        why = "untrained copies gain as much";
    if (replacementMoves(in, factor) == false)
        return conclude(
            s, Finding::TooLittleData,
            upperFirst(fmt::format("predictions depend on {}, but with {} they change by only {:.3g} of their "
                                   "variance: this replacement cannot show what was learned from it.",
                                   factor.name, factor.replacedBy, *numberOf(in.find(factor.replacedKey)))),
            "A replacement that moves the predictions: a course over time that is the same from both ends "
            "survives mirroring.");
    if (std::string_view(factor.id) == "channel" && !in.context.projectionKnown) {
        conclude(s, Finding::TooLittleData,
                 upperFirst(gainText(factor, f)) + ": no gain, but the spatial projection (" + in.context.projection
                     + ") is not known to be the one of the training, so the model may have learned another code.",
                 "The projection the model was trained with.", Lack::Projection);
        return;
    }
    conclude(s, Finding::NotSupported, upperFirst(gainText(factor, f)) + scopeText(f) + ": " + why + ".",
             fmt::format("Recordings over which the gain exceeds {:.3g} and every untrained copy.", f.relevant));
}

/// Above 0 and large enough, but not told from networks that learned nothing.
void concludeLikeUntrained(Statement& s, const VerdictInputs& in, const GainFacts& f, const std::string& gain)
{
    if (!f.enoughCopies)
        return conclude(
            s, Finding::TooLittleData,
            fmt::format("{}, but {} untrained copies do not tell what a network gains that learned nothing.", gain,
                        f.untrained.size()),
            fmt::format("The gains of at least {:g} untrained copies.", in.thresholds.at("min_untrained_copies")),
            Lack::UntrainedCopies);
    if (f.value <= highestUntrained(f) || f.value <= f.untrainedBound)
        return conclude(s, Finding::TooLittleData,
                        fmt::format("{}, which an untrained copy may show too (highest of {}: {:.3g}; one more could "
                                    "reach {:.3g}).",
                                    gain, f.untrained.size(), highestUntrained(f), f.untrainedBound),
                        "More untrained copies that gain less.", Lack::UntrainedCopies);
    conclude(s, Finding::TooLittleData,
             fmt::format("{}, but the masked error itself is one an untrained copy may have (down to {:.3g}): nothing "
                         "shows that training improved it.",
                         gain, f.errorBound.value_or(f.error)),
             "A lower masked error, as at the mask ratio of the training.", Lack::UntrainedCopies);
}

void concludeOpen(Statement& s, const VerdictInputs& in, const Factor& factor, const GainFacts& f)
{
    const std::string gain = upperFirst(gainText(factor, f));
    if (f.interval.low <= 0)
        return conclude(s, Finding::TooLittleData,
                        gain + ": the interval holds both 0 and gains that matter (" + relevantText(in, f) + ").",
                        "More recordings, so that the interval lies on one side.", Lack::Precision);
    if (f.value < f.relevant)
        return conclude(s, Finding::TooLittleData,
                        gain + ": above 0, but it may or may not reach what matters (" + relevantText(in, f) + ").",
                        "More recordings, so that the interval lies on one side of it.", Lack::Precision);
    concludeLikeUntrained(s, in, f, gain);
}

/// What is missing before any comparison; false where nothing is.
bool concludeMissing(Statement& s, const VerdictInputs& in, const Factor& factor)
{
    const MetricValue* gain = in.find(factor.gainKey);
    const auto open = [&](std::string reason, std::string change, Lack lack) {
        conclude(s, Finding::TooLittleData, std::move(reason), std::move(change), lack);
        return true;
    };
    if (!in.severalRecordings())
        return open(fmt::format("{} recording{}: what it gains cannot be told from what is particular to {}.",
                                in.context.recordings, in.context.recordings == 1 ? "" : "s",
                                in.context.recordings == 1 ? "it" : "them"),
                    fmt::format("At least {:g} recordings.", in.thresholds.at("min_recordings")), Lack::Recordings);
    if (!numberOf(gain))
        return open(fmt::format("The masked error with {} was not computed.", factor.replacedBy),
                    "Running the passes that replace each factor.", Lack::Number);
    if (!intervalOf(gain))
        return open(
            fmt::format("The gain is {:.3g}, without an interval over recordings or sequences.", *numberOf(gain)),
            "An interval, from recordings or sequences drawn anew.", Lack::Interval);
    if (!in.maskedError())
        return open(
            fmt::format("The gain is {:.3g}, but there is no masked error to hold it against.", *numberOf(gain)),
            "The masked error of the true input.", Lack::Number);
    return false;
}

Evidence preconditions(const VerdictInputs& in, const Factor& factor, bool testable)
{
    const MetricValue* gain = in.find(factor.gainKey);
    const auto given = [](bool is) { return is ? std::optional(true) : std::nullopt; };
    Evidence changes
        = claim(fmt::format("the input changes with {}", factor.replacedBy), given(testable && gain), gain);
    if (!testable)
        changes.finding = Finding::NotTestable;
    return allOf(
        "What a comparison needs, all of:",
        { std::move(changes),
          claim(fmt::format("at least {:g} recordings ({} here)", in.thresholds.at("min_recordings"),
                            in.context.recordings),
                given(in.severalRecordings()), nullptr, in.thresholds.at("min_recordings"), "min_recordings"),
          claim(fmt::format("predictions that depend on {} move with {}, by at least {:.3g} % of their variance",
                            factor.name, factor.replacedBy, 100 * in.thresholds.at("min_dependence")),
                replacementMoves(in, factor), in.find(factor.replacedKey), in.thresholds.at("min_dependence"),
                "min_dependence"),
          claim("an interval of the gain over recordings or sequences", given(intervalOf(gain).has_value()), gain),
          claim("the masked error of the true input", given(in.maskedError() != nullptr), in.maskedError()) });
}

/// Zeros are no EEG: a model may fail on them for that alone, so that this gain decides nothing.
void addSupportingGain(Statement& s, const VerdictInputs& in, const Factor& factor)
{
    const MetricValue* other = in.find(factor.supportingGainKey);
    if (!numberOf(other))
        return;
    const auto interval = intervalOf(other);
    s.evidence.children.push_back(claim(
        "Beside it, without deciding: with zeros in place of the visible tokens, which no recording holds (out of "
        "distribution), the gain's interval lies above 0",
        interval ? std::optional(interval->low > 0) : std::nullopt, other));
}

/// Gains from the channel with projections drawn anew, where the one of the training is not known.
std::optional<Interval> drawnGains(const VerdictInputs& in, const Factor& factor)
{
    if (std::string_view(factor.id) != "channel" || in.context.projectionKnown)
        return std::nullopt;
    return projectionRange(in.metrics, factor.gainKey);
}

/// Beside it, without deciding: nobody says which table of electrodes a model was trained with.
void addTables(Statement& s, const VerdictInputs& in, const Factor& factor)
{
    if (std::string_view(factor.id) != "channel")
        return;
    if (const auto range = electrodeRange(in.metrics, factor.gainKey))
        s.evidence.children.push_back(claim(
            fmt::format("Beside it, without deciding: with both tables of electrode positions (the recordings' own "
                        "and the built-in one) the gain lies above 0 ({} to {})",
                        numberText(range->low), numberText(range->high)),
            range->low > 0, in.find("diag.v1.electrode_sensitivity")));
}

void addDrawnGains(Statement& s, const VerdictInputs& in, const Interval& drawn)
{
    s.evidence.children.push_back(claim(fmt::format("with every projection drawn anew the gain lies above 0 ({} to {})",
                                                    numberText(drawn.low), numberText(drawn.high)),
                                        drawn.low > 0, in.find("diag.v1.projection_sensitivity")));
}

void concludeByProjection(Statement& s, const Factor& factor, const GainFacts& f, const Interval& drawn)
{
    conclude(
        s, Finding::TooLittleData,
        upperFirst(fmt::format("{}, but with other spatial projections it lies between {:.3g} and {:.3g}: it is this "
                               "projection's, and the one of the training is not known.",
                               gainText(factor, f), drawn.low, drawn.high)),
        "The projection the model was trained with.", Lack::Projection);
}

} // namespace

Statement learnedStatement(const VerdictInputs& in, const Factor& factor)
{
    Statement s;
    s.id = std::string(factor.id) + ".learned";
    s.group = factor.group;
    s.question = fmt::format("Has the model learned from {}?", factor.name);
    const auto untestable = untestableReason(in, factor);
    s.evidence.text = "The masked error with the factor replaced, minus the masked error with the true one:";
    s.evidence.children.push_back(preconditions(in, factor, !untestable));
    if (untestable) {
        conclude(s, Finding::NotTestable,
                 upperFirst("replacing " + std::string(factor.name)
                            + " does not change the model's input: " + *untestable + "."),
                 "A run in which replacing it changes the input.");
    } else if (!concludeMissing(s, in, factor)) {
        const GainFacts facts = gainFacts(in, *in.find(factor.gainKey));
        Evidence pro = forLearning(in, facts), contra = againstLearning(in, facts);
        addSmallestEffect(s, *facts.gain);
        const auto drawn = drawnGains(in, factor);
        if (pro.finding == Finding::Supported && drawn && drawn->low <= 0)
            concludeByProjection(s, factor, facts, *drawn);
        else if (pro.finding == Finding::Supported)
            concludeSupported(s, factor, facts);
        else if (contra.finding == Finding::Supported)
            concludeAgainst(s, in, factor, facts);
        else
            concludeOpen(s, in, factor, facts);
        s.evidence.children.push_back(std::move(pro));
        s.evidence.children.push_back(std::move(contra));
        addSupportingGain(s, in, factor);
        if (drawn)
            addDrawnGains(s, in, *drawn);
        addTables(s, in, factor);
    }
    s.evidence.finding = s.finding;
    return s;
}

} // namespace maskscope
