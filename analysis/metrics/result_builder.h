// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/metrics/metric.h"

namespace maskscope {

class PredictionStatistics;

/// What a number counts: how many, and of what.
struct InferenceUnit {
    std::int64_t n = 0;
    std::string name; ///< "recording", "token", "channel"
};
[[nodiscard]] InferenceUnit tokensOf(const PredictionStatistics& s);
/// Units of inference: recordings, or subjects.
[[nodiscard]] InferenceUnit recordingsOf(const PredictionStatistics& s);

/// Collects values and arrays of one metric. A number that is not finite has no meaning and is not kept.
class ResultBuilder {
public:
    ResultBuilder(std::string metric, std::string keyPrefix);

    /// Returns the value kept, to add a null or interval; null where it was not.
    MetricValue* add(const std::string& key, MetricContent value, std::string unit, const InferenceUnit& inference,
                     std::string note = {});
    /// The same with values that may be NaN where a named number does not exist.
    MetricValue* addPartial(const std::string& key, MetricContent value, std::string unit,
                            const InferenceUnit& inference, std::string note = {});
    /// A number whose question cannot be asked of this run, and why; its value is NaN.
    void addUntestable(const std::string& key, std::string unit, const InferenceUnit& inference, std::string reason);
    void addArray(std::string name, std::vector<std::pair<std::string, std::size_t>> dimensions,
                  std::vector<double> values);
    void addArray(std::string name, std::string dimension, const Eigen::VectorXd& values);
    [[nodiscard]] MetricResult take() && { return std::move(m_result); }

private:
    MetricResult m_result;
    std::string m_prefix;
};

[[nodiscard]] std::vector<double> toVector(const Eigen::VectorXd& v);

/// Unit of the predictions' values. They are what the model puts out: LayerNorm units or standardised windows.
inline constexpr const char* kModelUnit = "model unit";

} // namespace maskscope
