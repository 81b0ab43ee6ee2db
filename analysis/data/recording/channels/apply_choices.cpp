// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/channels/apply_choices.h"

#include <algorithm>

#include "analysis/data/recording/channels/channel_dictionary.h"
#include "analysis/data/recording/channels/channel_label.h"
#include "analysis/data/recording/samples/scaled_source.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace {

/// The channels that a name means: by label, else by name, else by what the name would be called ("T3", "EEG Fp1-REF").
std::vector<Channel*> channelsOf(Recording& recording, const std::string& name)
{
    const std::string upper = upperCased(trimmed(name));
    const std::string canonical = identifyChannel(name).name;
    const auto matching = [&](const auto& fits) {
        std::vector<Channel*> found;
        for (Channel& channel : recording.channels)
            if (fits(channel))
                found.push_back(&channel);
        return found;
    };
    auto found = matching([&](const Channel& c) { return upperCased(c.label) == upper; });
    if (found.empty())
        found = matching([&](const Channel& c) { return c.name == upper; });
    if (found.empty())
        found = matching([&](const Channel& c) { return c.knownName && withoutCopyNumber(c.name) == canonical; });
    return found;
}

/// Does `act` to every channel that the name means; one that means none is kept.
template <typename Act>
void toEach(Recording& recording, const std::string& name, const Act& act)
{
    const auto channels = channelsOf(recording, name);
    for (Channel* channel : channels)
        act(*channel);
    auto& unmatched = recording.unmatchedChoices;
    if (channels.empty() && std::ranges::find(unmatched, name) == unmatched.end())
        unmatched.push_back(name);
}

void note(Channel& channel, const std::string& text) { channel.note += (channel.note.empty() ? "" : ", ") + text; }

void setKind(Channel& channel, ChannelKind kind)
{
    channel.kind = kind;
    channel.notEeg.clear();
    channel.kindStated = true;
    note(channel, "kind " + std::string(channelKindName(kind)) + " by choice");
}

double microvoltsOfChoice(const std::string& unit) { return microvoltsPer(unit).value_or(1); }

/// Numbers that are read as volts of some size, or taken as they are for want of a unit.
bool hasVoltage(const Channel& channel)
{
    return channel.kind != ChannelKind::Trigger
        && (channel.unit == microvoltUnit
            || (channel.kind == ChannelKind::Eeg && unitKind(channel.unit) == UnitKind::Unclear));
}

void setUnit(Recording& recording, const std::string& unit)
{
    std::vector<double> factors;
    for (Channel& channel : recording.channels) {
        const bool voltage = hasVoltage(channel);
        factors.push_back(voltage ? microvoltsOfChoice(unit) / channel.microvoltsPerUnit : 1);
        if (!voltage)
            continue;
        channel.unit = microvoltUnit;
        channel.microvoltsPerUnit = microvoltsOfChoice(unit);
    }
    if (recording.precut)
        recording.precut = scaled(*recording.precut, factors);
    else
        recording.source = std::make_shared<ScaledSource>(std::move(recording.source), std::move(factors));
    recording.warnings.push_back("by choice, the file's numbers are taken as " + unit + ", whatever unit it states");
}

void setTakingPart(Recording& recording, const ChannelChoices& choices)
{
    if (!choices.only.empty())
        for (Channel& channel : recording.channels)
            channel.choice = ChannelChoice::LeftOut;
    for (const std::string& name : choices.only)
        toEach(recording, name, [](Channel& channel) { channel.choice = ChannelChoice::TakesPart; });
    for (const std::string& name : choices.exclude)
        toEach(recording, name, [](Channel& channel) { channel.choice = ChannelChoice::LeftOut; });
}

} // namespace

Result<void> applyChoices(Recording& recording, const ChannelChoices& choices)
{
    if (recording.precut && !namesIn(choices).empty())
        return failure(ErrorCode::Mismatch, recording.path.string(),
                       "is a windowed file, whose sequences are analysed as they are: its channels cannot be chosen",
                       "a continuous recording, or none of --channels, --exclude and --kind");
    for (const auto& [name, kind] : choices.kinds)
        toEach(recording, name, [kind = kind](Channel& channel) { setKind(channel, kind); });
    setTakingPart(recording, choices);
    if (!choices.unit.empty())
        setUnit(recording, choices.unit);
    else
        recording.warnings.insert(recording.warnings.end(), recording.unitWarnings.begin(),
                                  recording.unitWarnings.end());
    std::string allTheSame;
    for (const Channel& channel : recording.channels)
        if (channel.choice == ChannelChoice::TakesPart && !channel.notEeg.empty())
            allTheSame += (allTheSame.empty() ? "" : ", ") + channel.label + " (" + channel.notEeg + ")";
    if (!allTheSame.empty())
        recording.warnings.push_back("take part by choice all the same: " + allTheSame);
    std::string absent;
    for (const std::string& name : recording.unmatchedChoices)
        absent += (absent.empty() ? "" : ", ") + name;
    if (!absent.empty())
        recording.warnings.push_back("no channel is called as chosen: " + absent);
    return {};
}

} // namespace maskscope
