// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/recording/channel_dictionary.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "analysis/recording/built_in_montage.h"
#include "analysis/recording/channel_label.h"
#include "analysis/recording/units.h"

namespace maskscope {

namespace {

/// Name with its reference, as the label says it: a bipolar derivation.
std::string wholeName(const LabelParts& parts)
{
    return parts.electrode + (parts.reference.empty() ? "" : "-" + parts.reference);
}

void addNote(std::string& note, const std::string& text) { note += (note.empty() ? "" : ", ") + text; }

ChannelIdentity identify(std::string_view label, const std::string& commonReference)
{
    const LabelParts parts = takeApart(label);
    ChannelIdentity identity;
    if (!parts.prefix.empty())
        addNote(identity.note, "prefix " + parts.prefix + " taken off");
    const bool reference
        = !parts.reference.empty() && (isReferenceWord(parts.reference) || parts.reference == commonReference);
    if (reference)
        addNote(identity.note, "reference " + parts.reference + " taken off");
    const std::string name = reference ? parts.electrode : wholeName(parts);
    if (!reference && !parts.reference.empty())
        addNote(identity.note, "between two electrodes: no place of its own");
    identity.name = modernName(name);
    if (identity.name != name)
        addNote(identity.note, name + " is the old name of " + identity.name);
    const ChannelKind wholeKind = kindOfName(upperCased(trimmed(label)));
    identity.kind = wholeKind != ChannelKind::Eeg ? wholeKind : kindOfName(name);
    return identity;
}

bool isNumbered(const std::string& upper, char letter, int from)
{
    if (upper.size() < 2 || upper.size() > 3 || upper[0] != letter)
        return false;
    const auto number = parseNumber(std::string_view(upper).substr(1));
    return number && *number >= from;
}

/// Whether any label is a letter and a number of at least `from`.
bool anyNumbered(const std::vector<std::string>& labels, char letter, int from)
{
    return std::ranges::any_of(labels,
                               [&](const std::string& l) { return isNumbered(wholeName(takeApart(l)), letter, from); });
}

/// The electrode that at least four labels, and all with a dash to an electrode, name second.
std::string commonReferenceOf(const std::vector<std::string>& labels)
{
    std::map<std::string, int> counts;
    for (const std::string& label : labels) {
        const LabelParts parts = takeApart(label);
        if (!parts.reference.empty() && builtInMontage().position(modernName(parts.reference)))
            ++counts[parts.reference];
    }
    return counts.size() == 1 && counts.begin()->second >= 4 ? counts.begin()->first : std::string();
}

/// E1 and E2 are the eyes of a sleep recording, unless there are more of their kind: an EGI net.
void markSleepEyes(const std::vector<std::string>& labels, std::vector<ChannelIdentity>& identities)
{
    int highest = 0;
    for (const std::string& label : labels)
        highest = std::max(highest, numberOfE(takeApart(label).electrode));
    if (highest == 0 || highest > 2)
        return;
    for (ChannelIdentity& identity : identities) {
        if (identity.kind == ChannelKind::Eeg && numberOfE(identity.name) > 0) {
            identity.kind = ChannelKind::Eog;
            addNote(identity.note, "E1 and E2 alone are the eyes of a sleep recording");
        }
    }
}

} // namespace

std::string_view channelKindName(ChannelKind kind)
{
    constexpr std::array<std::string_view, 7> names { "EEG", "EOG", "ECG", "EMG", "reference", "trigger", "other" };
    return names.at(static_cast<std::size_t>(kind));
}

ChannelIdentity identifyChannel(std::string_view label) { return identify(label, {}); }

bool numberedByLetter(const std::vector<std::string>& labels)
{
    return anyNumbered(labels, 'A', 3) && anyNumbered(labels, 'B', 1);
}

std::vector<ChannelIdentity> identifyChannels(const std::vector<std::string>& labels)
{
    const std::string reference = commonReferenceOf(labels);
    const bool cap = anyNumbered(labels, 'A', 3);
    std::vector<ChannelIdentity> identities;
    for (const std::string& label : labels) {
        ChannelIdentity identity = identify(label, reference);
        if (cap && (identity.name == "A1" || identity.name == "A2"))
            identity.kind = ChannelKind::Eeg;
        identities.push_back(std::move(identity));
    }
    if (numberedByLetter(labels)) { // T3 of such a cap is not the T3 that became T7
        for (std::size_t i = 0; i < labels.size(); ++i) {
            if (identities[i].kind == ChannelKind::Eeg)
                identities[i] = { wholeName(takeApart(labels[i])), ChannelKind::Eeg, "numbered by letter" };
        }
    }
    markSleepEyes(labels, identities);
    const std::string vertex = vertexOfNet(labels);
    for (ChannelIdentity& identity : identities) {
        if (!vertex.empty() && identity.name == vertex)
            addNote(identity.note, "vertex reference of an EGI net: Cz");
    }
    return identities;
}

void nameChannels(Recording& recording)
{
    std::vector<std::string> labels;
    for (const Channel& channel : recording.channels)
        labels.push_back(channel.label);
    auto identities = identifyChannels(labels);
    std::map<std::string, int> total;
    std::set<std::string> taken;
    for (const ChannelIdentity& identity : identities) {
        ++total[identity.name];
        taken.insert(identity.name);
    }
    std::map<std::string, int> seen;
    for (std::size_t i = 0; i < identities.size(); ++i) {
        Channel& channel = recording.channels[i];
        const std::string name = identities[i].name;
        channel.name = name;
        channel.note = identities[i].note;
        if (channel.kind == ChannelKind::Eeg)
            channel.kind = identities[i].kind;
        if (total[name] == 1)
            continue;
        do // "F1-0" may itself be a label of the file
            channel.name = name + "-" + std::to_string(seen[name]++);
        while (!taken.insert(channel.name).second);
        addNote(channel.note, "one of " + std::to_string(total[name]) + " called " + name);
    }
    for (const auto& [name, count] : total) {
        if (count > 1)
            recording.warnings.push_back(std::to_string(count) + " channels are called " + name + ": renamed " + name
                                         + "-0 to " + name + "-" + std::to_string(seen[name] - 1));
    }
}

} // namespace maskscope
