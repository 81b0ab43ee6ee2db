// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "analysis/data/core/error.h"

namespace maskscope {

/// A small file that a command names: thresholds, a montage, a projection.
struct ArgumentFile {
    std::string bytes;
    std::string sha256; ///< of exactly these bytes
};

/// Reads a file or a pipe once, from beginning to end, so that what is used and what is hashed are the same. Shells
/// make pipes of `<(command)`: what came through one is kept, for a second reading would find it empty. A pipe that
/// nobody writes to is refused after three seconds instead of waited for. `purpose` names what it should hold ("the
/// thresholds").
[[nodiscard]] Result<ArgumentFile> readArgumentFile(const std::filesystem::path& path, std::string_view purpose,
                                                    std::size_t mostBytes);

/// Fails where something else than a regular file (through links) has this name. To be asked before a file is opened
/// that has to be read back and forth: opening a pipe would wait for ever. `expected` names it: "a recording".
[[nodiscard]] Result<void> requireRegularFile(const std::filesystem::path& path, std::string_view expected);

} // namespace maskscope
