// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/held_out.h"
#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"

namespace maskscope {
namespace {

using Cell = RowGroups::Cell;

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions&)
{
    const RowGroups& groups = s.groups();
    const GroupSums& cells = s.predictions().cells();
    const bool several = groups.severalRecordings();
    const auto bin = groups.cellLabels(&Cell::bin);
    const auto channel = groups.cellLabels(&Cell::channel);
    const auto positionFold = several ? groups.cellLabels(&Cell::recording) : channel;
    const auto channelFold = groups.cellLabels(several ? &Cell::recording : &Cell::parity);

    ResultBuilder out("heldout_r2", "diag.v1.");
    const std::string one = "One recording: ";
    const std::string scope
        = "Shows that predictions depend on it, not that the model learned it: untrained networks do too.";
    if (const auto r2 = heldOutR2(cells, positionFold, bin)) {
        out.add("position_r2", *r2, "1", several ? recordingsOf(s) : InferenceUnit { groups.channels(), "channel" },
                (several ? "" : one + "each channel is held out in turn, which drift shared by channels can pass. ")
                    + scope);
    }
    if (const auto r2 = heldOutR2(cells, channelFold, channel)) {
        out.add("channel_r2", *r2, "1", several ? recordingsOf(s) : tokensOf(s),
                (several ? "" : one + "odd against even tokens, which says nothing about another recording. ") + scope);
    }
    return std::move(out).take();
}

} // namespace

/// Variance explained by position-bin and by channel means that come from the other recordings.
Metric heldOutVariance() { return { "heldout_r2", "Held-out variance explained", compute, {} }; }

} // namespace maskscope
