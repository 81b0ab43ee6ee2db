// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/result_builder.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/metrics/sums/prediction_statistics.h"

namespace maskscope {
namespace {

bool isFinite(const MetricContent& content)
{
    if (const auto* number = std::get_if<double>(&content))
        return std::isfinite(*number);
    if (const auto* list = std::get_if<std::vector<double>>(&content))
        return !list->empty() && std::all_of(list->begin(), list->end(), [](double v) { return std::isfinite(v); });
    const auto& numbers = std::get<MetricNumbers>(content);
    return !numbers.empty()
        && std::all_of(numbers.begin(), numbers.end(), [](const auto& v) { return std::isfinite(v.second); });
}

} // namespace

InferenceUnit tokensOf(const PredictionStatistics& s) { return { s.set().rows(), "token" }; }

InferenceUnit recordingsOf(const PredictionStatistics& s) { return { s.groups().recordings(), s.groups().unit }; }

ResultBuilder::ResultBuilder(std::string metric, std::string keyPrefix)
    : m_prefix(std::move(keyPrefix))
{
    m_result.metric = std::move(metric);
}

MetricValue* ResultBuilder::add(const std::string& key, MetricContent value, std::string unit,
                                const InferenceUnit& inference, std::string note)
{
    return isFinite(value) ? addPartial(key, std::move(value), std::move(unit), inference, std::move(note)) : nullptr;
}

MetricValue* ResultBuilder::addPartial(const std::string& key, MetricContent value, std::string unit,
                                       const InferenceUnit& inference, std::string note)
{
    m_result.values.push_back({ .key = m_prefix + key,
                                .value = std::move(value),
                                .interval = std::nullopt,
                                .null = std::nullopt,
                                .unit = std::move(unit),
                                .n = inference.n,
                                .unitOfInference = inference.name,
                                .note = std::move(note) });
    return &m_result.values.back();
}

void ResultBuilder::addUntestable(const std::string& key, std::string unit, const InferenceUnit& inference,
                                  std::string reason)
{
    add(key, 0.0, std::move(unit), inference);
    m_result.values.back().value = std::numeric_limits<double>::quiet_NaN();
    m_result.values.back().untestable = std::move(reason);
}

void ResultBuilder::addArray(std::string name, std::vector<std::pair<std::string, std::size_t>> dimensions,
                             std::vector<double> values)
{
    m_result.arrays.push_back({ std::move(name), std::move(dimensions), std::move(values) });
}

void ResultBuilder::addArray(std::string name, std::string dimension, const Eigen::VectorXd& values)
{
    addArray(std::move(name), { { std::move(dimension), static_cast<std::size_t>(values.size()) } }, toVector(values));
}

std::vector<double> toVector(const Eigen::VectorXd& v) { return { v.data(), v.data() + v.size() }; }

} // namespace maskscope
