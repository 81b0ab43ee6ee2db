// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/data/core/error.h"

namespace maskscope {

/// An entry of a safetensors header as it stands there, nothing checked but its form.
struct SafetensorsEntry {
    std::string name;
    std::string dtype; ///< "F32", "BF16", ...
    std::vector<std::uint64_t> shape;
    std::uint64_t begin = 0, end = 0; ///< bytes of the data part
};

struct SafetensorsHeader {
    std::vector<SafetensorsEntry> entries; ///< in the file's order
    std::vector<std::pair<std::string, std::string>> metadata; ///< `__metadata__`
};

/// Reads the JSON value by value, never as a tree, so that depth and counts cost nothing before they are refused.
[[nodiscard]] Result<SafetensorsHeader> parseSafetensorsHeader(std::string_view json, const std::string& subject);

} // namespace maskscope
