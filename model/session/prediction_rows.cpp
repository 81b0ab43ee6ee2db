// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/prediction_rows.h"

namespace maskscope {

PredictionRows layOutPredictions(const WindowSet& windows, const MaskPlan& mask)
{
    PredictionRows rows;
    PredictionSet& set = rows.set;
    for (const auto& channel : windows.channels)
        set.channels.push_back({ channel.name, channel.position });
    for (const auto& recording : windows.recordings) {
        set.recordings.push_back(recording.id);
        set.subjects.push_back(recording.subject);
    }
    rows.firstRow.push_back(0);
    for (std::size_t s = 0; s < windows.sequences.size(); ++s) {
        const auto& sequence = windows.sequences[s];
        for (int t = 0; t < sequence.tokens; ++t) {
            if (!mask.tokenMasked(s, t))
                continue;
            set.position.push_back(static_cast<double>(t) / sequence.tokens);
            set.tokenIndex.push_back(t);
            set.seqLen.push_back(sequence.tokens);
            set.sequence.push_back(static_cast<std::int32_t>(s));
            set.channel.push_back(sequence.channel);
            set.recording.push_back(sequence.recording);
        }
        rows.firstRow.push_back(static_cast<std::int64_t>(set.position.size()));
    }
    return rows;
}

} // namespace maskscope
