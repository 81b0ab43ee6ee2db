// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/intervals/row_clusters.h"

namespace maskscope {

RowClusters::RowClusters(const RowGroups& groups)
    : m_groups(&groups)
    , m_unit(clusterUnit(groups.recordings(), groups.unit))
{
    const bool byRecording = speaksOfPopulation(m_unit);
    for (std::size_t c = 0; c < groups.cells.size(); ++c) { // sorted by recording, then channel
        const auto& cell = groups.cells[c];
        const bool same = c > 0 && cell.recording == groups.cells[c - 1].recording
            && (byRecording || cell.channel == groups.cells[c - 1].channel);
        m_count += same ? 0 : 1;
        m_ofCell.push_back(m_count - 1);
    }
}

int RowClusters::ofRow(Eigen::Index row) const
{
    return m_ofCell[static_cast<std::size_t>(m_groups->rowCell[static_cast<std::size_t>(row)])];
}

std::vector<double> RowClusters::rows() const
{
    return sumRows(Eigen::VectorXd::Ones(static_cast<Eigen::Index>(m_groups->rowCell.size())));
}

std::vector<double> RowClusters::sumRows(const Eigen::VectorXd& byRow) const
{
    std::vector<double> sums(static_cast<std::size_t>(m_count));
    for (Eigen::Index i = 0; i < byRow.size(); ++i)
        sums[static_cast<std::size_t>(ofRow(i))] += byRow(i);
    return sums;
}

std::vector<double> RowClusters::sumCells(const Eigen::VectorXd& byCell) const
{
    std::vector<double> sums(static_cast<std::size_t>(m_count));
    for (std::size_t c = 0; c < m_ofCell.size(); ++c)
        sums[static_cast<std::size_t>(m_ofCell[c])] += byCell(static_cast<Eigen::Index>(c));
    return sums;
}

void RowClusters::setInterval(MetricValue* value, const std::vector<double>& numerator,
                              const std::vector<double>& denominator, const MetricOptions& options) const
{
    setRatioInterval(value, numerator, denominator, m_unit, options);
}

void RowClusters::setInfluenceInterval(MetricValue* value, const std::vector<double>& influence,
                                       const MetricOptions& options) const
{
    const double* number = value ? std::get_if<double>(&value->value) : nullptr;
    if (!number)
        return;
    const std::vector<double> count = rows();
    std::vector<double> numerator(influence);
    for (std::size_t c = 0; c < numerator.size(); ++c)
        numerator[c] += *number * count[c];
    setInterval(value, numerator, count, options);
}

} // namespace maskscope
