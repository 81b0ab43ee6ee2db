// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <limits>
#include <map>

#include "analysis/metrics/intervals/cluster_interval.h"
#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/drawing/number_figure.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"

namespace maskscope {

namespace {

/// Means of a unit's rows of one channel in even and in odd position bins.
struct Sequence {
    std::array<Eigen::RowVectorXd, 2> sum;
    std::array<double, 2> rows {};

    [[nodiscard]] bool whole() const { return rows[0] > 0 && rows[1] > 0; }
    [[nodiscard]] Eigen::RowVectorXd mean(int half) const
    {
        const auto h = static_cast<std::size_t>(half);
        return sum[h] / rows[h];
    }
};

/// [channel][unit]
std::map<int, std::map<int, Sequence>> sequencesOf(const RowGroups& groups, const GroupSums& cells)
{
    std::map<int, std::map<int, Sequence>> found;
    for (std::size_t i = 0; i < groups.cells.size(); ++i) {
        const auto& cell = groups.cells[i];
        Sequence& sequence = found[cell.channel][cell.recording];
        const auto half = static_cast<std::size_t>(cell.bin % 2);
        const auto row = cells.sums.row(static_cast<Eigen::Index>(i));
        sequence.sum[half]
            = sequence.rows[half] > 0 ? Eigen::RowVectorXd(sequence.sum[half] + row) : Eigen::RowVectorXd(row);
        sequence.rows[half] += cells.counts(static_cast<Eigen::Index>(i));
    }
    return found;
}

struct Hits {
    std::vector<double> right, asked; ///< [unit]
    double choices = 0; ///< summed over what was asked
};

/// The odd bins of each sequence are given to the unit whose even bins of the same channel lie nearest.
Hits probe(const RowGroups& groups, const GroupSums& cells)
{
    Hits hits { std::vector<double>(static_cast<std::size_t>(groups.recordings())),
                std::vector<double>(static_cast<std::size_t>(groups.recordings())), 0 };
    for (const auto& [channel, units] : sequencesOf(groups, cells)) {
        const auto whole = std::ranges::count_if(units, [](const auto& of) { return of.second.whole(); });
        if (whole < 2)
            continue;
        for (const auto& [unit, sequence] : units) {
            if (!sequence.whole())
                continue;
            int nearest = -1;
            double least = std::numeric_limits<double>::infinity();
            for (const auto& [other, of] : units) {
                const double distance = of.whole() ? (sequence.mean(1) - of.mean(0)).squaredNorm() : least;
                if (distance < least) {
                    least = distance;
                    nearest = other;
                }
            }
            hits.right[static_cast<std::size_t>(unit)] += nearest == unit ? 1 : 0;
            hits.asked[static_cast<std::size_t>(unit)] += 1;
            hits.choices += 1 / static_cast<double>(whole);
        }
    }
    return hits;
}

double sumOf(const std::vector<double>& values)
{
    double sum = 0;
    for (const double v : values)
        sum += v;
    return sum;
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions& options)
{
    ResultBuilder out("unit_probe", "diag.v1.");
    const RowGroups& groups = s.groups();
    const InferenceUnit units = recordingsOf(s);
    const double total = s.predictions().totalSumOfSquares();
    if (units.n < 2 || !(total > 0))
        return std::move(out).take();
    const GroupSums& cells = s.predictions().cells();
    const GroupSums byUnit = mergeCells(cells, groups.cellLabels(&RowGroups::Cell::recording), groups.recordings());
    out.add("unit_share", byUnit.betweenSumOfSquares() / total, "1", units,
            "Share of the variance of predictions between " + units.name
                + "s, in sample: above 0 without any effect. What a model reads of them from the visible tokens.");
    const Hits hits = probe(groups, cells);
    const double asked = sumOf(hits.asked);
    if (!(asked > 0))
        return std::move(out).take();
    MetricValue* value
        = out.add("unit_probe", sumOf(hits.right) / asked, "1", units,
                  "Can the " + units.name
                      + " be told from the predictions? Odd position bins of a channel against every "
                        "one's even bins of it. Null: chance. At mask ratio 1.0 only length and noise can.");
    if (!value)
        return std::move(out).take();
    value->null = hits.choices / asked;
    std::vector<double> accuracy;
    for (std::size_t u = 0; u < hits.asked.size(); ++u)
        if (hits.asked[u] > 0)
            accuracy.push_back(hits.right[u] / hits.asked[u]);
    if (options.intervals)
        setUnitValues(*value, accuracy, units.name);
    return std::move(out).take();
}

Figure figure(std::span<const RunView> runs)
{
    return makeNumberFigure(
        { "unit_probe",
          "Recordings and people in the predictions",
          "Share, accuracy",
          { { "diag.v1.unit_share", "share of variance" }, { "diag.v1.unit_probe", "told by the probe" } },
          "Variance of predictions between recordings (or people, where they are known), and how "
          "often a nearest-centroid probe tells them: odd bins of a channel against all even ones." },
        runs);
}

} // namespace

/// Subjects (recordings where they are not known) beside positions and channels: their share of the variance of
/// predictions, and whether a nearest-centroid probe tells them. Unit of inference: they themselves. Null of the probe:
/// chance. Cannot show that telling them is wanted: a model that reads its context well tells them, too.
Metric unitProbe() { return { "unit_probe", "Recordings and people in the predictions", compute, figure }; }

} // namespace maskscope
