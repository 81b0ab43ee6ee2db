// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "analysis/verdict/evidence.h"

namespace maskscope {

namespace {

constexpr const char* kPredictions = "diag.v1.participation_ratio";
constexpr const char* kSpread = "diag.v1.total_std_per_dim";

/// The targets' spectrum is one value of named numbers, "diag.v1.target".
std::optional<double> targetNumber(const VerdictInputs& in, std::string_view name)
{
    if (const MetricValue* flat = in.find("diag.v1.target_" + std::string(name)))
        return numberOf(flat);
    const MetricValue* target = in.find("diag.v1.target");
    const auto* numbers = target ? std::get_if<MetricNumbers>(&target->value) : nullptr;
    if (!numbers)
        return std::nullopt;
    const auto at = std::find_if(numbers->begin(), numbers->end(), [&](const auto& v) { return v.first == name; });
    return at != numbers->end() && std::isfinite(at->second) ? std::optional(at->second) : std::nullopt;
}

struct Spectra {
    const MetricValue* predictions = nullptr; ///< participation ratio: 1 (one direction) to the dimension
    std::optional<double> value, target;
    double limit = 0; ///< below it the predictions fill much fewer directions than the targets
    std::vector<double> untrained;
    bool enoughCopies = false;
};

Spectra spectraOf(const VerdictInputs& in)
{
    Spectra s;
    s.predictions = in.find(kPredictions);
    s.value = numberOf(s.predictions);
    s.target = targetNumber(in, "participation_ratio");
    s.limit = in.thresholds.at("collapse_ratio") * s.target.value_or(0);
    s.untrained = untrainedValues(s.predictions);
    s.enoughCopies = static_cast<double>(s.untrained.size()) >= in.thresholds.at("min_untrained_copies");
    return s;
}

Evidence spectrumEvidence(const VerdictInputs& in, const Spectra& s)
{
    const bool given = s.value && s.target;
    const std::optional<bool> untold;
    const double ratio = in.thresholds.at("collapse_ratio");
    return allOf("For a collapse, all of:",
                 { claim(fmt::format("the targets fill enough directions for a collapse to show ({:.3g} times their "
                                     "participation ratio{} is above 1)",
                                     ratio, s.target ? " of " + numberText(*s.target) : ""),
                         s.target ? std::optional(s.limit > 1) : untold, nullptr, ratio, "collapse_ratio"),
                   claim(fmt::format("predictions fill less than {:.3g} times the targets' directions", ratio),
                         given ? std::optional(*s.value < s.limit) : untold, s.predictions, ratio, "collapse_ratio"),
                   claim("and fewer than any untrained copy",
                         s.value && s.enoughCopies
                             ? std::optional(*s.value < *std::min_element(s.untrained.begin(), s.untrained.end()))
                             : untold,
                         s.predictions, in.thresholds.at("min_untrained_copies"), "min_untrained_copies") });
}

/// Decides nothing: it falls with the participation ratio.
Evidence firstComponentEvidence(const VerdictInputs& in)
{
    const MetricValue* top = in.find("diag.v1.pca_top1");
    const auto target = targetNumber(in, "pca_top1");
    return claim(
        fmt::format("Beside it, without deciding: the first component holds a larger share than the targets'{}",
                    target ? " (" + numberText(*target) + ")" : ""),
        numberOf(top) && target ? std::optional(*numberOf(top) > *target) : std::nullopt, top);
}

/// The untrained copies decide whether the training did it.
void concludeLow(Statement& s, const Spectra& x, const std::string& text)
{
    if (!x.enoughCopies)
        return conclude(
            s, Finding::TooLittleData,
            text + fmt::format(", but {} untrained copies do not tell whether training did it.", x.untrained.size()),
            "The spectra of enough untrained copies.", Lack::UntrainedCopies);
    const auto [low, high] = std::minmax_element(x.untrained.begin(), x.untrained.end());
    const std::string copies = fmt::format(" (untrained copies {:.3g} to {:.3g})", *low, *high);
    if (*x.value < *low)
        return conclude(s, Finding::Supported, text + ", and below every untrained copy" + copies + ".",
                        "Untrained copies that fill as few, or targets that do.");
    if (*x.value > *high)
        return conclude(s, Finding::NotSupported,
                        text + ", but above every untrained copy" + copies + ": training did not narrow them.",
                        "Untrained copies that fill more.");
    conclude(s, Finding::TooLittleData, text + ", as untrained copies do" + copies + ": not told from them.",
             "A model whose spectrum leaves the range of the untrained copies.", Lack::UntrainedCopies);
}

void concludeSpectrum(Statement& s, const Spectra& x)
{
    if (!x.value || !x.target)
        return conclude(s, Finding::TooLittleData,
                        fmt::format("There is no spectrum of the {}.", x.value ? "targets" : "predictions"),
                        "The spectra of predictions and targets.", Lack::Number);
    if (x.limit <= 1)
        return conclude(s, Finding::NotTestable,
                        fmt::format("The targets themselves fill hardly more than one direction (participation ratio "
                                    "{:.3g}, predictions {:.3g}): a collapsed model would look like a perfect one.",
                                    *x.target, *x.value),
                        "Targets with more directions.");
    const std::string text = fmt::format("Predictions fill {:.3g} directions, the targets {:.3g}", *x.value, *x.target);
    if (*x.value >= x.limit)
        return conclude(s, Finding::NotSupported, text + ".", "Predictions that fill much fewer than the targets.");
    concludeLow(s, x, text);
}

} // namespace

Statement collapsedStatement(const VerdictInputs& in)
{
    Statement s;
    s.id = "collapsed";
    s.group = "Spectrum";
    s.question = "Have the predictions collapsed?";
    const Spectra spectra = spectraOf(in);
    const double least = in.thresholds.at("constant_spread");
    const MetricValue* spread = in.find(kSpread);
    const bool constant = numberOf(spread) && *numberOf(spread) <= least;
    s.evidence
        = anyOf("Any of:",
                { claim("predictions do not vary at all", numberOf(spread) ? std::optional(constant) : std::nullopt,
                        spread, least, "constant_spread"),
                  spectrumEvidence(in, spectra) });
    s.evidence.children.push_back(firstComponentEvidence(in));
    if (constant)
        conclude(s, Finding::Supported, "All predictions are the same.", "Predictions that vary.");
    else
        concludeSpectrum(s, spectra);
    s.evidence.finding = s.finding;
    return s;
}

} // namespace maskscope
