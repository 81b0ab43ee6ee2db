// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/metric.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/metrics/sums/prediction_statistics.h"

namespace maskscope {

const MetricValue* MetricResult::value(std::string_view key) const
{
    const auto at = std::find_if(values.begin(), values.end(), [&](const MetricValue& v) { return v.key == key; });
    return at == values.end() ? nullptr : &*at;
}

double namedNumber(const MetricValue& value, std::string_view name)
{
    if (const auto* numbers = std::get_if<MetricNumbers>(&value.value))
        for (const auto& [own, number] : *numbers)
            if (own == name)
                return number;
    return std::numeric_limits<double>::quiet_NaN();
}

std::optional<Interval> namedInterval(const MetricValue& value, std::string_view name)
{
    for (const auto& [own, interval] : value.intervals)
        if (own == name)
            return interval;
    return std::nullopt;
}

std::span<const double> unitValues(const MetricValue& value, std::string_view name)
{
    for (const auto& [own, values] : value.perUnit)
        if (own == name)
            return values;
    return {};
}

std::optional<Interval> untrainedRange(const MetricValue& value)
{
    std::optional<Interval> range;
    for (const double v : value.untrained) {
        if (!std::isfinite(v))
            continue;
        range = range ? Interval { std::min(range->low, v), std::max(range->high, v) } : Interval { v, v };
    }
    return range;
}

const MetricArray* MetricResult::array(std::string_view name) const
{
    const auto at = std::find_if(arrays.begin(), arrays.end(), [&](const MetricArray& a) { return a.name == name; });
    return at == arrays.end() ? nullptr : &*at;
}

const Metric* findMetric(std::string_view id)
{
    const auto& all = metricList();
    const auto at = std::find_if(all.begin(), all.end(), [&](const Metric& m) { return m.id == id; });
    return at == all.end() ? nullptr : &*at;
}

Result<std::vector<MetricResult>> computeMetrics(std::shared_ptr<const PredictionSet> predictions,
                                                 const MetricOptions& options,
                                                 const std::function<void(std::string_view, int, int)>& progress,
                                                 const std::stop_token& stop,
                                                 std::shared_ptr<const PlanStatistics> plan)
{
    auto statistics = PredictionStatistics::create(std::move(predictions), options.positionBins, std::move(plan));
    if (!statistics)
        return tl::unexpected<Error>(statistics.error());
    std::vector<MetricResult> results;
    const int total = static_cast<int>(metricList().size());
    for (const Metric& metric : metricList()) {
        if (!metric.compute)
            continue; // a figure of another one's numbers
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, "metrics", "stopped on request");
        if (progress)
            progress(metric.title, static_cast<int>(results.size()), total);
        auto result = metric.compute(*statistics, options);
        if (!result)
            return tl::unexpected<Error>(result.error());
        results.push_back(std::move(*result));
    }
    if (progress)
        progress("", total, total);
    return results;
}

} // namespace maskscope
