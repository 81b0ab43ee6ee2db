// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/data/core/error.h"

namespace maskscope {

struct ZipEntry {
    std::string name;
    std::uint64_t index = 0;
    std::uint64_t bytes = 0; ///< once inflated
    std::uint64_t storedBytes = 0; ///< in the file
    std::uint64_t offset = 0; ///< of the stored bytes, in the file
    std::uint32_t crc = 0; ///< CRC-32 of the inflated bytes
    bool deflated = false;
    bool readable = true; ///< stored or deflated, not encrypted
};

/// The central directory of a zip file (APPNOTE.TXT 6.3.10, zip64 included), checked entry by entry against the local
/// headers. Entries that overlap, leave the file, share a name or have one that points outside are refused.
[[nodiscard]] Result<std::vector<ZipEntry>> readZipDirectory(std::string_view file, const std::string& subject);

} // namespace maskscope
