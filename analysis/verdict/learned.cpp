// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "analysis/metrics/channel/projection_sensitivity.h"
#include "analysis/numerics/unit_interval.h"
#include "analysis/verdict/carried_evidence.h"

namespace maskscope {

namespace {

bool isContext(const Factor& factor) { return std::string_view(factor.id) == "context"; }

std::string hereText(const VerdictInputs& in)
{
    return in.context.inferenceUnits() >= kPopulationUnits
        ? std::string()
        : fmt::format(" That holds for these {}; about others it says nothing.", in.unitsText());
}

std::string carriedText(const Factor& factor, const CarriedFacts& f)
{
    const std::string cosine = std::isfinite(f.cosine) ? fmt::format(", cosine {:.2f}", f.cosine) : "";
    return fmt::format("{} of the targets: alignment {:.3g}{}{}, worth {:.3g} % of the masked error at its best "
                       "amplitude",
                       isContext(factor) ? "what only the recording itself can tell" : std::string(factor.name),
                       f.alignment, intervalText(f.interval), cosine, 100 * f.potentialShare);
}

/// A replaced input raised the error although nothing is carried: it is new to the model, not missed.
std::string disturbedText(const VerdictInputs& in, const Factor& factor)
{
    const MetricValue* gain = in.find(factor.gainKey);
    const auto value = numberOf(gain), error = numberOf(in.maskedError());
    const auto interval = intervalOf(gain);
    if (!value || !error || !interval || interval->low <= 0 || *value < in.thresholds.at("practical_share") * *error)
        return {};
    return fmt::format(
        " That {} raises the masked error by {:.3g} % is no sign of it: inputs it has never seen disturb "
        "a model.",
        factor.replacedBy, 100 * *value / *error);
}

/// What is missing before any comparison; false where nothing is.
bool concludeMissing(Statement& s, const VerdictInputs& in, const Factor& factor)
{
    const auto open = [&](Finding finding, std::string reason, std::string change, Lack lack) {
        conclude(s, finding, std::move(reason), std::move(change), lack);
        return true;
    };
    if (!in.severalRecordings())
        return open(Finding::TooLittleData,
                    fmt::format("{}: what it carries cannot be told from what is particular to {}.", in.unitsText(),
                                in.context.inferenceUnits() == 1 ? "it" : "them"),
                    fmt::format("At least {:g} {}s.", in.thresholds.at("min_recordings"), in.context.unit),
                    Lack::Recordings);
    if (!in.context.current)
        return open(Finding::TooLittleData,
                    "The result file was written by an older version and lacks what this answer rests on "
                    "(what predictions carry).",
                    "The same analysis, run again.", Lack::Number);
    if (!in.maskedError())
        return open(Finding::NotComputable,
                    "The model defines no target for its predictions, so nothing can be held against them.",
                    "A model that says what it predicts.", Lack::Nothing);
    if (!in.find(factor.carriedKey))
        return open(Finding::TooLittleData, "No recording shares enough with another: there is nothing to compare.",
                    "Recordings with channels and positions in common.", Lack::Number);
    if (!carriedFacts(in, factor))
        return open(Finding::TooLittleData, "What predictions carry has no interval.",
                    "More recordings, channels or tokens.", Lack::Interval);
    return false;
}

Evidence preconditions(const VerdictInputs& in, const Factor& factor)
{
    const auto given = [](bool is) { return is ? std::optional(true) : std::nullopt; };
    return allOf("What a comparison needs, all of:",
                 { claim(fmt::format("at least {:g} {}s ({} here)", in.thresholds.at("min_recordings"), in.context.unit,
                                     in.context.inferenceUnits()),
                         given(in.severalRecordings()), nullptr, in.thresholds.at("min_recordings"), "min_recordings"),
                   claim("the masked error of the true input", given(in.maskedError() != nullptr), in.maskedError()),
                   claim("products of predictions and targets of different ones",
                         given(in.find(factor.carriedKey) != nullptr)) });
}

/// Another draw of an unknown projection would be another input.
bool projectionMatters(const VerdictInputs& in)
{
    return !in.context.projectionKnown
        && numberOf(in.find("diag.v1.ablation_spatial")).value_or(0) >= in.thresholds.at("min_dependence");
}

std::string whyNotText(const VerdictInputs& in, const CarriedFacts& f)
{
    const double share = 100 * in.thresholds.at("practical_share");
    if (f.interval.high < 0)
        return "predictions run against it";
    if (f.size > 0 && std::isfinite(f.cosine) && f.cosine < f.cosineLimit && f.potentialShare >= share / 100)
        return fmt::format("what varies in them resembles the targets no more than in an untrained network (cosine "
                           "{:.2f}, {:.2g} needed)",
                           f.cosine, f.cosineLimit);
    if (largestCarriedShare(f) >= share / 100 && isNegligible(in, f))
        return fmt::format(
            "as they are, predictions vary with it, and gain by it, less than {:.3g} % of the masked error", share);
    return fmt::format("the most that these recordings allow is worth less than {:.3g} % of the masked error", share);
}

/// Position and channel may be known together only: neither is then denied.
bool interactionIsCarried(const VerdictInputs& in, Factor factor)
{
    factor.carriedKey = "diag.v1.carries_interaction";
    const auto facts = carriedFacts(in, factor);
    return facts && forCarried(in, *facts).finding == Finding::Supported;
}

void concludeCarried(Statement& s, const VerdictInputs& in, const Factor& factor, const CarriedFacts& f, bool pro,
                     bool contra)
{
    if (pro)
        return conclude(s, in.yes(),
                        fmt::format("Its predictions carry {}.{} {}{}", carriedText(factor, f), amplitudeText(f),
                                    isContext(factor) ? "" : readsText(in, factor.id), hereText(in)),
                        "Recordings over which the interval of the alignment reaches 0.");
    if (contra && projectionMatters(in))
        return conclude(s, Finding::TooLittleData,
                        fmt::format("With this spatial projection its predictions do not carry {}: {}. The one it was "
                                    "trained with is not known, and predictions depend on it.",
                                    factor.name, whyNotText(in, f)),
                        "The projection the model was trained with.", Lack::Projection);
    if (contra && !isContext(factor) && interactionIsCarried(in, factor))
        return conclude(s, Finding::TooLittleData,
                        fmt::format("By itself {} is not carried ({}), but position and channel together are: the "
                                    "model tells one with the other.",
                                    factor.name, whyNotText(in, f)),
                        "Recordings in which it also acts by itself.", Lack::Precision);
    if (contra)
        return conclude(s, Finding::NotSupported,
                        fmt::format("Its predictions do not carry {} over these {}: {}.{}", factor.name, in.unitsText(),
                                    whyNotText(in, f), disturbedText(in, factor)),
                        "Recordings over which predictions and targets share more.");
    conclude(s, Finding::TooLittleData,
             fmt::format("Open: {}. The interval holds both nothing and what matters.", carriedText(factor, f)),
             "More recordings, so that the interval lies on one side.", Lack::Precision);
}

/// A component that is carried through the visible tokens.
struct ThroughContext {
    std::string component; ///< "channel"
    const MetricValue* share = nullptr;
};

std::vector<ThroughContext> throughContext(const VerdictInputs& in)
{
    std::vector<ThroughContext> found;
    for (const Factor& factor : factors()) {
        if (isContext(factor))
            continue;
        const auto facts = carriedFacts(in, factor);
        if (!facts || forCarried(in, *facts).finding != Finding::Supported)
            continue;
        for (const MetricValue* value : contextReads(in, factor.id)) {
            const auto interval = intervalOf(value);
            if (interval && interval->low > 0 && *numberOf(value) >= in.thresholds.at("read_share"))
                found.push_back({ factor.id, value });
        }
    }
    return found;
}

Evidence throughEvidence(const VerdictInputs& in, const std::vector<ThroughContext>& through)
{
    const double least = in.thresholds.at("read_share");
    std::vector<Evidence> children;
    for (const ThroughContext& of : through)
        children.push_back(
            claim(fmt::format("other visible tokens take at least {:.3g} % of what it carries of the {} away",
                              100 * least, of.component),
                  true, of.share, least, "read_share"));
    if (children.empty())
        children.push_back(
            claim("something that is carried is lost with other visible tokens", false, nullptr, least, "read_share"));
    return anyOf("Carried through the visible tokens, any of:", std::move(children));
}

/// Gains from the channel with projections drawn anew, where the one of the training is not known.
void addProjectionEvidence(Statement& s, const VerdictInputs& in, const Factor& factor)
{
    if (std::string_view(factor.id) != "channel")
        return;
    if (const auto range = in.context.projectionKnown ? std::nullopt : projectionRange(in.metrics, factor.gainKey))
        s.evidence.children.push_back(
            claim(fmt::format("Beside it, without deciding: with every projection drawn anew the gain from the true "
                              "place code lies above 0 ({} to {})",
                              numberText(range->low), numberText(range->high)),
                  range->low > 0, in.find("diag.v1.projection_sensitivity")));
    if (const auto range = electrodeRange(in.metrics, factor.gainKey))
        s.evidence.children.push_back(claim(
            fmt::format("Beside it, without deciding: with both tables of electrode positions that gain lies above "
                        "0 ({} to {})",
                        numberText(range->low), numberText(range->high)),
            range->low > 0, in.find("diag.v1.electrode_sensitivity")));
}

/// Neither code nor visible tokens reach the predictions, and they show it: every token gets the same input.
std::optional<std::string> noInputReason(const VerdictInputs& in, const Factor& factor)
{
    const auto reason = untestableReason(in, factor);
    if (isContext(factor) || !reason || in.context.maskRatio < 1)
        return isContext(factor) ? reason : std::nullopt;
    const MetricValue* carried = in.find(factor.carriedKey);
    const double size = carried ? namedNumber(*carried, "size") : 0;
    const double error = numberOf(in.maskedError()).value_or(0);
    return std::abs(size) <= 1e-6 * error ? reason : std::nullopt;
}

/// What hardly moves with the visible tokens holds nothing of them: a channel's own course within a bin, not context.
bool isDeafToContext(const VerdictInputs& in, const Factor& factor)
{
    const auto dependence = numberOf(in.find(factor.ablationKey));
    return dependence && *dependence < in.thresholds.at("min_dependence");
}

/// Of what predictions share with a recording, the part that another recording's visible tokens take away: without its
/// own tokens' part the masked error rises by twice the alignment. Nothing where that pass cannot be.
std::optional<double> lostWithOthers(const VerdictInputs& in, const CarriedFacts& f)
{
    const auto swapped = numberOf(in.find("diag.v1.reads.recording.context_same_channel"));
    return swapped && f.alignment > 0 ? std::optional((*swapped - f.error) / (2 * f.alignment)) : std::nullopt;
}

/// Shared with the recording, yet not read from its visible tokens: a course within a bin can look so.
bool isNotReadFromContext(const VerdictInputs& in, const CarriedFacts& f)
{
    const auto lost = lostWithOthers(in, f);
    return lost && *lost < in.thresholds.at("read_share");
}

std::string upperFirst(std::string text)
{
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

/// Says so; true where that is the answer.
bool concludeDeaf(Statement& s, const VerdictInputs& in)
{
    const Factor& context = factors()[2];
    if (!isDeafToContext(in, context))
        return false;
    const MetricValue* dependence = in.find(context.ablationKey);
    const double least = in.thresholds.at("min_dependence");
    s.evidence.children.push_back(claim(
        fmt::format("without visible tokens predictions change by at least {:.3g} % of their variance", 100 * least),
        false, dependence, least, "min_dependence"));
    conclude(
        s, Finding::NotSupported,
        fmt::format("Without visible tokens predictions change by only {:.3g} % of their variance: what they share "
                    "with a recording is not read from them.",
                    100 * *numberOf(dependence)),
        "Recordings whose visible tokens move predictions.");
    return true;
}

/// Says so; true where that is the answer.
bool concludeNotRead(Statement& s, const VerdictInputs& in, const CarriedFacts& f, bool own)
{
    if (!own || !isNotReadFromContext(in, f))
        return false;
    const double least = in.thresholds.at("read_share"), lost = *lostWithOthers(in, f);
    s.evidence.children.push_back(
        claim(fmt::format("another recording's visible tokens take at least {:.3g} % of it away", 100 * least), false,
              in.find("diag.v1.reads.recording.context_same_channel"), least, "read_share"));
    conclude(s, Finding::NotSupported,
             fmt::format("Its predictions share something with the recording (alignment {:.3g}{}), but another "
                         "recording's visible tokens take only {:.0f} % of it away: it is not read from them.",
                         f.alignment, intervalText(f.interval), 100 * std::max(lost, 0.0)),
             "Recordings whose visible tokens tell the predictions apart.");
    return true;
}

void judgeContext(Statement& s, const VerdictInputs& in, const CarriedFacts& f, bool shared, bool contra)
{
    const bool own = shared && !isNotReadFromContext(in, f);
    const auto through = throughContext(in);
    s.evidence.children.push_back(throughEvidence(in, through));
    if (through.empty() && (concludeDeaf(s, in) || concludeNotRead(s, in, f, shared)))
        return;
    if (own || through.empty()) {
        concludeCarried(s, in, factors()[2], f, own, contra);
        s.pValue = pOfUnits(f.perUnit);
        if (!own)
            return;
    }
    if (through.empty())
        return;
    const auto most
        = std::ranges::max_element(through, {}, [](const ThroughContext& of) { return *numberOf(of.share); });
    const std::string text
        = fmt::format("{} {} from the visible tokens: another recording's take {:.0f} %{} of what it "
                      "carries of it away.",
                      own ? "It also tells the" : "It tells the", most->component, 100 * *numberOf(most->share),
                      intervalText(intervalOf(most->share)));
    if (own) {
        s.reason += " " + text;
        return;
    }
    conclude(s, in.yes(),
             text + " What only the recording itself could tell " + (contra ? "is not carried." : "stays open.")
                 + hereText(in),
             "Recordings over which that share reaches 0.");
    s.pValue = pOfUnits(unitValues(*most->share));
}

} // namespace

Statement learnedStatement(const VerdictInputs& in, const Factor& factor)
{
    Statement s;
    s.id = std::string(factor.id) + ".learned";
    s.group = factor.group;
    s.question = fmt::format("Has the model learned from {}?", factor.name);
    s.evidence.text = isContext(factor)
        ? "What predictions hold of what one recording alone can tell, and what is lost "
          "with other visible tokens:"
        : "What predictions hold of the targets, by products of different recordings:";
    s.evidence.children.push_back(preconditions(in, factor));
    if (const auto reason = noInputReason(in, factor)) {
        s.evidence.children.front().finding = Finding::NotTestable;
        conclude(s, Finding::NotTestable, upperFirst(*reason) + ".", "A run in which it changes the model's input.");
    } else if (!concludeMissing(s, in, factor)) {
        const CarriedFacts facts = *carriedFacts(in, factor);
        Evidence pro = forCarried(in, facts), contra = againstCarried(in, facts);
        const bool yes = pro.finding == Finding::Supported && !(isContext(factor) && isDeafToContext(in, factor));
        const bool no = pro.finding != Finding::Supported && contra.finding == Finding::Supported;
        s.evidence.children.push_back(std::move(pro));
        s.evidence.children.push_back(std::move(contra));
        if (isContext(factor)) {
            judgeContext(s, in, facts, yes, no);
        } else {
            concludeCarried(s, in, factor, facts, yes, no);
            s.pValue = pOfUnits(facts.perUnit);
        }
        addProjectionEvidence(s, in, factor);
    }
    s.evidence.finding = s.finding;
    return s;
}

} // namespace maskscope
