// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/recording/channel_dictionary.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>
#include <utility>

#include "analysis/recording/built_in_montage.h"
#include "analysis/recording/units.h"

namespace maskscope {

namespace {

constexpr std::array<std::string_view, 21> referenceWords { "REF", "REFERENCE", "LE",    "LER",   "AVG",   "AV",
                                                            "CAR", "AR",        "G2",    "A1",    "A2",    "M1",
                                                            "M2",  "A1A2",      "M1M2",  "A1+A2", "M1+M2", "A1/A2",
                                                            "CPZ", "ORG",       "LINKED" };
constexpr std::array<std::string_view, 7> prefixes { "EEG", "POL", "EOG", "ECG", "EKG", "EMG", "SEEG" };

bool endsInElectrodeName(std::string_view upper) { return builtInMontage().position(std::string(upper)).has_value(); }

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

bool oneOf(std::string_view text, std::initializer_list<std::string_view> words)
{
    return std::ranges::find(words, text) != words.end();
}

ChannelKind kindOf(std::string_view upper)
{
    if (contains(upper, "EOG") || oneOf(upper, { "LOC", "ROC", "EYE", "EYEH", "EYEV" }))
        return ChannelKind::Eog;
    if (contains(upper, "ECG") || contains(upper, "EKG"))
        return ChannelKind::Ecg;
    if (contains(upper, "EMG") || oneOf(upper, { "CHIN", "CHIN1", "CHIN2", "LEG/L", "LEG/R" }))
        return ChannelKind::Emg;
    if (contains(upper, "STATUS") || contains(upper, "TRIG") || upper.starts_with("STI ") || upper.starts_with("STIM")
        || oneOf(upper, { "STI", "TRG", "MKR", "MARKER", "MARKERS", "EVENT", "EVENTS", "TTL", "DIG" }))
        return ChannelKind::Trigger;
    if (upper.starts_with("REF_EEG")
        || oneOf(upper, { "A1", "A2", "M1", "M2", "REF", "REFERENCE", "GND", "A1A2", "REF1", "REF2" }))
        return ChannelKind::Reference;
    constexpr std::array<std::string_view, 18> others { "EXG",  "DC",      "AUX",   "SPO2", "PULSE",  "PLETH",
                                                        "RESP", "TEMP",    "GSR",   "ACC",  "PHOTIC", "OSAT",
                                                        "ERGO", "AIRFLOW", "SNORE", "BP",   "GYRO",   "MISC" };
    const bool other = std::ranges::any_of(others, [&](std::string_view word) { return upper.starts_with(word); });
    return other || oneOf(upper, { "PR", "IBI", "ABDOMEN", "THORAX", "FLOW" }) ? ChannelKind::Other : ChannelKind::Eeg;
}

std::string modernName(const std::string& name)
{
    static const std::map<std::string, std::string> aliases {
        { "T3", "T7" }, { "T4", "T8" }, { "T5", "P7" }, { "T6", "P8" }
    };
    const auto found = aliases.find(name);
    return found == aliases.end() ? name : found->second;
}

std::string upperCase(std::string_view text)
{
    std::string upper(text);
    std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return upper;
}

/// Upper case, without a modality prefix and without dots and colons at the end.
std::string stripped(std::string_view label)
{
    std::string upper = upperCase(trimmed(label));
    for (const std::string_view prefix : prefixes) {
        if (upper.size() > prefix.size() + 1 && upper.starts_with(prefix)
            && (upper[prefix.size()] == ' ' || upper[prefix.size()] == '-' || upper[prefix.size()] == ':')) {
            upper = std::string(trimmed(std::string_view(upper).substr(prefix.size() + 1)));
            break;
        }
    }
    const auto last = upper.find_last_not_of(".: ");
    return last == std::string::npos ? upper : upper.substr(0, last + 1);
}

/// "F3" and "REF" of "F3-REF"; the second is empty where there is no reference.
std::pair<std::string, std::string> splitReference(const std::string& upper)
{
    const auto dash = upper.find('-');
    if (dash == std::string::npos || dash == 0 || dash + 1 == upper.size())
        return { upper, {} };
    return { std::string(trimmed(std::string_view(upper).substr(0, dash))),
             std::string(trimmed(std::string_view(upper).substr(dash + 1))) };
}

ChannelIdentity identify(std::string_view label, const std::string& commonReference)
{
    const ChannelKind wholeKind = kindOf(upperCase(trimmed(label)));
    const std::string upper = stripped(label);
    auto [name, reference] = splitReference(upper);
    const bool known = std::ranges::find(referenceWords, reference) != referenceWords.end();
    if (!reference.empty() && !known && reference != commonReference)
        name = upper; // a bipolar derivation lies between two places
    const ChannelKind kind = wholeKind != ChannelKind::Eeg ? wholeKind : kindOf(name);
    return { modernName(name), kind };
}

bool isNumbered(const std::string& upper, char letter, int from)
{
    if (upper.size() < 2 || upper.size() > 3 || upper[0] != letter)
        return false;
    const auto number = parseNumber(std::string_view(upper).substr(1));
    return number && *number >= from;
}

/// The electrode that at least four labels, and all with a dash to an electrode, name second.
std::string commonReferenceOf(const std::vector<std::string>& labels)
{
    std::map<std::string, int> counts;
    for (const std::string& label : labels) {
        const auto [name, reference] = splitReference(stripped(label));
        if (!reference.empty() && endsInElectrodeName(modernName(reference)))
            ++counts[reference];
    }
    return counts.size() == 1 && counts.begin()->second >= 4 ? counts.begin()->first : std::string();
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
    const auto any = [&](char letter, int from) {
        return std::ranges::any_of(labels, [&](const std::string& l) { return isNumbered(stripped(l), letter, from); });
    };
    return any('A', 3) && any('B', 1);
}

std::vector<ChannelIdentity> identifyChannels(const std::vector<std::string>& labels)
{
    const std::string reference = commonReferenceOf(labels);
    const bool cap = std::ranges::any_of(labels, [](const std::string& l) { return isNumbered(stripped(l), 'A', 3); });
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
                identities[i].name = stripped(labels[i]);
        }
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
    for (const ChannelIdentity& identity : identities)
        ++total[identity.name];
    std::map<std::string, int> seen;
    for (std::size_t i = 0; i < identities.size(); ++i) {
        Channel& channel = recording.channels[i];
        channel.name = identities[i].name;
        if (channel.kind == ChannelKind::Eeg)
            channel.kind = identities[i].kind;
        if (total[identities[i].name] > 1)
            channel.name += "-" + std::to_string(seen[identities[i].name]++);
    }
    for (const auto& [name, count] : total) {
        if (count > 1)
            recording.warnings.push_back(std::to_string(count) + " channels are called " + name + ": renamed " + name
                                         + "-0 to " + name + "-" + std::to_string(count - 1));
    }
}

} // namespace maskscope
