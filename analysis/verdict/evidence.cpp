// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/verdict/evidence.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "analysis/numerics/student_t.h"
#include "analysis/numerics/unit_interval.h"

namespace maskscope {

namespace {

Finding findingOf(std::optional<bool> holds)
{
    if (!holds)
        return Finding::TooLittleData;
    return *holds ? Finding::Supported : Finding::NotSupported;
}

bool has(const std::vector<Evidence>& children, Finding finding)
{
    return std::any_of(children.begin(), children.end(), [&](const Evidence& e) { return e.finding == finding; });
}

Evidence combination(std::string text, std::vector<Evidence> children, Finding finding)
{
    Evidence evidence;
    evidence.text = std::move(text);
    evidence.finding = children.empty() ? Finding::TooLittleData : finding;
    evidence.children = std::move(children);
    return evidence;
}

} // namespace

const MetricValue* VerdictInputs::find(std::string_view key) const
{
    for (const MetricResult& metric : metrics)
        if (const MetricValue* value = metric.value(key))
            return value;
    return nullptr;
}

const MetricValue* VerdictInputs::maskedError() const
{
    for (const char* key : { "diag.v1.masked_mse", "diag.v1.mse" }) {
        const MetricValue* value = find(key);
        if (numberOf(value).value_or(0) > 0)
            return value;
    }
    return nullptr;
}

bool VerdictInputs::severalRecordings() const { return context.inferenceUnits() >= thresholds.at("min_recordings"); }

std::string VerdictInputs::unitsText() const
{
    const int units = context.inferenceUnits();
    return fmt::format("{} {}{}", units, context.unit, units == 1 ? "" : "s");
}

Finding VerdictInputs::yes() const
{
    return context.inferenceUnits() >= kPopulationUnits ? Finding::Supported : Finding::SupportedHere;
}

std::optional<double> numberOf(const MetricValue* value)
{
    const double* number = value ? std::get_if<double>(&value->value) : nullptr;
    return number && std::isfinite(*number) ? std::optional(*number) : std::nullopt;
}

std::optional<Interval> intervalOf(const MetricValue* value)
{
    if (!value || !value->interval || value->intervalUnit.empty())
        return std::nullopt;
    const Interval& i = *value->interval;
    return std::isfinite(i.low) && std::isfinite(i.high) && i.low <= i.high ? value->interval : std::nullopt;
}

std::optional<double> nullHigh(const MetricValue* value)
{
    if (!value || !value->null)
        return std::nullopt;
    std::vector<double> values;
    if (const auto* number = std::get_if<double>(&*value->null))
        values = { *number };
    else if (const auto* list = std::get_if<std::vector<double>>(&*value->null))
        values = *list;
    else
        for (const auto& entry : std::get<MetricNumbers>(*value->null))
            values.push_back(entry.second);
    const bool sound
        = !values.empty() && std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
    return sound ? std::optional(*std::max_element(values.begin(), values.end())) : std::nullopt;
}

std::vector<double> untrainedValues(const MetricValue* value)
{
    std::vector<double> finite;
    if (value)
        std::copy_if(value->untrained.begin(), value->untrained.end(), std::back_inserter(finite),
                     [](double v) { return std::isfinite(v); });
    return finite;
}

Evidence claim(std::string text, std::optional<bool> holds, const MetricValue* value)
{
    Evidence evidence;
    evidence.text = std::move(text);
    evidence.finding = findingOf(holds);
    if (value) {
        evidence.key = value->key;
        evidence.value = numberOf(value);
        evidence.interval = intervalOf(value);
        evidence.untrained = untrainedRange(*value);
    }
    return evidence;
}

Evidence claim(std::string text, std::optional<bool> holds, const MetricValue* value, double threshold,
               std::string thresholdName)
{
    Evidence evidence = claim(std::move(text), holds, value);
    evidence.threshold = threshold;
    evidence.thresholdName = std::move(thresholdName);
    return evidence;
}

Evidence claimNamed(std::string text, std::optional<bool> holds, const MetricValue* value, std::string_view name)
{
    Evidence evidence = claim(std::move(text), holds);
    if (!value)
        return evidence;
    evidence.key = value->key + "." + std::string(name);
    if (const double number = namedNumber(*value, name); std::isfinite(number))
        evidence.value = number;
    evidence.interval = namedInterval(*value, name);
    for (const auto& [own, numbers] : value->untrainedNumbers)
        for (const double number : numbers)
            if (own == name && std::isfinite(number))
                evidence.untrained = evidence.untrained
                    ? Interval { std::min(evidence.untrained->low, number), std::max(evidence.untrained->high, number) }
                    : Interval { number, number };
    return evidence;
}

Evidence claimNamed(std::string text, std::optional<bool> holds, const MetricValue* value, std::string_view name,
                    double threshold, std::string thresholdName)
{
    Evidence evidence = claimNamed(std::move(text), holds, value, name);
    evidence.threshold = threshold;
    evidence.thresholdName = std::move(thresholdName);
    return evidence;
}

Evidence allOf(std::string text, std::vector<Evidence> children)
{
    const Finding finding = has(children, Finding::NotSupported) ? Finding::NotSupported
        : has(children, Finding::NotTestable)                    ? Finding::NotTestable
        : has(children, Finding::TooLittleData)                  ? Finding::TooLittleData
                                                                 : Finding::Supported;
    return combination(std::move(text), std::move(children), finding);
}

Evidence anyOf(std::string text, std::vector<Evidence> children)
{
    const Finding finding = has(children, Finding::Supported) ? Finding::Supported
        : has(children, Finding::TooLittleData)               ? Finding::TooLittleData
        : has(children, Finding::NotTestable)                 ? Finding::NotTestable
                                                              : Finding::NotSupported;
    return combination(std::move(text), std::move(children), finding);
}

void conclude(Statement& statement, Finding finding, std::string reason, std::string whatWouldChange, Lack lack)
{
    statement.finding = finding;
    statement.reason = std::move(reason);
    statement.whatWouldChange = std::move(whatWouldChange);
    statement.lack = lack;
}

std::optional<double> pOfUnits(std::span<const double> values)
{
    const auto n = static_cast<double>(values.size());
    if (values.size() < static_cast<std::size_t>(kPopulationUnits))
        return std::nullopt;
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double squares = 0;
    for (const double v : values)
        squares += (v - mean) * (v - mean);
    const double error = std::sqrt(squares / (n * (n - 1)));
    if (!std::isfinite(mean) || !std::isfinite(error))
        return std::nullopt;
    return error > 0 ? studentTTwoSided(mean / error, static_cast<int>(values.size()) - 1) : mean == 0 ? 1.0 : 0.0;
}

void addSmallestEffect(Statement& statement, const MetricValue& value)
{
    const auto interval = intervalOf(&value);
    if (!interval)
        return;
    statement.smallestEffect = (interval->high - interval->low) / 2 * (1.96 + 0.84) / 1.96;
    statement.smallestEffectUnit = value.unit;
}

std::string numberText(double value) { return fmt::format("{:.3g}", value); }

std::string intervalText(const std::optional<Interval>& interval)
{
    return interval ? fmt::format(" [{:.3g}, {:.3g}]", interval->low, interval->high) : std::string();
}

const std::vector<Factor>& factors()
{
    static const std::vector<Factor> all {
        { "position", "Position", "the position", "diag.v1.position_gain", "", "diag.v1.ablation_temporal",
          "diag.v1.position_r2", "diag.v1.carries_position", "the code of the mirrored position" },
        { "channel", "Channel", "the channel", "diag.v1.channel_gain", "", "diag.v1.ablation_spatial",
          "diag.v1.channel_r2", "diag.v1.carries_channel", "the code of another channel" },
        { "context", "Context", "the context", "diag.v1.context_gain_swapped", "diag.v1.context_gain_none",
          "diag.v1.ablation_context", "", "diag.v1.carries_recording", "the visible tokens of another recording" },
    };
    return all;
}

std::optional<std::string> untestableReason(const VerdictInputs& in, const Factor& factor)
{
    const bool isContext = std::string_view(factor.id) == "context";
    const MetricValue* gain = in.find(factor.gainKey);
    const MetricValue* ablation = in.find(factor.ablationKey);
    if (isContext) {
        // With one recording nothing can be swapped, yet there may be a context: zeroing it tells.
        const MetricValue* none = in.find(factor.supportingGainKey);
        for (const MetricValue* other : { none, ablation })
            if (other && !other->untestable.empty())
                return other->untestable;
        if (in.context.maskRatio >= 1)
            return "every token is masked, so that no context is visible";
        if (numberOf(none) || numberOf(ablation))
            return in.severalRecordings() && gain && !gain->untestable.empty() ? std::optional(gain->untestable)
                                                                               : std::nullopt;
    }
    for (const MetricValue* value : { gain, ablation })
        if (value && !value->untestable.empty())
            return value->untestable;
    return std::nullopt;
}

} // namespace maskscope
