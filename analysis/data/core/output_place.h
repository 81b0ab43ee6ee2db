// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "analysis/data/core/error.h"

namespace maskscope {

/// Where an output's name leads.
struct OutputPlace {
    std::filesystem::path path; ///< the file itself, through all symbolic links; of a stream, the name as given
    bool isStream = false; ///< a pipe, a terminal, /dev/null: written to as it stands, never replaced by a file
    bool exists = false;
};

/// Follows the name to where the output would lie. Fails (UnwritableOutput) where nothing can be written there: a
/// folder, a disk, a socket, a write-protected file, a folder that is absent, a circle of links, a name too long.
/// Whether the folder itself can be written shows when a file is made in it.
[[nodiscard]] Result<OutputPlace> outputPlace(const std::filesystem::path& target);

/// Writes all of `text` to an open descriptor; the reason where that fails (a full disk, a pipe that nobody reads).
[[nodiscard]] Result<void> writeAll(int descriptor, std::string_view text, const std::string& subject);

/// Opens a stream for writing. A pipe waits some seconds for somebody to read it; /dev/stdout and its kin are what the
/// program was given, at the place where it stands. The caller closes the descriptor.
[[nodiscard]] Result<int> openStream(const std::filesystem::path& path);

} // namespace maskscope
