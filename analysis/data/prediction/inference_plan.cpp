// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/prediction/inference_plan.h"

#include <algorithm>
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
    case InputChange::PositionTurned:
        return "position_turned";
    case InputChange::ChannelFar:
        return "channel_far";
    case InputChange::ContextOtherChannel:
        return "context_other_channel";
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
    return { { None, ContextSwapped, ContextZeroed, PositionMirrored, ChannelMoved, NoTemporalCode, NoSpatialCode,
               PositionTurned, ChannelFar, ContextOtherChannel },
             true,
             true,
             64 };
}

InferencePlan untrainedInferencePlan()
{
    InferencePlan plan = fullInferencePlan();
    std::erase_if(plan.passes, [](InputChange change) {
        return change == InputChange::PositionTurned || change == InputChange::ChannelFar
            || change == InputChange::ContextOtherChannel;
    });
    return plan;
}

const std::vector<InputChange>& readingChanges()
{
    using enum InputChange;
    static const std::vector<InputChange> changes { PositionMirrored, PositionTurned,      ChannelFar,
                                                    ContextSwapped,   ContextOtherChannel, ContextZeroed };
    return changes;
}

namespace {

/// [sequence] the channel `step(number of channels)` places further on in the recording's list, round its end. A
/// channel that lies in several pieces stands once in the list, at its first.
std::vector<int> channelsAway(const WindowSet& windows, const std::function<std::size_t(std::size_t)>& step)
{
    std::map<int, std::vector<int>> channelsOf; // by recording, in file order
    for (const WindowSequence& sequence : windows.sequences) {
        auto& channels = channelsOf[sequence.recording];
        if (std::ranges::find(channels, sequence.channel) == channels.end())
            channels.push_back(sequence.channel);
    }
    if (std::ranges::none_of(channelsOf, [](const auto& of) { return of.second.size() > 1; }))
        return {};
    std::vector<int> away;
    for (const WindowSequence& sequence : windows.sequences) {
        const auto& channels = channelsOf[sequence.recording];
        const auto own = static_cast<std::size_t>(std::ranges::find(channels, sequence.channel) - channels.begin());
        away.push_back(channels[(own + step(channels.size())) % channels.size()]);
    }
    return away;
}

} // namespace

std::vector<int> nextChannels(const WindowSet& windows)
{
    return channelsAway(windows, [](std::size_t) { return std::size_t { 1 }; });
}

std::vector<int> farChannels(const WindowSet& windows)
{
    return channelsAway(windows, [](std::size_t channels) { return channels / 2; });
}

std::vector<int> channelElsewhere(const WindowSet& windows, std::span<const int> channel)
{
    if (channel.empty())
        return std::vector<int>(windows.sequences.size(), -1);
    std::map<std::pair<int, int>, int> sequenceOf; // by channel and recording, the first of several
    for (std::size_t s = 0; s < windows.sequences.size(); ++s)
        sequenceOf.emplace(std::pair { windows.sequences[s].channel, windows.sequences[s].recording },
                           static_cast<int>(s));
    std::vector<int> partner;
    for (std::size_t s = 0; s < windows.sequences.size(); ++s) {
        const int recording = windows.sequences[s].recording;
        auto next = sequenceOf.upper_bound({ channel[s], recording });
        if (next == sequenceOf.end() || next->first.first != channel[s])
            next = sequenceOf.lower_bound({ channel[s], 0 });
        const bool found
            = next != sequenceOf.end() && next->first.first == channel[s] && next->first.second != recording;
        partner.push_back(found ? next->second : -1);
    }
    return partner;
}

std::vector<int> sameChannelElsewhere(const WindowSet& windows)
{
    std::vector<int> own;
    for (const WindowSequence& sequence : windows.sequences)
        own.push_back(sequence.channel);
    return channelElsewhere(windows, own);
}

} // namespace maskscope
