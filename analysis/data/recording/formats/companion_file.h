// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace maskscope {

struct CompanionFile {
    std::filesystem::path path;
    std::string warning; ///< not empty where it has another name than the one that was asked for
};

/// The file that belongs to `owner` and is called `named` in it, always beside it: of a path only the last part counts.
/// People rename one and not the other: where it is absent, a file with the owner's stem and the named file's suffix or
/// one of `suffixes` takes its place.
[[nodiscard]] std::optional<CompanionFile> findCompanion(const std::filesystem::path& owner, std::string_view named,
                                                         std::span<const std::string_view> suffixes);

} // namespace maskscope
