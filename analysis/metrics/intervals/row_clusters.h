// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "analysis/metrics/intervals/cluster_interval.h"
#include "analysis/metrics/sums/row_groups.h"

namespace maskscope {

/// What the intervals of a prediction set's numbers are over: its units of inference (recordings, or subjects), or
/// below five of them its sequences (unit x channel). Every such number is sum(a) / sum(b) of sums by cluster, so that
/// an interval needs no pass over the rows. What a number's own fit (means, axes) depends on stays as fitted to all
/// rows: for a least-squares fit that is right to first order, since the fit is where the error does not change with
/// it.
class RowClusters {
public:
    /// `groups` outlives this.
    explicit RowClusters(const RowGroups& groups);

    [[nodiscard]] const std::string& unit() const { return m_unit; }
    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] int ofRow(Eigen::Index row) const;
    [[nodiscard]] std::vector<double> rows() const; ///< [cluster]
    [[nodiscard]] std::vector<double> sumRows(const Eigen::VectorXd& byRow) const; ///< [row] to [cluster]
    [[nodiscard]] std::vector<double>
    sumCells(const Eigen::VectorXd& byCell) const; ///< [RowGroups::cells] to [cluster]

    /// Of sum(numerator) / sum(denominator), both [cluster].
    void setInterval(MetricValue* value, const std::vector<double>& numerator, const std::vector<double>& denominator,
                     const MetricOptions& options) const;
    /// Of a smooth function of means, from the summed influence of each cluster's rows [cluster]: the number plus the
    /// clusters' mean influence (the linear part of its change; Efron 1982, ch. 6).
    void setInfluenceInterval(MetricValue* value, const std::vector<double>& influence,
                              const MetricOptions& options) const;

private:
    const RowGroups* m_groups;
    std::string m_unit;
    std::vector<int> m_ofCell; // [cell]
    int m_count = 0;
};

} // namespace maskscope
