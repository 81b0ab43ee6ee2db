// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/verdict/carried_evidence.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "analysis/metrics/metric.h"
#include "analysis/numerics/unit_interval.h"

namespace maskscope {

namespace {

constexpr int kMeasuredAt = 32; // dimensions at which learned_cosine holds
constexpr double kLowestLimit = 0.15;

struct Input {
    const char* name;
    const char* text;
};
constexpr std::array<Input, 5> kInputs { { { "time_code", "the time code" },
                                           { "time_code_turned", "the time code" },
                                           { "place_code", "the place code" },
                                           { "context_same_channel", "the visible tokens" },
                                           { "context_other_channel", "the visible tokens" } } };

const MetricValue* readOf(const VerdictInputs& in, const char* component, const char* input)
{
    return in.find(fmt::format("diag.v1.reads.{}.{}", component, input));
}

/// Shown to be below a limit: over units of a population at 5 %, one-sided; of few by the interval within them.
bool isShownBelow(const VerdictInputs& in, const CarriedFacts& f, const char* name, double limit)
{
    if (in.context.inferenceUnits() >= kPopulationUnits)
        return meanIsBelow(unitValues(*f.value, name), limit);
    const auto interval = namedInterval(*f.value, name);
    return interval && interval->high < limit;
}

} // namespace

double largestCarriedShare(const CarriedFacts& f)
{
    const double high = std::max(f.interval.high, 0.0);
    const double any = 2 * high / f.error;
    return f.size > 0 ? std::min(any, high * high / f.size / f.error) : any;
}

double cosineLimit(const VerdictInputs& in, const Factor& factor)
{
    const double limit = in.thresholds.at(std::string_view(factor.id) == "context" ? "own_cosine" : "learned_cosine");
    const int dimensions = in.context.dimensions;
    if (dimensions <= 0)
        return limit;
    const double scaled = limit * std::sqrt(static_cast<double>(kMeasuredAt) / dimensions);
    return std::clamp(scaled, std::min(kLowestLimit, limit), std::max(limit, 0.9));
}

std::optional<CarriedFacts> carriedFacts(const VerdictInputs& in, const Factor& factor)
{
    CarriedFacts f;
    f.value = in.find(factor.carriedKey);
    const auto interval = f.value ? namedInterval(*f.value, "alignment") : std::nullopt;
    const auto error = numberOf(in.maskedError());
    if (!interval || !error)
        return std::nullopt;
    const auto named = [&](const char* name) { return namedNumber(*f.value, name); };
    f.size = named("size");
    f.alignment = named("alignment");
    f.cosine = named("cosine");
    f.scale = named("scale");
    f.potentialShare = named("potential_share");
    f.worthShare = named("worth_share");
    f.interval = *interval;
    f.error = *error;
    const auto values = unitValues(*f.value, "alignment");
    f.perUnit.assign(values.begin(), values.end());
    f.cosineLimit = cosineLimit(in, factor);
    if (!std::isfinite(f.size) || !std::isfinite(f.alignment) || !std::isfinite(f.potentialShare))
        return std::nullopt;
    return f;
}

/// Neither what predictions vary nor what they gain by it matters, as they are. At another amplitude it might: of
/// something so small the best amplitude is a quotient of two numbers next to nothing.
bool isNegligible(const VerdictInputs& in, const CarriedFacts& f)
{
    const double least = in.thresholds.at("practical_share") * f.error;
    return isShownBelow(in, f, "size", least) && isShownBelow(in, f, "worth", least);
}

Evidence forCarried(const VerdictInputs& in, const CarriedFacts& f)
{
    const double share = in.thresholds.at("practical_share");
    std::vector<Evidence> all {
        claimNamed(fmt::format("the interval of the alignment (over {}s) lies above 0", f.value->intervalUnit),
                   f.interval.low > 0, f.value, "alignment"),
        claimNamed(fmt::format("the cosine is above {:.2g}, which untrained networks do not reach", f.cosineLimit),
                   std::isfinite(f.cosine) && f.cosine >= f.cosineLimit, f.value, "cosine", f.cosineLimit,
                   "learned_cosine"),
        claimNamed(fmt::format("at its best amplitude it is worth at least {:.3g} % of the masked error", 100 * share),
                   f.potentialShare >= share, f.value, "potential_share", share, "practical_share"),
    };
    // Cosine and worth divide by the size: of a component that may be nothing they say nothing.
    if (const auto size = namedInterval(*f.value, "size"))
        all.push_back(claimNamed("predictions themselves vary in this way: the interval of its size lies above 0",
                                 size->low > 0, f.value, "size"));
    if (in.context.inferenceUnits()
        < kPopulationUnits) // an interval within few units does not know the noise they share
        all.push_back(claimNamed(fmt::format("the alignment of each {} by itself lies above 0", in.context.unit),
                                 !f.perUnit.empty() && std::ranges::all_of(f.perUnit, [](double a) { return a > 0; }),
                                 f.value, "alignment"));
    return allOf("For carrying it, all of:", std::move(all));
}

Evidence againstCarried(const VerdictInputs& in, const CarriedFacts& f)
{
    const double share = in.thresholds.at("practical_share");
    return anyOf(
        "Against carrying it, any of:",
        { claimNamed("the interval of the alignment ends below 0: where targets rise, predictions fall",
                     f.interval.high < 0, f.value, "alignment"),
          claimNamed(fmt::format("even the upper end of the interval is worth less than {:.3g} % of the masked error",
                                 100 * share),
                     largestCarriedShare(f) < share, f.value, "alignment", share, "practical_share"),
          claimNamed(fmt::format("as they are, predictions vary by less than {:.3g} % of the masked error in this way, "
                                 "and gain less than that by it",
                                 100 * share),
                     isNegligible(in, f), f.value, "worth", share, "practical_share"),
          claimNamed(fmt::format("what varies in predictions resembles the targets no more than in untrained networks "
                                 "(cosine below {:.2g})",
                                 f.cosineLimit),
                     f.size > 0 && std::isfinite(f.cosine) && f.cosine < f.cosineLimit, f.value, "cosine",
                     f.cosineLimit, "learned_cosine") });
}

std::string readsText(const VerdictInputs& in, const char* component)
{
    const double least = in.thresholds.at("read_share");
    std::vector<std::pair<std::string, double>> read; // input, largest share
    for (const Input& input : kInputs) {
        const auto lost = numberOf(readOf(in, component, input.name));
        if (!lost || *lost < least)
            continue;
        const auto same = std::ranges::find(read, input.text, &std::pair<std::string, double>::first);
        if (same == read.end())
            read.emplace_back(input.text, *lost);
        else
            same->second = std::max(same->second, *lost);
    }
    const auto order = numberOf(readOf(in, component, "order"));
    if (read.empty() && !order)
        return {};
    if (read.empty())
        return "No input that was replaced takes it away: it is told by the order and length of the sequence, or by "
               "inputs that stand in for one another.";
    std::ranges::sort(read, std::greater(), &std::pair<std::string, double>::second);
    std::string text = "It is read from ";
    for (std::size_t i = 0; i < read.size(); ++i)
        text += fmt::format("{}{} ({:.0f} % of the alignment lost when replaced)",
                            i == 0                     ? ""
                                : i + 1 == read.size() ? " and "
                                                       : ", ",
                            read[i].first, 100 * read[i].second);
    if (order && *order >= 0.2)
        text += fmt::format("; {:.0f} % no single replacement takes away", 100 * *order);
    return text + ".";
}

std::vector<const MetricValue*> contextReads(const VerdictInputs& in, const char* component)
{
    std::vector<const MetricValue*> values;
    for (const char* input : { "context_same_channel", "context_other_channel" })
        if (const MetricValue* value = readOf(in, component, input); numberOf(value))
            values.push_back(value);
    return values;
}

std::string amplitudeText(const CarriedFacts& f)
{
    if (!std::isfinite(f.worthShare) || !std::isfinite(f.scale) || f.worthShare >= 0)
        return {};
    return fmt::format(" It is {:.2g} times too strong: as it stands it costs {:.3g} % of the masked error, and "
                       "predictions would be better without it.",
                       f.scale > 0 ? 1 / f.scale : 0, -100 * f.worthShare);
}

} // namespace maskscope
