// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/verdict/gain_evidence.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "analysis/numerics/student_t.h"

namespace maskscope {

namespace {

std::optional<bool> ifCopies(const GainFacts& f, bool holds)
{
    return f.enoughCopies ? std::optional(holds) : std::nullopt;
}

/// An untrained network may gain from a factor by chance. It does not predict better than its like.
Evidence againstUntrained(const VerdictInputs& in, const GainFacts& f)
{
    const double least = in.thresholds.at("min_untrained_copies"), factor = in.thresholds.at("untrained_bound");
    const std::string bound = f.enoughCopies ? ", " + numberText(f.untrainedBound) : "";
    std::vector<Evidence> children {
        claim(fmt::format("there are at least {:g} untrained copies ({} ran)", least, f.untrained.size()),
              ifCopies(f, true), f.gain, least, "min_untrained_copies"),
        claim("it lies above every untrained copy", ifCopies(f, f.value > highestUntrained(f)), f.gain),
        claim("it lies above what one more untrained copy could show" + bound, ifCopies(f, f.value > f.untrainedBound),
              f.gain, factor, "untrained_bound"),
    };
    if (f.errorBound)
        children.push_back(
            claim("the masked error lies below what one more untrained copy could show, " + numberText(*f.errorBound),
                  f.error < *f.errorBound, f.maskedError, factor, "untrained_bound"));
    return allOf("it is more than a network shows that learned nothing, all of:", std::move(children));
}

Evidence untrainedAlike(const VerdictInputs& in, const GainFacts& f)
{
    const auto range = untrainedRange(*f.gain);
    const double widest = in.thresholds.at("narrow_interval");
    return allOf("it gains no more than untrained copies, and that is known well, all of:",
                 { claim("its interval lies within the range of the untrained copies",
                         ifCopies(f, range && f.interval.low >= range->low && f.interval.high <= range->high), f.gain),
                   claim(fmt::format("its interval is narrower than {:.3g} % of the masked error", 100 * widest),
                         f.interval.high - f.interval.low <= widest * f.error, f.gain, widest, "narrow_interval") });
}

} // namespace

double predictionBound(const std::vector<double>& values, double factor)
{
    const auto n = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double squares = 0;
    for (const double v : values)
        squares += (v - mean) * (v - mean);
    return mean
        + factor * studentT975(static_cast<int>(values.size()) - 1) * std::sqrt(squares / (n - 1) * (1 + 1 / n));
}

GainFacts gainFacts(const VerdictInputs& in, const MetricValue& gain)
{
    GainFacts facts;
    facts.gain = &gain;
    facts.value = *numberOf(&gain);
    facts.interval = *intervalOf(&gain);
    facts.maskedError = in.maskedError();
    facts.error = *numberOf(facts.maskedError);
    facts.relevant = in.thresholds.at("practical_gain") * facts.error;
    facts.untrained = untrainedValues(&gain);
    const double least = std::max(2.0, in.thresholds.at("min_untrained_copies")); // one copy has no spread
    const double factor = in.thresholds.at("untrained_bound");
    facts.enoughCopies = static_cast<double>(facts.untrained.size()) >= least;
    if (facts.enoughCopies)
        facts.untrainedBound = predictionBound(facts.untrained, factor);
    const auto errors = untrainedValues(facts.maskedError);
    if (static_cast<double>(errors.size()) >= least)
        facts.errorBound = predictionBound(errors, -factor);
    return facts;
}

double highestUntrained(const GainFacts& f)
{
    return f.untrained.empty() ? 0 : *std::max_element(f.untrained.begin(), f.untrained.end());
}

std::string relevantText(const VerdictInputs& in, const GainFacts& f)
{
    return fmt::format("{:.3g} % of the masked error, {:.3g}", 100 * in.thresholds.at("practical_gain"), f.relevant);
}

Evidence forLearning(const VerdictInputs& in, const GainFacts& f)
{
    return allOf("For having learned, all of:",
                 { claim("its interval lies above 0", f.interval.low > 0, f.gain),
                   claim("it is at least " + relevantText(in, f), f.value >= f.relevant, f.gain,
                         in.thresholds.at("practical_gain"), "practical_gain"),
                   againstUntrained(in, f) });
}

Evidence againstLearning(const VerdictInputs& in, const GainFacts& f)
{
    return anyOf(
        "Against having learned, any of:",
        { claim("its interval lies below 0: the true one makes predictions worse", f.interval.high < 0, f.gain),
          claim("its interval ends below " + relevantText(in, f) + ": any gain is too small to matter",
                f.interval.high < f.relevant, f.gain, in.thresholds.at("practical_gain"), "practical_gain"),
          untrainedAlike(in, f) });
}

} // namespace maskscope
