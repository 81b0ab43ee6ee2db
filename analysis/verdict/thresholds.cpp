// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/data/core/argument_file.h"
#include "analysis/data/core/json_nesting.h"
#include "analysis/verdict/verdict.h"

namespace maskscope {

namespace {

using Json = nlohmann::ordered_json;

/// What a threshold may be. The lower limits keep every rule sound: with one recording, or one untrained copy, there is
/// no spread to hold an effect against.
struct ThresholdRule {
    const char* name;
    double builtIn, low, high;
    bool whole;
};

constexpr double kAny = std::numeric_limits<double>::max();
constexpr std::array<ThresholdRule, 11> kRules { {
    { "min_recordings", 2, 2, kAny, true }, // units of inference; below it nothing is said about learning
    { "practical_share", 0.005, 0, 1, false }, // smallest part that matters, share of the masked error
    { "learned_cosine", 0.5, 0, 1, false }, // what untrained networks of 32 dimensions do not reach (docs/metrics.md)
    { "own_cosine", 0.08, 0, 1, false }, // the same of what one recording alone can tell, whose targets hold noise
    { "read_share", 0.25, 0, 1, false }, // smallest share of an alignment that counts as read from an input
    { "min_dependence", 0.01, 0, 1, false }, // smallest change called a dependence, share of the predictions' variance
    { "min_skill", 0.01, 0, 1, false }, // smallest skill that matters
    { "collapse_ratio", 0.5, 0, 1, false }, // of the directions that something has to be held against
    { "collapse_variance", 0.1, 0, 1, false }, // of the variance that something has to be held against
    { "leak", 0.001, 0, 1, false }, // root mean square change of predictions, of their spread
    { "constant_spread", 1e-6, 0, kAny, false }, // standard deviation below which predictions are one constant
} };

const ThresholdRule* ruleOf(std::string_view name)
{
    const auto* at = std::find_if(kRules.begin(), kRules.end(), [&](const auto& rule) { return name == rule.name; });
    return at == kRules.end() ? nullptr : at;
}

std::string knownNames()
{
    std::string names;
    for (const auto& rule : kRules)
        names += (names.empty() ? "" : ", ") + std::string(rule.name);
    return names;
}

tl::unexpected<Error> corrupt(const std::string& path, std::string message, std::string expected, std::string found)
{
    return failure(ErrorCode::CorruptInput, path, std::move(message), std::move(expected), std::move(found));
}

Result<double> thresholdValue(const std::string& path, const ThresholdRule& rule, const Json& json)
{
    const std::string what = fmt::format("threshold \"{}\"", rule.name);
    const std::string range = fmt::format("a {}number {}", rule.whole ? "whole " : "",
                                          rule.high < kAny ? fmt::format("from {:g} to {:g}", rule.low, rule.high)
                                                           : fmt::format("of at least {:g}", rule.low));
    const double value = json.is_number() ? json.get<double>() : std::numeric_limits<double>::quiet_NaN();
    if (!std::isfinite(value) || value < rule.low || value > rule.high || (rule.whole && value != std::floor(value)))
        return corrupt(path, what, range, json.dump(-1, ' ', false, Json::error_handler_t::replace).substr(0, 60));
    return value;
}

/// JSON keeps one of two entries of the same name and says nothing: whoever edits the second would be ignored.
struct ParsedThresholds {
    Json json;
    std::string repeated;
};

ParsedThresholds parseThresholds(const std::string& text)
{
    ParsedThresholds parsed;
    std::set<std::string> seen;
    const auto notice = [&](int depth, Json::parse_event_t event, Json& value) {
        if (event == Json::parse_event_t::key && depth == 1 && !seen.insert(value.get<std::string>()).second)
            parsed.repeated = value.get<std::string>();
        return true;
    };
    parsed.json = Json::parse(text, notice, false);
    return parsed;
}

} // namespace

double VerdictThresholds::at(std::string_view name) const
{
    const auto found = std::find_if(values.begin(), values.end(), [&](const auto& v) { return v.first == name; });
    assert(found != values.end());
    return found == values.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
}

VerdictThresholds builtInThresholds()
{
    VerdictThresholds thresholds;
    for (const auto& rule : kRules)
        thresholds.values.emplace_back(rule.name, rule.builtIn);
    thresholds.source = "built-in";
    return thresholds;
}

Result<VerdictThresholds> readThresholds(const std::string& path)
{
    constexpr std::size_t mostBytes = 1U << 20U;
    constexpr int deepest = 16; // an object of numbers is one deep
    const auto file = readArgumentFile(path, "the thresholds", mostBytes);
    if (!file)
        return tl::unexpected<Error>(file.error());
    if (jsonNestsDeeper(file->bytes, deepest))
        return corrupt(path, "the thresholds cannot be read", "a JSON object of numbers",
                       "lists or objects nested more than " + std::to_string(deepest) + " deep");
    const auto [json, repeated] = parseThresholds(file->bytes);
    if (json.is_discarded() || !json.is_object())
        return corrupt(path, "the thresholds cannot be read", "a JSON object of numbers",
                       json.is_discarded() ? "no valid JSON" : std::string("JSON of type ") + json.type_name());
    if (!repeated.empty())
        return corrupt(path, "a threshold stands twice", "each name once", "\"" + repeated + "\" again");
    VerdictThresholds thresholds = builtInThresholds();
    for (const auto& [name, value] : json.items()) {
        const ThresholdRule* rule = ruleOf(name);
        if (rule == nullptr)
            return corrupt(path, "unknown threshold", "one of " + knownNames(), "\"" + name + "\"");
        const auto number = thresholdValue(path, *rule, value);
        if (!number)
            return tl::unexpected<Error>(number.error());
        thresholds.values[static_cast<std::size_t>(rule - kRules.data())].second = *number;
    }
    thresholds.source = path + " (SHA-256 " + file->sha256 + ")";
    return thresholds;
}

} // namespace maskscope
