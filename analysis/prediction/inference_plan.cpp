// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/prediction/inference_plan.h"

#include <iterator>
#include <map>
#include <utility>

namespace maskscope {

std::string_view inputChangeName(InputChange change)
{
    switch (change) {
    case InputChange::None:
        return "none";
    case InputChange::ContextSwapped:
        return "context_swapped";
    case InputChange::ContextZeroed:
        return "context_none";
    case InputChange::PositionMirrored:
        return "position";
    case InputChange::ChannelMoved:
        return "channel";
    case InputChange::NoTemporalCode:
        return "no_temporal";
    case InputChange::NoSpatialCode:
        return "no_spatial";
    }
    return "";
}

InferencePlan fullInferencePlan()
{
    using enum InputChange;
    return { { None, ContextSwapped, ContextZeroed, PositionMirrored, ChannelMoved, NoTemporalCode, NoSpatialCode },
             true,
             true,
             64 };
}

std::vector<int> nextChannels(const WindowSet& windows)
{
    const auto& sequences = windows.sequences;
    std::vector<int> next(sequences.size());
    bool several = false;
    for (std::size_t first = 0; first < sequences.size();) {
        std::size_t end = first + 1;
        while (end < sequences.size() && sequences[end].recording == sequences[first].recording)
            ++end;
        for (std::size_t s = first; s < end; ++s)
            next[s] = sequences[s + 1 < end ? s + 1 : first].channel;
        several = several || end - first > 1;
        first = end;
    }
    return several ? next : std::vector<int> {};
}

std::vector<int> sameChannelElsewhere(const WindowSet& windows)
{
    std::map<std::pair<int, int>, int> sequenceOf; // by channel and recording
    for (std::size_t s = 0; s < windows.sequences.size(); ++s)
        sequenceOf.emplace(std::pair { windows.sequences[s].channel, windows.sequences[s].recording },
                           static_cast<int>(s));
    std::vector<int> partner;
    for (const WindowSequence& sequence : windows.sequences) {
        const auto own = sequenceOf.find({ sequence.channel, sequence.recording });
        auto next = std::next(own);
        if (next == sequenceOf.end() || next->first.first != sequence.channel)
            next = sequenceOf.lower_bound({ sequence.channel, 0 });
        partner.push_back(next == own ? -1 : next->second);
    }
    return partner;
}

} // namespace maskscope
