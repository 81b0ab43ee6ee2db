// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/channel_choices.h"

#include <algorithm>
#include <array>

#include "analysis/data/recording/units.h"

namespace maskscope {

namespace {

constexpr std::array<std::pair<ChannelKind, std::string_view>, 7> words { { { ChannelKind::Eeg, "eeg" },
                                                                            { ChannelKind::Eog, "eog" },
                                                                            { ChannelKind::Ecg, "ecg" },
                                                                            { ChannelKind::Emg, "emg" },
                                                                            { ChannelKind::Reference, "ref" },
                                                                            { ChannelKind::Trigger, "trigger" },
                                                                            { ChannelKind::Other, "other" } } };

std::string joined(const std::vector<std::string>& names)
{
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ",") + name;
    return text;
}

} // namespace

std::string_view kindWord(ChannelKind kind)
{
    return std::ranges::find(words, kind, &std::pair<ChannelKind, std::string_view>::first)->second;
}

std::optional<ChannelKind> kindOfWord(std::string_view word)
{
    const std::string upper = upperCased(word);
    const auto found = std::ranges::find_if(words, [&](const auto& w) { return upperCased(w.second) == upper; });
    return found == words.end() ? std::nullopt : std::optional(found->first);
}

Result<std::pair<std::string, ChannelKind>> parseKindChoice(std::string_view text)
{
    const auto equals = text.rfind('=');
    const auto kind = equals == std::string_view::npos ? std::nullopt : kindOfWord(text.substr(equals + 1));
    if (!kind || equals == 0)
        return failure(ErrorCode::InvalidArgument, "--kind", "names no channel and kind",
                       "NAME=eog, eeg, ref or other (also ecg, emg, trigger)", std::string(text));
    return std::pair(std::string(text.substr(0, equals)), *kind);
}

Result<std::string> parseUnitChoice(std::string_view text)
{
    if (text == "uV" || text == "mV" || text == "V")
        return std::string(text);
    if (text == "\xC2\xB5V" || text == "\xCE\xBCV")
        return std::string("uV");
    return failure(ErrorCode::InvalidArgument, "--unit", "is no unit of the samples", "uV, mV or V", std::string(text));
}

std::set<std::string> namesIn(const ChannelChoices& choices)
{
    std::set<std::string> names(choices.only.begin(), choices.only.end());
    names.insert(choices.exclude.begin(), choices.exclude.end());
    for (const auto& [name, kind] : choices.kinds)
        names.insert(name);
    return names;
}

std::string choicesText(const ChannelChoices& choices)
{
    std::string text;
    const auto add = [&](const std::string& option) { text += (text.empty() ? "" : " ") + option; };
    if (!choices.only.empty())
        add("--channels " + joined(choices.only));
    if (!choices.exclude.empty())
        add("--exclude " + joined(choices.exclude));
    for (const auto& [name, kind] : choices.kinds)
        add("--kind " + name + "=" + std::string(kindWord(kind)));
    if (!choices.unit.empty())
        add("--unit " + choices.unit);
    if (choices.keepBad)
        add("--keep-bad");
    return text;
}

} // namespace maskscope
