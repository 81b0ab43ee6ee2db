// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/channels/channel_places.h"

#include <algorithm>
#include <string>

#include "analysis/data/recording/channels/built_in_montage.h"
#include "analysis/data/recording/channels/channel_dictionary.h"
#include "analysis/data/recording/channels/channel_kinds.h"
#include "analysis/data/recording/channels/channel_label.h"
#include "analysis/data/recording/channels/position_axes.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace {

/// The names under which a montage may list a channel, the surest first.
std::vector<std::string> namesOf(const Channel& channel, const std::string& vertex)
{
    const std::string name = withoutCopyNumber(channel.name);
    std::vector<std::string> names { channel.label, name };
    if (const std::string other = otherElectrodeName(name); !other.empty())
        names.push_back(other);
    if (!vertex.empty() && name == vertex)
        names.insert(names.end(), { "VREF", "CZ" });
    return names;
}

bool place(Channel& channel, const std::string& vertex, const Montage& montage, const std::string& source)
{
    for (const std::string& name : namesOf(channel, vertex)) {
        if (const auto position = montage.position(name)) {
            channel.position = position;
            channel.positionSource = source;
            channel.placedAs = upperCased(name) == upperCased(withoutCopyNumber(channel.name)) ? "" : name;
            return true;
        }
    }
    return false;
}

/// A channel that takes part by choice is an electrode if its name is one, whatever its unit made of it.
bool hasNoPlace(const Channel& channel)
{
    const bool elsewhere = channel.kind == ChannelKind::Trigger || channel.kind == ChannelKind::Ecg
        || channel.kind == ChannelKind::Emg || channel.kind == ChannelKind::Other;
    return channel.inventedName || (elsewhere && channel.choice != ChannelChoice::TakesPart);
}

std::vector<std::string> toldLabels(const Recording& recording)
{
    std::vector<std::string> labels;
    for (const Channel& channel : recording.channels)
        labels.push_back(channel.inventedName ? std::string() : channel.label);
    return labels;
}

void placeByName(Recording& recording, const std::optional<Montage>& montage, bool numbered)
{
    const std::string vertex = vertexOfNet(toldLabels(recording));
    const bool ownPositions
        = std::ranges::any_of(recording.channels, [](const Channel& c) { return c.position.has_value(); });
    for (Channel& channel : recording.channels) {
        if (channel.position || hasNoPlace(channel))
            continue;
        const bool placed = montage && place(channel, vertex, *montage, "montage " + montage->name());
        if (!placed && !numbered && !ownPositions)
            place(channel, vertex, builtInMontage(), builtInMontage().name());
    }
}

} // namespace

void placeChannels(Recording& recording, const std::optional<Montage>& montage)
{
    const bool numbered = numberedByLetter(toldLabels(recording));
    checkPositions(recording);
    if (montage)
        recording.warnings.insert(recording.warnings.end(), montage->warnings().begin(), montage->warnings().end());
    placeByName(recording, montage, numbered);
    leaveOutUnknownOnes(recording);
    if (numbered && !montage)
        recording.warnings.emplace_back(
            "channels are numbered by letter (A1 ... B1 ...), as in a BioSemi cap or a grid: names "
            "like C3 are not placed by the 10-20 system; give a montage file");
    std::string unplaced;
    for (const Channel& channel : recording.channels)
        if (channel.kind == ChannelKind::Eeg && channel.setAside.empty() && !channel.position)
            unplaced += (unplaced.empty() ? "" : ", ") + channel.name;
    if (!unplaced.empty())
        recording.warnings.push_back("no electrode position for " + unplaced);
}

} // namespace maskscope
