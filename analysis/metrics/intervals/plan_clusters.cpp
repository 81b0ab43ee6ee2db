// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/intervals/plan_clusters.h"

#include <map>

namespace maskscope {

PlanClusters::PlanClusters(const PlanStatistics& plan)
    : PlanClusters(plan, plan.rows.rowwise().sum())
{
}

PlanClusters PlanClusters::ofLookedInto(const PlanStatistics& plan)
{
    Eigen::VectorXd rows = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(plan.recording.size()));
    for (const SequenceGradient& of : plan.gradients)
        rows(of.sequence) = 1;
    return { plan, rows };
}

PlanClusters::PlanClusters(const PlanStatistics& plan, const Eigen::VectorXd& rows)
{
    std::map<int, int> indexOf; // by unit
    for (std::size_t s = 0; s < plan.recording.size(); ++s)
        if (rows(static_cast<Eigen::Index>(s)) > 0)
            indexOf.emplace(plan.unitOf(s), static_cast<int>(indexOf.size()));
    m_recordings = static_cast<int>(indexOf.size());
    m_inference = { m_recordings, plan.unitName };
    m_unit = clusterUnit(m_recordings, plan.unitName);
    const bool byRecording = speaksOfPopulation(m_unit);
    for (std::size_t s = 0; s < plan.recording.size(); ++s) {
        if (!(rows(static_cast<Eigen::Index>(s)) > 0))
            m_cluster.push_back(-1);
        else
            m_cluster.push_back(byRecording ? indexOf.at(plan.unitOf(s)) : m_clusters++);
    }
    if (byRecording)
        m_clusters = m_recordings;
}

std::vector<double> PlanClusters::sum(const Eigen::VectorXd& bySequence) const
{
    std::vector<double> sums(static_cast<std::size_t>(m_clusters));
    for (std::size_t s = 0; s < m_cluster.size(); ++s)
        if (m_cluster[s] >= 0)
            sums[static_cast<std::size_t>(m_cluster[s])] += bySequence(static_cast<Eigen::Index>(s));
    return sums;
}

MetricValue* PlanClusters::addRatio(ResultBuilder& out, const std::string& key, const Eigen::VectorXd& numerator,
                                    const Eigen::VectorXd& denominator, const MetricOptions& options,
                                    const std::string& unit, const std::string& note) const
{
    MetricValue* value = out.add(key, numerator.sum() / denominator.sum(), unit, m_inference, note);
    if (value)
        setRatioInterval(value, sum(numerator), sum(denominator), m_unit, options);
    return value;
}

} // namespace maskscope
