// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/data/core/error.h"

namespace maskscope {

/// What stands where a file should be, and how to get the file itself: a Git LFS pointer, a pointer of git-annex
/// (DataLad), a web page or a server's error message that was saved in its place. None for a file that is none of
/// these.
[[nodiscard]] std::optional<std::string> placeholderIn(std::string_view head);

/// Refuses such a file, and a link into a git-annex store whose content was never fetched.
[[nodiscard]] Result<void> refusePlaceholder(const std::filesystem::path& path);

} // namespace maskscope
