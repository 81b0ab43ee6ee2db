// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/channels/channel_label.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <utility>

#include "analysis/data/recording/channels/signal_names.h"
#include "analysis/data/recording/units.h"

namespace maskscope {

namespace {

constexpr std::string_view separators = " /_.:()[],";
constexpr std::size_t longest = 32; // of a label that is searched letter by letter

bool isDigits(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// Where "1:", "CH01 " or "RAW_" before a name ends; 0: there is none.
std::size_t endOfCount(const std::string& upper)
{
    constexpr std::size_t most = 8;
    const auto sign = upper.find_first_of(" -:_.");
    if (sign == std::string::npos || sign > most || sign + 1 >= upper.size() || upper.size() > longest)
        return 0;
    const std::string_view word = std::string_view(upper).substr(0, sign);
    const std::string_view count = word.starts_with("CH") ? word.substr(2) : word;
    return word == "RAW" || word == "CH" || isDigits(count) ? sign : 0;
}

/// Takes off "EEG " and the like; "EEGC4" only where what remains begins with an electrode.
std::string withoutPrefix(const std::string& upper, std::string& prefix)
{
    for (const std::string_view word : labelPrefixes()) {
        const std::string_view signs = word == "EEG" ? " -:_." : " -:";
        if (upper.size() <= word.size() + 1 || !upper.starts_with(word)
            || signs.find(upper[word.size()]) == std::string_view::npos)
            continue;
        prefix = word;
        return std::string(trimmed(std::string_view(upper).substr(word.size() + 1)));
    }
    if (const auto sign = endOfCount(upper); sign != 0 && isElectrode(takeApart(upper.substr(sign + 1)).electrode)) {
        prefix = upper.substr(0, sign);
        return std::string(trimmed(std::string_view(upper).substr(sign + 1)));
    }
    constexpr std::string_view glued = "EEG";
    if (upper.size() <= longest && upper.starts_with(glued)
        && isElectrode(takeApart(upper.substr(glued.size())).electrode)) {
        prefix = glued;
        return upper.substr(glued.size());
    }
    return upper;
}

bool isSecond(std::string_view text) { return isReferenceWord(text) || isElectrode(text); }

std::string withoutSigns(std::string_view text)
{
    const auto first = text.find_first_not_of(separators);
    if (first == std::string_view::npos)
        return {};
    const auto last = text.find_last_not_of(separators);
    return std::string(text.substr(first, last - first + 1));
}

/// Eyes, and electrodes of a net, have a reference like any other: "LOC/A2", "E1_M2".
bool isEyeWithReference(const std::string& first, std::string_view rest)
{
    return (kindOfName(first) == ChannelKind::Eog || numberOfE(first) > 0) && isReferenceWord(withoutSigns(rest));
}

/// Where a known electrode ends and the rest begins, without a dash: at a sign, else between letters ("C3REF", "C4A1").
std::size_t endOfElectrode(const std::string& upper)
{
    if (isElectrode(upper))
        return std::string::npos;
    const auto sign = upper.find_first_of(separators);
    if (sign != std::string::npos)
        return isElectrode(upper.substr(0, sign)) || isEyeWithReference(upper.substr(0, sign), upper.substr(sign))
            ? sign
            : std::string::npos;
    for (std::size_t at = std::min(upper.size(), longest) - 1; at > 1; --at) {
        if (isElectrode(upper.substr(0, at)) && isSecond(upper.substr(at)))
            return at;
    }
    return std::string::npos;
}

bool sameElectrode(const std::string& a, const std::string& b)
{
    return a != b && (modernName(a) == modernName(b) || otherElectrodeName(a) == b);
}

void divideAt(std::size_t at, bool dash, const std::string& upper, LabelParts& parts)
{
    parts.electrode = std::string(trimmed(std::string_view(upper).substr(0, at)));
    const std::string_view rest = std::string_view(upper).substr(at + (dash ? 1 : 0));
    parts.second = dash ? std::string(trimmed(rest)) : withoutSigns(rest);
    parts.whole = dash || isElectrode(parts.second) ? parts.electrode + "-" + parts.second : upper;
    if (sameElectrode(parts.electrode, parts.second)) {
        parts.electrode = parts.whole = modernName(parts.electrode);
        parts.second.clear();
        parts.twoNames = true;
    }
}

} // namespace

LabelParts takeApart(std::string_view label)
{
    LabelParts parts;
    std::string upper = withoutPrefix(upperCased(trimmed(label)), parts.prefix);
    const auto last = upper.find_last_not_of(".: ");
    upper.resize(last == std::string::npos ? upper.size() : last + 1);
    parts.electrode = parts.whole = upper;
    const auto dash = upper.find('-');
    if (dash != std::string::npos && dash != 0 && dash + 1 != upper.size())
        divideAt(dash, true, upper, parts);
    else if (const auto end = upper.empty() ? std::string::npos : endOfElectrode(upper); end != std::string::npos)
        divideAt(end, false, upper, parts);
    return parts;
}

std::string withoutCopyNumber(const std::string& name)
{
    const auto dash = name.find_last_of('-');
    const bool number = dash != std::string::npos && dash != 0 && isDigits(std::string_view(name).substr(dash + 1));
    return number ? name.substr(0, dash) : name;
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
