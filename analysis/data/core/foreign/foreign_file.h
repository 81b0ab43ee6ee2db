// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace maskscope {

/// A file of a known kind that is not read, and what to do with it.
struct ForeignFile {
    std::string name; ///< "a Neuroscan recording (.cnt)"
    std::string advice; ///< "convert it in Python: ...", with the file's own name; one sentence without a full stop
    bool table = false; ///< bare numbers, as arrays and tables: nothing in it says that it is EEG
};

/// By the first bytes of the file (some 4 KiB), for a few with what lies beside it.
[[nodiscard]] std::optional<ForeignFile> foreignByContent(const std::filesystem::path& path, std::string_view head);

/// By its name alone.
[[nodiscard]] std::optional<ForeignFile> foreignByName(const std::filesystem::path& path);

/// A folder that is one recording (.mff, .ds, .zarr).
[[nodiscard]] std::optional<ForeignFile> foreignFolder(const std::filesystem::path& path);

/// No bytes but those of text.
[[nodiscard]] bool looksLikeText(std::string_view head);

} // namespace maskscope
