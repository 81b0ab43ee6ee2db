// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/checkpoint/pickle_document.h"

namespace maskscope {

using ConfigEntries = std::vector<std::pair<std::string, ConfigValue>>;

/// A value as text, and as a number where it is one. Long and deep values are cut short with "...".
[[nodiscard]] ConfigValue configValueOf(const PickleDocument& document, PickleId value);

/// The entries of a config dict (or of the fields of a namespace object), nested dicts flattened with dots.
[[nodiscard]] ConfigEntries flattenConfig(const PickleDocument& document, PickleId config);

} // namespace maskscope
