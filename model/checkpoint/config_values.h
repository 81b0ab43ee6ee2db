// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/checkpoint/checkpoint.h"
#include "model/checkpoint/formats/pickle/pickle_document.h"

namespace maskscope {

using ConfigEntries = std::vector<std::pair<std::string, ConfigValue>>;

/// A value as text, and as a number where it is one. Long and deep values are cut short with "...".
[[nodiscard]] ConfigValue configValueOf(const PickleDocument& document, PickleId value);

/// The entries of a config dict, or of the fields of an object, nested dicts flattened with dots. Of an OmegaConf
/// config the values it holds.
[[nodiscard]] ConfigEntries flattenConfig(const PickleDocument& document, PickleId config);

/// Its numbers, texts, booleans and Nones alone, nothing that lies deeper.
[[nodiscard]] ConfigEntries plainEntries(const PickleDocument& document, PickleId config);

/// Whether flattenConfig() finds anything in a value: a dict, an object with fields.
[[nodiscard]] bool hasFields(const PickleDocument& document, PickleId value);

} // namespace maskscope
