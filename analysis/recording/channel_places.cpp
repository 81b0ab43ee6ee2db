// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/recording/channel_places.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "analysis/recording/built_in_montage.h"
#include "analysis/recording/channel_dictionary.h"
#include "analysis/recording/channel_label.h"

namespace maskscope {

namespace {

/// A name without the "-0" of a duplicate: duplicates sit at the same place.
std::string placeName(const std::string& name)
{
    const auto dash = name.find_last_of('-');
    const bool number = dash != std::string::npos && dash + 1 < name.size()
        && std::all_of(name.begin() + static_cast<std::ptrdiff_t>(dash) + 1, name.end(),
                       [](unsigned char c) { return std::isdigit(c) != 0; });
    return number ? name.substr(0, dash) : name;
}

/// The names under which a montage may list a channel, the surest first.
std::vector<std::string> namesOf(const Channel& channel, const std::string& vertex)
{
    const std::string name = placeName(channel.name);
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
            channel.placedAs = upperCased(name) == upperCased(placeName(channel.name)) ? "" : name;
            return true;
        }
    }
    return false;
}

bool hasNoPlace(const Channel& channel)
{
    return channel.kind == ChannelKind::Trigger || channel.kind == ChannelKind::Ecg || channel.kind == ChannelKind::Emg
        || channel.kind == ChannelKind::Other;
}

} // namespace

void placeChannels(Recording& recording, const std::optional<Montage>& montage)
{
    std::vector<std::string> labels;
    for (const Channel& channel : recording.channels)
        labels.push_back(channel.label);
    const bool numbered = numberedByLetter(labels);
    const std::string vertex = vertexOfNet(labels);
    const bool ownPositions
        = std::ranges::any_of(recording.channels, [](const Channel& c) { return c.position.has_value(); });
    if (montage)
        recording.warnings.insert(recording.warnings.end(), montage->warnings().begin(), montage->warnings().end());
    std::string unplaced;
    for (Channel& channel : recording.channels) {
        if (channel.position || hasNoPlace(channel))
            continue;
        const bool placed = (montage && place(channel, vertex, *montage, "montage " + montage->name()))
            || (!numbered && !ownPositions && place(channel, vertex, builtInMontage(), builtInMontage().name()));
        if (!placed && channel.kind == ChannelKind::Eeg)
            unplaced += (unplaced.empty() ? "" : ", ") + channel.name;
    }
    if (numbered && !montage)
        recording.warnings.emplace_back(
            "channels are numbered by letter (A1 ... B1 ...), as in a BioSemi cap or a grid: names "
            "like C3 are not placed by the 10-20 system; give a montage file");
    if (!unplaced.empty())
        recording.warnings.push_back("no electrode position for " + unplaced);
}

} // namespace maskscope
