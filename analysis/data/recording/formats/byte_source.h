// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <utility>
#include <vector>

#include "analysis/data/core/error.h"

namespace maskscope {

/// Bytes that can be read at any place: of a file, or of a part of one that was unpacked into memory.
class ByteSource {
public:
    virtual ~ByteSource() = default;
    [[nodiscard]] virtual std::int64_t size() const = 0;
    /// Fills `out` with the bytes from `offset` on; an error where they reach beyond the end.
    [[nodiscard]] virtual Result<void> read(std::int64_t offset, std::span<std::byte> out) const = 0;
};

/// Opens the file for each call: hundreds of recordings can be loaded without running out of open files.
class FileByteSource : public ByteSource {
public:
    [[nodiscard]] static Result<FileByteSource> open(const std::filesystem::path& path);
    [[nodiscard]] std::int64_t size() const override { return m_size; }
    [[nodiscard]] Result<void> read(std::int64_t offset, std::span<std::byte> out) const override;

private:
    FileByteSource(std::filesystem::path path, std::int64_t size)
        : m_path(std::move(path))
        , m_size(size)
    {
    }
    std::filesystem::path m_path;
    std::int64_t m_size;
};

class MemoryByteSource : public ByteSource {
public:
    MemoryByteSource(std::filesystem::path path, std::vector<std::byte> bytes)
        : m_path(std::move(path))
        , m_bytes(std::move(bytes))
    {
    }
    [[nodiscard]] std::int64_t size() const override { return static_cast<std::int64_t>(m_bytes.size()); }
    [[nodiscard]] Result<void> read(std::int64_t offset, std::span<std::byte> out) const override;

private:
    std::filesystem::path m_path; ///< where they come from, for errors
    std::vector<std::byte> m_bytes;
};

} // namespace maskscope
