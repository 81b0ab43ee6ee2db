// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/channels/channel_dictionary.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "analysis/data/recording/channels/channel_label.h"
#include "analysis/data/recording/channels/signal_names.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace {

using Endings = std::set<std::string>;

void addNote(std::string& note, const std::string& text) { note += (note.empty() ? "" : ", ") + text; }

/// Of a channel between two points: that of whichever point is no electrode of the head ("ROC-LOC", "DX1-DX2").
std::optional<ChannelKind> kindOfPoints(const LabelParts& parts)
{
    if (parts.second.empty() || isElectrode(parts.electrode))
        return std::nullopt;
    const auto first = kindOfName(parts.electrode);
    return first && first != ChannelKind::Reference ? first : std::nullopt;
}

bool isPoint(const std::string& upper) { return isElectrode(upper) || kindOfName(upper) == ChannelKind::Reference; }

/// Kind by prefix and name; `name` is what is left of the label.
std::optional<ChannelKind> kindOf(std::string_view label, const LabelParts& parts, const std::string& name)
{
    const bool silentPrefix = parts.prefix.empty() || kindOfName(parts.prefix) == std::nullopt;
    if (silentPrefix && isElectrode(withoutCopyNumber(name)))
        return ChannelKind::Eeg;
    auto kind = kindOfName(upperCased(trimmed(label)));
    if (!kind)
        kind = kindOfName(name);
    if (!kind)
        kind = kindOfPoints(parts);
    const bool derivation = isPoint(parts.electrode) && isPoint(withoutCopyNumber(parts.second));
    return kind || !derivation ? kind : ChannelKind::Eeg;
}

ChannelIdentity identify(std::string_view label, const Endings& common)
{
    const LabelParts parts = takeApart(label);
    ChannelIdentity identity;
    if (!parts.prefix.empty())
        addNote(identity.note, "prefix " + parts.prefix + " taken off");
    const bool reference
        = !parts.second.empty() && (isReferenceWord(withoutCopyNumber(parts.second)) || common.contains(parts.second));
    if (reference)
        addNote(identity.note, "reference " + parts.second + " taken off");
    const std::string name = reference ? parts.electrode : parts.whole;
    if (parts.twoNames)
        addNote(identity.note, "two names of one electrode");
    else if (!reference && !parts.second.empty() && name != parts.electrode)
        addNote(identity.note, "between two electrodes: no place of its own");
    identity.name = modernName(name);
    if (identity.name != name)
        addNote(identity.note, name + " is the old name of " + identity.name);
    const auto kind = kindOf(label, parts, name);
    identity.kind = kind.value_or(ChannelKind::Eeg);
    identity.known = kind.has_value();
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
                               [&](const std::string& l) { return isNumbered(takeApart(l).whole, letter, from); });
}

/// What several electrodes share: an electrode that at least four labels, and all that name two, name second; or a word
/// that is no electrode and stands behind two electrodes or more ("-Vw", "-CS2", "-DRL"), four where it is the name of
/// another signal ("-EXG1").
Endings commonEndingsOf(const std::vector<std::string>& labels)
{
    std::map<std::string, std::set<std::string>> electrodes, words; // by ending: what stands before it
    for (const std::string& label : labels) {
        const LabelParts parts = takeApart(label);
        const std::string second = withoutCopyNumber(parts.second);
        const bool number = std::ranges::all_of(second, [](unsigned char c) { return std::isdigit(c) != 0; });
        if (number || !isElectrode(parts.electrode) || isReferenceWord(second))
            continue;
        (isElectrode(second) ? electrodes : words)[parts.second].insert(parts.electrode);
    }
    Endings common;
    if (electrodes.size() == 1 && electrodes.begin()->second.size() >= 4)
        common.insert(electrodes.begin()->first);
    for (const auto& [word, before] : words) {
        const auto kind = kindOfName(word);
        const bool mayBeOne = !kind || *kind == ChannelKind::Reference;
        if (before.size() >= (mayBeOne ? 2U : 4U))
            common.insert(word);
    }
    return common;
}

bool hasRun(const std::set<int>& numbers, std::size_t length)
{
    std::size_t run = 0;
    int before = 0;
    for (const int number : numbers) {
        run = run > 0 && number == before + 1 ? run + 1 : 1;
        before = number;
        if (run >= length)
            return true;
    }
    return false;
}

/// ACC1 to ACC8 are contacts within the skull sooner than eight sensors: nothing is known of them.
void doubtNumberedSensors(std::vector<ChannelIdentity>& identities)
{
    constexpr std::size_t many = 4;
    std::map<std::string, std::set<int>> numbers; // by stem
    for (const ChannelIdentity& identity : identities)
        if (const auto name = identity.kind == ChannelKind::Other ? numberedSensor(identity.name) : std::nullopt)
            numbers[name->stem].insert(name->number);
    for (ChannelIdentity& identity : identities) {
        const auto name = identity.kind == ChannelKind::Other ? numberedSensor(identity.name) : std::nullopt;
        if (!name || !hasRun(numbers[name->stem], many))
            continue;
        identity.kind = ChannelKind::Eeg;
        identity.known = false;
        addNote(identity.note, "numbered like contacts of " + name->stem);
    }
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
            identity.known = true;
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
    const Endings common = commonEndingsOf(labels);
    const bool cap = anyNumbered(labels, 'A', 3);
    const bool net = std::ranges::any_of(labels, [](const auto& l) { return numberOfE(takeApart(l).electrode) > 2; });
    std::vector<ChannelIdentity> identities;
    for (const std::string& label : labels) {
        ChannelIdentity identity = identify(label, common);
        if (cap && (identity.name == "A1" || identity.name == "A2"))
            identity.kind = ChannelKind::Eeg;
        identity.known = identity.known || (net && numberOfE(identity.name) > 0);
        identities.push_back(std::move(identity));
    }
    if (numberedByLetter(labels)) { // T3 of such a cap is not the T3 that became T7
        for (std::size_t i = 0; i < labels.size(); ++i) {
            if (identities[i].kind == ChannelKind::Eeg)
                identities[i] = { takeApart(labels[i]).whole, ChannelKind::Eeg, "numbered by letter", true };
        }
    }
    markSleepEyes(labels, identities);
    doubtNumberedSensors(identities);
    const std::string vertex = vertexOfNet(labels);
    for (ChannelIdentity& identity : identities) {
        if (!vertex.empty() && identity.name == vertex)
            addNote(identity.note, "vertex reference of an EGI net: Cz");
    }
    return identities;
}

namespace {

/// Identities in the order of the channels; those of invented names say nothing.
std::vector<ChannelIdentity> identitiesOf(const Recording& recording)
{
    std::vector<std::string> labels;
    for (const Channel& channel : recording.channels)
        if (!channel.inventedName)
            labels.push_back(channel.label);
    auto told = identifyChannels(labels);
    std::vector<ChannelIdentity> identities;
    auto next = told.begin();
    for (const Channel& channel : recording.channels) {
        if (channel.inventedName)
            identities.push_back({ upperCased(channel.label), ChannelKind::Eeg, "the file gives no name", false });
        else
            identities.push_back(std::move(*next++));
    }
    return identities;
}

} // namespace

void nameChannels(Recording& recording)
{
    const auto identities = identitiesOf(recording);
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
        channel.knownName = identities[i].known;
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
