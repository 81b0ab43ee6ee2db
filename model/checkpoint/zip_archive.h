// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/core/error.h"

namespace maskscope {

struct ZipEntry {
    std::string name;
    std::uint64_t index = 0;
    std::uint64_t bytes = 0; ///< once inflated
    std::uint64_t storedBytes = 0; ///< in the file
    bool readable = true; ///< stored or deflated, not encrypted
};

/// The entries of a zip file, read on demand (libzip: zip64, stored and deflated entries).
class ZipArchive {
public:
    /// Errors say what the file is instead where it is no zip file.
    [[nodiscard]] static Result<ZipArchive> open(const std::filesystem::path& path);
    ZipArchive(ZipArchive&&) noexcept;
    ZipArchive& operator=(ZipArchive&&) noexcept;
    ~ZipArchive();

    [[nodiscard]] const std::vector<ZipEntry>& entries() const;
    [[nodiscard]] const ZipEntry* find(std::string_view name) const;
    /// All bytes of an entry, its CRC checked. Refused above `limit` bytes and for bombs. May be called from any
    /// thread.
    [[nodiscard]] Result<std::vector<char>> read(const ZipEntry& entry, std::uint64_t limit) const;

private:
    struct Contents;
    explicit ZipArchive(std::unique_ptr<Contents> contents);
    std::unique_ptr<Contents> m_contents;
};

} // namespace maskscope
