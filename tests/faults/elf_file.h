// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace maskscope::test {

/// What the loader reads of a program.
struct ElfFile {
    bool isReadable = false; ///< a 64-bit ELF file with a dynamic section
    bool isPositionIndependent = false;
    std::vector<std::string> searchPaths; ///< elements of RUNPATH and RPATH; "" is the current folder
    bool bindsNow = false, hasRelro = false; ///< both: full RELRO
    bool hasExecutableStack = false;
    std::string names; ///< of its dynamic symbols, one after another with zeros between
};

[[nodiscard]] ElfFile readElf(const std::filesystem::path& path);

} // namespace maskscope::test
