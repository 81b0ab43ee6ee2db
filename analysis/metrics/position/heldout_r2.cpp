// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <span>

#include "analysis/metrics/intervals/held_out.h"
#include "analysis/metrics/intervals/held_out_null.h"
#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/drawing/number_figure.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"
#include "analysis/metrics/intervals/row_clusters.h"

namespace maskscope {
namespace {

using Cell = RowGroups::Cell;

/// Adds the R^2 with its interval; null where there is none.
MetricValue* addR2(ResultBuilder& out, PredictionStatistics& s, const std::string& key, std::span<const int> fold,
                   std::span<const int> group, const std::string& note, const MetricOptions& options)
{
    const auto errors = heldOutErrors(s.predictions().cells(), fold, group);
    if (!errors)
        return nullptr;
    MetricValue* value = out.add(key, errors->r2(), "1", recordingsOf(s), note);
    const RowClusters clusters(s.groups());
    clusters.setInterval(value, clusters.sumCells(errors->total - errors->unexplained),
                         clusters.sumCells(errors->total), options);
    return value;
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions& options)
{
    const RowGroups& groups = s.groups();
    const GroupSums& cells = s.predictions().cells();
    const bool several = groups.severalRecordings();
    const auto bin = groups.cellLabels(&Cell::bin), channel = groups.cellLabels(&Cell::channel);
    const auto positionFold = several ? groups.cellLabels(&Cell::recording) : channel;
    const auto channelFold = groups.cellLabels(several ? &Cell::recording : &Cell::parity);
    const std::string scope
        = "Shows that predictions depend on it, not that the model learned it: untrained networks do too. Its interval "
          "takes the means as they are.";

    ResultBuilder out("heldout_r2", "diag.v1.");
    if (MetricValue* value
        = addR2(out, s, "position_r2", positionFold, bin,
                (several ? "Null: bins turned round, one turn a recording. "
                         : "One recording: each channel is held out in turn, which drift shared by channels can pass. ")
                    + scope,
                options))
        if (auto null = positionR2Null(groups, cells, options.permutations, options.seed))
            value->null = std::move(*null);
    if (MetricValue* value
        = addR2(out, s, "channel_r2", channelFold, channel,
                (several ? "Null: channel labels exchanged within each recording. "
                         : "One recording: odd against even tokens, which says nothing about another recording. ")
                    + scope,
                options))
        if (auto null = channelR2Null(groups, cells, options.permutations, options.seed))
            value->null = std::move(*null);
    return std::move(out).take();
}

Figure figure(std::span<const RunView> runs)
{
    return makeNumberFigure({ "heldout_r2",
                              "Held-out variance explained",
                              "Variance explained",
                              { { "diag.v1.position_r2", "position" }, { "diag.v1.channel_r2", "channel" } },
                              "Variance of predictions that the other recordings' means by position and by channel "
                              "explain. Dependence, not learning: untrained networks depend too." },
                            runs);
}

} // namespace

/// Variance of predictions explained by position-bin and by channel means that come from the other recordings: 1 - sum
/// |z - m(group)|^2 / sum |z - m|^2. Unit of inference: the recording. Null: labels that mean nothing across recordings
/// (held_out_null.h). The interval draws recordings (sequences) anew and holds the means fixed. Cannot show: that the
/// model learned it, or an effect that no mean carries.
Metric heldOutVariance() { return { "heldout_r2", "Held-out variance explained", compute, figure }; }

} // namespace maskscope
