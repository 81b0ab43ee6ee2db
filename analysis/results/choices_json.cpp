// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/results/choices_json.h"

namespace maskscope {

nlohmann::ordered_json choicesJson(const ChannelChoices& choices)
{
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    if (!choices.only.empty())
        json["channels"] = choices.only;
    if (!choices.exclude.empty())
        json["exclude"] = choices.exclude;
    for (const auto& [name, kind] : choices.kinds)
        json["kinds"][name] = kindWord(kind);
    if (!choices.unit.empty())
        json["unit"] = choices.unit;
    if (choices.keepBad)
        json["keep_bad"] = true;
    return json;
}

ChannelChoices choicesFromJson(const nlohmann::ordered_json& json)
{
    ChannelChoices choices;
    choices.only = json.value("channels", std::vector<std::string> {});
    choices.exclude = json.value("exclude", std::vector<std::string> {});
    choices.unit = json.value("unit", std::string());
    choices.keepBad = json.value("keep_bad", false);
    if (json.contains("kinds"))
        for (const auto& [name, word] : json.at("kinds").items())
            if (const auto kind = kindOfWord(word.get<std::string>()))
                choices.kinds.emplace_back(name, *kind);
    return choices;
}

} // namespace maskscope
