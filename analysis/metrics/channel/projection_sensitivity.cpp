// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/channel/projection_sensitivity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>

#include "analysis/metrics/result_builder.h"

namespace maskscope {

namespace {

constexpr const char* kPrefix = "diag.v1.";
constexpr const char* kProjections = "projection_sensitivity";
constexpr const char* kElectrodes = "electrode_sensitivity";

/// A number about channels, and which entry where it is one of several.
struct ChannelNumber {
    const char* key;
    const char* entry = "";
};
constexpr std::array<ChannelNumber, 9> kNumbers { { { "channel_gain" },
                                                    { "channel_r2" },
                                                    { "channel_diversity_per_dim" },
                                                    { "channel_probe" },
                                                    { "ablation_spatial" },
                                                    { "channel_axis_share" },
                                                    { "variance_partition", "channel" },
                                                    { "variance_partition", "channel_unique" },
                                                    { "variance_partition", "interaction" } } };

std::string nameOf(const ChannelNumber& number)
{
    return std::string(number.key) + (*number.entry == '\0' ? "" : "." + std::string(number.entry));
}

/// NaN where a run has no such number, or it cannot be asked for.
double find(std::span<const MetricResult> run, const ChannelNumber& number)
{
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    for (const MetricResult& metric : run) {
        const MetricValue* value = metric.value(kPrefix + std::string(number.key));
        if (!value)
            continue;
        if (const double* plain = std::get_if<double>(&value->value))
            return value->untestable.empty() ? *plain : none;
        if (const auto* named = std::get_if<MetricNumbers>(&value->value)) {
            const auto at = std::ranges::find(*named, number.entry, &MetricNumbers::value_type::first);
            return at == named->end() ? none : at->second;
        }
    }
    return none;
}

double standardDeviation(std::span<const double> values)
{
    const auto n = static_cast<double>(values.size());
    double mean = 0, squares = 0;
    for (const double v : values)
        mean += v / n;
    for (const double v : values)
        squares += (v - mean) * (v - mean);
    return std::sqrt(squares / (n - 1));
}

/// Each number's spread over runs that differ in one thing, of which `unit` is one.
MetricResult spreadOver(std::span<const std::vector<MetricResult>> draws, const char* name, const char* unit,
                        const std::string& note)
{
    ResultBuilder out(name, kPrefix);
    MetricNumbers spreads;
    std::vector<std::pair<std::string, Interval>> ranges;
    std::vector<double> all;
    for (const ChannelNumber& number : kNumbers) {
        std::vector<double> values;
        for (const auto& draw : draws)
            values.push_back(find(draw, number));
        if (draws.size() < 2 || !std::ranges::all_of(values, [](double v) { return std::isfinite(v); }))
            continue;
        const auto [low, high] = std::ranges::minmax(values);
        spreads.emplace_back(nameOf(number), standardDeviation(values));
        ranges.emplace_back(nameOf(number), Interval { low, high });
        all.insert(all.end(), values.begin(), values.end());
    }
    if (spreads.empty())
        return std::move(out).take();
    out.addArray("draws", { { "number", spreads.size() }, { "draw", draws.size() } }, std::move(all));
    MetricValue* value = out.add(name, std::move(spreads), "each number's own",
                                 { static_cast<std::int64_t>(draws.size()), unit }, note);
    if (value) {
        value->intervals = std::move(ranges);
        value->intervalUnit = unit;
    }
    return std::move(out).take();
}

MetricResult withoutEffect(const char* name, const char* unit, const std::string& reason)
{
    ResultBuilder out(name, kPrefix);
    out.addUntestable(name, "each number's own", { 0, unit }, reason);
    return std::move(out).take();
}

std::optional<Interval> rangeOf(std::span<const MetricResult> run, const char* spread, const std::string& key)
{
    const std::string name = key.starts_with(kPrefix) ? key.substr(std::string_view(kPrefix).size()) : key;
    for (const MetricResult& metric : run) {
        const MetricValue* value = metric.value(std::string(kPrefix) + spread);
        if (!value)
            continue;
        const auto at = std::ranges::find(value->intervals, name, &std::pair<std::string, Interval>::first);
        return at == value->intervals.end() ? std::nullopt : std::optional(at->second);
    }
    return std::nullopt;
}

} // namespace

MetricResult projectionSensitivity(std::span<const std::vector<MetricResult>> draws)
{
    return spreadOver(draws, kProjections, "spatial projection",
                      "Standard deviation over projections drawn anew; the interval is the range. It cannot show what "
                      "the model gains with the projection of its training.");
}

MetricResult projectionWithoutEffect(const std::string& reason)
{
    return withoutEffect(kProjections, "spatial projection", reason);
}

std::optional<Interval> projectionRange(std::span<const MetricResult> run, const std::string& key)
{
    return rangeOf(run, kProjections, key);
}

MetricResult electrodeSensitivity(const std::vector<MetricResult>& own, const std::vector<MetricResult>& other,
                                  double medianAngle)
{
    std::array<char, 16> angle {};
    std::snprintf(angle.data(), angle.size(), "%.1f", medianAngle);
    const std::vector<std::vector<MetricResult>> tables { own, other };
    return spreadOver(tables, kElectrodes, "electrode table",
                      "Standard deviation over the recordings' electrode positions and those of the built-in 10-05 "
                      "table, "
                          + std::string(angle.data())
                          + " degrees apart in the median; the interval is the range. A checkpoint does not say which "
                            "table it was trained with.");
}

MetricResult electrodesWithoutEffect(const std::string& reason)
{
    return withoutEffect(kElectrodes, "electrode table", reason);
}

std::optional<Interval> electrodeRange(std::span<const MetricResult> run, const std::string& key)
{
    return rangeOf(run, kElectrodes, key);
}

} // namespace maskscope
