// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "analysis/metrics/held_out.h"
#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"

namespace maskscope {
namespace {

using Cell = RowGroups::Cell;
constexpr std::array<const char*, 4> kBaselines { "global", "position", "channel", "position_channel" };

/// Summed squared error of each baseline, all from the other recordings.
std::array<double, 4> baselineErrors(const RowGroups& groups, const GroupSums& cells)
{
    const auto recording = groups.cellLabels(&Cell::recording);
    const auto bin = groups.cellLabels(&Cell::bin);
    const auto channel = groups.cellLabels(&Cell::channel);
    const GroupSums byBin = mergeCells(cells, bin, groups.bins);
    const GroupSums byChannel = mergeCells(cells, channel, groups.channels());
    std::array<double, 4> errors {};
    (void)forEachFold(cells, recording, [&](const HeldOutFold& fold) {
        const RowMatrixD binMeans = trainingMeans(cells, byBin, bin, fold);
        const RowMatrixD channelMeans = trainingMeans(cells, byChannel, channel, fold);
        for (const int c : fold.cells) {
            const auto p = binMeans.row(bin[static_cast<std::size_t>(c)]);
            const auto q = channelMeans.row(channel[static_cast<std::size_t>(c)]);
            errors[0] += cells.squaredDistances(c, fold.mean);
            errors[1] += cells.squaredDistances(c, p);
            errors[2] += cells.squaredDistances(c, q);
            errors[3] += cells.squaredDistances(c, p + q - fold.mean);
        }
    });
    return errors;
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions&)
{
    ResultBuilder out("skill", "diag.v1.");
    MatrixStatistics* targets = s.targets();
    if (!targets)
        return std::move(out).take();
    const double mse = s.pairs().meanSquaredError;
    const bool several = s.groups().severalRecordings();
    out.add("mse", mse, "(model unit)²", tokensOf(s),
            several ? "Depends on the targets' spread: compare the skills."
                    : "One recording: no baseline from other recordings, so no skill is given.");
    if (!several)
        return std::move(out).take();
    const auto errors = baselineErrors(s.groups(), targets->cells());
    const auto values = static_cast<double>(s.set().predictions.size());
    for (std::size_t i = 0; i < errors.size(); ++i) {
        if (errors[i] > 0) {
            out.add(std::string("skill_vs_") + kBaselines[i], 1 - mse / (errors[i] / values), "1", recordingsOf(s),
                    "Below 0: worse than the baseline. Above 0 does not say through which input the model gained.");
        }
    }
    return std::move(out).take();
}

} // namespace

/// 1 - MSE / MSE of a baseline: mean, position mean, channel mean, both, of the other recordings' targets.
Metric skill() { return { "skill", "Skill against baselines", compute, {} }; }

} // namespace maskscope
