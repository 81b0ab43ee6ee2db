// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string_view>

#include "analysis/data/core/foreign/foreign_file.h"

namespace maskscope {

/// One kind of file that takes more than its first bytes to tell.
using ForeignKind = std::optional<ForeignFile> (*)(const std::filesystem::path& path, std::string_view head);

/// In the order in which they are to be asked, after the kinds that their first bytes tell.
[[nodiscard]] std::span<const ForeignKind> foreignKinds();

} // namespace maskscope
