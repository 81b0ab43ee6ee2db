// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/recording/channel_label.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <utility>

#include "analysis/recording/units.h"

namespace maskscope {

namespace {

constexpr auto referenceWords = std::to_array<std::string_view>(
    { "REF",   "REFERENCE", "LE",        "LER",       "RE",  "AVG", "AV",     "AVE",  "AVERAGE", "CAR",
      "AR",    "G2",        "A1",        "A2",        "M1",  "M2",  "A1A2",   "M1M2", "A1+A2",   "M1+M2",
      "A1/A2", "M1/M2",     "(A1+A2)/2", "(M1+M2)/2", "CPZ", "ORG", "LINKED", "VREF", "NOSE",    "COM" });
constexpr auto prefixes = std::to_array<std::string_view>({ "EEG", "POL", "EOG", "ECG", "EKG", "EMG", "SEEG" });
constexpr auto eyeNames = std::to_array<std::string_view>(
    { "LOC", "ROC", "EYE", "EYEH", "EYEV", "LO1", "LO2", "IO1", "IO2", "SO1", "SO2" });
constexpr auto muscleNames = std::to_array<std::string_view>({ "CHIN", "CHIN1", "CHIN2", "LEG/L", "LEG/R" });
constexpr auto triggerNames
    = std::to_array<std::string_view>({ "STI", "TRG", "MKR", "MARKER", "MARKERS", "EVENT", "EVENTS", "TTL", "DIG" });
constexpr auto referenceNames
    = std::to_array<std::string_view>({ "A1", "A2", "M1", "M2", "REF", "REFERENCE", "GND", "A1A2", "REF1", "REF2",
                                        "VREF", "VERTEX REFERENCE", "CMS", "DRL" });
constexpr auto otherBeginnings
    = std::to_array<std::string_view>({ "EXG", "DC", "AUX", "SPO2", "PULSE", "PLETH", "RESP", "TEMP", "GSR", "ACC",
                                        "PHOTIC", "OSAT", "ERGO", "AIRFLOW", "SNORE", "BP", "GYRO", "MISC" });
constexpr auto otherNames = std::to_array<std::string_view>({ "PR", "IBI", "ABDOMEN", "THORAX", "FLOW" });

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

bool oneOf(std::string_view text, std::span<const std::string_view> words)
{
    return std::ranges::find(words, text) != words.end();
}

bool isTrigger(std::string_view upper)
{
    const bool numbered = upper.size() > 3 && (upper.starts_with("STI") || upper.starts_with("DIN"))
        && std::isdigit(static_cast<unsigned char>(upper[3])) != 0; // STI101, DIN1
    return numbered || contains(upper, "STATUS") || contains(upper, "TRIG") || upper.starts_with("STI ")
        || upper.starts_with("STIM") || oneOf(upper, triggerNames);
}

} // namespace

std::string upperCased(std::string_view text)
{
    std::string upper(text);
    std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return upper;
}

bool isReferenceWord(std::string_view upper) { return oneOf(upper, referenceWords); }

LabelParts takeApart(std::string_view label)
{
    LabelParts parts;
    std::string upper = upperCased(trimmed(label));
    for (const std::string_view prefix : prefixes) {
        const std::string_view separators = prefix == "EEG" ? " -:_" : " -:";
        if (upper.size() > prefix.size() + 1 && upper.starts_with(prefix)
            && separators.find(upper[prefix.size()]) != std::string_view::npos) {
            parts.prefix = prefix;
            upper = std::string(trimmed(std::string_view(upper).substr(prefix.size() + 1)));
            break;
        }
    }
    const auto last = upper.find_last_not_of(".: ");
    upper.resize(last == std::string::npos ? upper.size() : last + 1);
    const auto dash = upper.find('-');
    const bool split = dash != std::string::npos && dash != 0 && dash + 1 != upper.size();
    parts.electrode = split ? std::string(trimmed(std::string_view(upper).substr(0, dash))) : upper;
    parts.reference = split ? std::string(trimmed(std::string_view(upper).substr(dash + 1))) : std::string();
    return parts;
}

ChannelKind kindOfName(std::string_view upper)
{
    if (contains(upper, "EOG") || oneOf(upper, eyeNames))
        return ChannelKind::Eog;
    if (contains(upper, "ECG") || contains(upper, "EKG"))
        return ChannelKind::Ecg;
    if (contains(upper, "EMG") || oneOf(upper, muscleNames))
        return ChannelKind::Emg;
    if (isTrigger(upper))
        return ChannelKind::Trigger;
    if (upper.starts_with("REF_EEG") || oneOf(upper, referenceNames))
        return ChannelKind::Reference;
    const bool other = std::ranges::any_of(otherBeginnings, [&](auto word) { return upper.starts_with(word); });
    return other || oneOf(upper, otherNames) ? ChannelKind::Other : ChannelKind::Eeg;
}

std::string modernName(const std::string& upper)
{
    static const std::map<std::string, std::string> modern {
        { "T3", "T7" }, { "T4", "T8" }, { "T5", "P7" }, { "T6", "P8" }
    };
    const auto found = modern.find(upper);
    return found == modern.end() ? upper : found->second;
}

std::string otherElectrodeName(const std::string& upper)
{
    static const std::map<std::string, std::string> others { { "T3", "T7" }, { "T7", "T3" }, { "T4", "T8" },
                                                             { "T8", "T4" }, { "T5", "P7" }, { "P7", "T5" },
                                                             { "T6", "P8" }, { "P8", "T6" }, { "A1", "M1" },
                                                             { "M1", "A1" }, { "A2", "M2" }, { "M2", "A2" } };
    const auto found = others.find(upper);
    return found == others.end() ? std::string() : found->second;
}

int numberOfE(std::string_view upper)
{
    if (upper.size() < 2 || upper.size() > 4 || upper[0] != 'E'
        || !std::ranges::all_of(upper.substr(1), [](unsigned char c) { return std::isdigit(c) != 0; }))
        return 0;
    return static_cast<int>(parseNumber(upper.substr(1)).value_or(0));
}

std::string vertexOfNet(const std::vector<std::string>& labels)
{
    int highest = 0;
    int count = 0;
    for (const std::string& label : labels) {
        const int number = numberOfE(takeApart(label).electrode);
        highest = std::max(highest, number);
        count += number > 0 ? 1 : 0;
    }
    const bool vertex = highest == 33 || highest == 65 || highest == 129 || highest == 257;
    return vertex && 4 * count >= highest ? "E" + std::to_string(highest) : std::string();
}

} // namespace maskscope
