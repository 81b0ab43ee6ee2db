// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "analysis/metrics/intervals/held_out.h"
#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/drawing/number_figure.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"
#include "analysis/metrics/intervals/row_clusters.h"

namespace maskscope {
namespace {

using Cell = RowGroups::Cell;
constexpr std::array<const char*, 4> kBaselines { "global", "position", "channel", "position_channel" };

/// [cell, baseline] summed squared error of each baseline, all from the other recordings.
Eigen::MatrixXd baselineErrors(const RowGroups& groups, const GroupSums& cells)
{
    const auto recording = groups.cellLabels(&Cell::recording);
    const auto bin = groups.cellLabels(&Cell::bin);
    const auto channel = groups.cellLabels(&Cell::channel);
    const GroupSums byBin = mergeCells(cells, bin, groups.bins);
    const GroupSums byChannel = mergeCells(cells, channel, groups.channels());
    Eigen::MatrixXd errors = Eigen::MatrixXd::Zero(cells.counts.size(), kBaselines.size());
    (void)forEachFold(cells, recording, [&](const HeldOutFold& fold) {
        const RowMatrixD binMeans = trainingMeans(cells, byBin, bin, fold);
        const RowMatrixD channelMeans = trainingMeans(cells, byChannel, channel, fold);
        for (const int c : fold.cells) {
            const auto p = binMeans.row(bin[static_cast<std::size_t>(c)]);
            const auto q = channelMeans.row(channel[static_cast<std::size_t>(c)]);
            errors(c, 0) = cells.squaredDistances(c, fold.mean);
            errors(c, 1) = cells.squaredDistances(c, p);
            errors(c, 2) = cells.squaredDistances(c, q);
            errors(c, 3) = cells.squaredDistances(c, p + q - fold.mean);
        }
    });
    return errors;
}

void addSkills(ResultBuilder& out, PredictionStatistics& s, const RowClusters& clusters, const std::vector<double>& own,
               const MetricOptions& options)
{
    const Eigen::MatrixXd errors = baselineErrors(s.groups(), s.targets()->cells());
    const auto values = static_cast<double>(s.set().predictions.size());
    for (std::size_t i = 0; i < kBaselines.size(); ++i) {
        const Eigen::VectorXd baseline = errors.col(static_cast<Eigen::Index>(i));
        if (!(baseline.sum() > 0))
            continue;
        MetricValue* value
            = out.add(std::string("skill_vs_") + kBaselines[i],
                      1 - s.pairs().meanSquaredError / (baseline.sum() / values), "1", recordingsOf(s),
                      "Below 0: worse than the baseline. Above 0 does not say through which input the model gained. "
                      "Its interval takes the baseline's means as they are.");
        const std::vector<double> theirs = clusters.sumCells(baseline);
        std::vector<double> gain(theirs);
        for (std::size_t c = 0; c < gain.size(); ++c)
            gain[c] -= own[c];
        clusters.setInterval(value, gain, theirs, options);
    }
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions& options)
{
    ResultBuilder out("skill", "diag.v1.");
    if (!s.targets())
        return std::move(out).take();
    const RowClusters clusters(s.groups());
    const std::vector<double> own = clusters.sumRows(s.pairs().squaredError);
    const bool several = s.groups().severalRecordings();
    MetricValue* mse = out.add("mse", s.pairs().meanSquaredError, "(model unit)²", recordingsOf(s),
                               several ? "Depends on the targets' spread: compare the skills."
                                       : "One recording: no baseline from other recordings, so no skill is given.");
    std::vector<double> values = clusters.rows();
    for (double& v : values)
        v *= static_cast<double>(s.set().dim());
    clusters.setInterval(mse, own, values, options);
    if (several)
        addSkills(out, s, clusters, own, options);
    return std::move(out).take();
}

Figure figure(std::span<const RunView> runs)
{
    return makeNumberFigure({ "skill",
                              "Skill against baselines",
                              "Skill",
                              { { "diag.v1.skill_vs_global", "mean" },
                                { "diag.v1.skill_vs_position", "position" },
                                { "diag.v1.skill_vs_channel", "channel" },
                                { "diag.v1.skill_vs_position_channel", "both" } },
                              "1 - masked error / that of a baseline from the other recordings: their mean, by "
                              "position, by channel, by both. Above 0: better than it." },
                            runs);
}

} // namespace

/// 1 - MSE / MSE of a baseline: mean, position mean, channel mean, both, of the other recordings' targets (a skill
/// score; Murphy 1988, Monthly Weather Review 116). Unit of inference: the recording. Null: 0, no better than the
/// baseline. The interval draws recordings' (sequences') summed errors anew and holds the baselines fixed, each as it
/// comes from all other recordings: it says how the skill varies over recordings, not what other baselines would give.
Metric skill() { return { "skill", "Skill against baselines", compute, figure }; }

} // namespace maskscope
