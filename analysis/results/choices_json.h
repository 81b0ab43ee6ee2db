// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include "analysis/data/recording/channel_choices.h"

namespace maskscope {

/// {"channels": [...], "exclude": [...], "kinds": {"NAME": "eog"}, "unit": "uV"}: what was chosen, and no more.
[[nodiscard]] nlohmann::ordered_json choicesJson(const ChannelChoices& choices);
/// Throws the library's exception where the JSON is another one.
[[nodiscard]] ChannelChoices choicesFromJson(const nlohmann::ordered_json& json);

} // namespace maskscope
