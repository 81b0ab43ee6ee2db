// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "analysis/metrics/intervals/cluster_interval.h"
#include "analysis/metrics/metric.h"
#include "analysis/metrics/sums/plan_statistics.h"
#include "analysis/metrics/result_builder.h"

namespace maskscope {

/// What the intervals of a plan's numbers are over.
class PlanClusters {
public:
    explicit PlanClusters(const PlanStatistics& plan);
    /// Of the sequences that were looked into alone.
    [[nodiscard]] static PlanClusters ofLookedInto(const PlanStatistics& plan);

    [[nodiscard]] const std::string& unit() const { return m_unit; } ///< "recording", "subject" or "sequence"
    [[nodiscard]] int recordings() const { return m_recordings; } ///< units of inference with rows
    [[nodiscard]] const InferenceUnit& inference() const { return m_inference; }
    /// [sequence] summed to [cluster].
    [[nodiscard]] std::vector<double> sum(const Eigen::VectorXd& bySequence) const;
    /// Adds sum(numerator) / sum(denominator), both [sequence], with its interval. Null where it is not finite.
    MetricValue* addRatio(ResultBuilder& out, const std::string& key, const Eigen::VectorXd& numerator,
                          const Eigen::VectorXd& denominator, const MetricOptions& options, const std::string& unit,
                          const std::string& note) const;

private:
    PlanClusters(const PlanStatistics& plan, const Eigen::VectorXd& rows); // [sequence] 0: no part in it
    std::string m_unit;
    int m_recordings = 0;
    InferenceUnit m_inference;
    std::vector<int> m_cluster; // [sequence], -1: no masked token
    int m_clusters = 0;
};

} // namespace maskscope
