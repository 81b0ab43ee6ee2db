// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string_view>

#include "model/checkpoint/formats/file_bytes.h"
#include "model/checkpoint/formats/zip/zip_directory.h"

namespace maskscope {

/// The entries of a zip file, read on demand: stored ones where they lie in the mapped file, deflated ones inflated.
class ZipArchive {
public:
    [[nodiscard]] static Result<ZipArchive> open(FileBytes file, const std::string& subject);
    ZipArchive(ZipArchive&&) noexcept;
    ZipArchive& operator=(ZipArchive&&) noexcept;
    ~ZipArchive();

    [[nodiscard]] const std::vector<ZipEntry>& entries() const;
    [[nodiscard]] const ZipEntry* find(std::string_view name) const;
    /// All bytes of an entry, its CRC checked. Refused above `limit` bytes and for bombs. May be called from any
    /// thread.
    [[nodiscard]] Result<StorageBytes> read(const ZipEntry& entry, std::uint64_t limit) const;

private:
    struct Contents;
    explicit ZipArchive(std::unique_ptr<Contents> contents);
    std::unique_ptr<Contents> m_contents;
};

} // namespace maskscope
