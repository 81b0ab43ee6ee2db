// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/numerics/cluster_jackknife.h"

#include <numeric>

#include "analysis/numerics/unit_interval.h"

namespace maskscope {

namespace {

ClusterEstimate estimateOf(const std::vector<double>& without, double value)
{
    ClusterEstimate estimate { jackknifeInterval(without, value), {} };
    if (estimate.interval)
        estimate.perCluster = pseudoValues(without, value);
    return estimate;
}

} // namespace

std::vector<ClusterEstimate> jackknifeClusters(int clusters, int numbers, const WeightedStatistics& statistics)
{
    std::vector<double> weights(static_cast<std::size_t>(clusters), 1.0), values(static_cast<std::size_t>(numbers)),
        out(values.size());
    statistics(weights, values);
    std::vector<std::vector<double>> without(values.size()); // [number][cluster]
    for (double& weight : weights) {
        weight = 0;
        statistics(weights, out);
        weight = 1;
        for (std::size_t k = 0; k < out.size(); ++k)
            without[k].push_back(out[k]);
    }
    std::vector<ClusterEstimate> estimates;
    for (std::size_t k = 0; k < values.size(); ++k)
        estimates.push_back(estimateOf(without[k], values[k]));
    return estimates;
}

ClusterEstimate jackknifeRatio(std::span<const double> numerator, std::span<const double> denominator)
{
    const double a = std::accumulate(numerator.begin(), numerator.end(), 0.0),
                 b = std::accumulate(denominator.begin(), denominator.end(), 0.0);
    std::vector<double> without;
    for (std::size_t i = 0; i < numerator.size(); ++i)
        without.push_back((a - numerator[i]) / (b - denominator[i]));
    return estimateOf(without, a / b);
}

} // namespace maskscope
