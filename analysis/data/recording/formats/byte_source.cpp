// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/byte_source.h"

#include <algorithm>
#include <fstream>

#include "analysis/data/core/placeholder_file.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

Result<void> checkRange(const fs::path& path, std::int64_t size, std::int64_t offset, std::size_t count)
{
    if (offset >= 0 && offset <= size && static_cast<std::uint64_t>(size - offset) >= count)
        return {};
    return failure(ErrorCode::CorruptInput, path.string(),
                   "is truncated or damaged: bytes beyond its end were asked for",
                   std::to_string(count) + " bytes from " + std::to_string(offset), std::to_string(size) + " bytes");
}

} // namespace

Result<FileByteSource> FileByteSource::open(const fs::path& path)
{
    std::error_code ec;
    if (!fs::is_regular_file(path, ec))
        return failure(ErrorCode::UnreadableInput, path.string(), "cannot be read", "a file",
                       fs::is_directory(path, ec) ? "a folder" : "no such file");
    if (auto real = refusePlaceholder(path); !real)
        return tl::unexpected(real.error());
    const auto size = fs::file_size(path, ec);
    if (ec || !std::ifstream(path, std::ios::binary))
        return failure(ErrorCode::UnreadableInput, path.string(), "cannot be opened for reading");
    return FileByteSource(path, static_cast<std::int64_t>(size));
}

Result<void> FileByteSource::read(std::int64_t offset, std::span<std::byte> out) const
{
    if (auto ok = checkRange(m_path, m_size, offset, out.size()); !ok)
        return ok;
    std::ifstream in(m_path, std::ios::binary);
    in.seekg(offset);
    if (!in.read(reinterpret_cast<char*>(out.data()), static_cast<std::streamsize>(out.size())))
        return failure(ErrorCode::UnreadableInput, m_path.string(),
                       "its samples can no longer be read: the file was moved or cut");
    return {};
}

Result<void> MemoryByteSource::read(std::int64_t offset, std::span<std::byte> out) const
{
    if (auto ok = checkRange(m_path, size(), offset, out.size()); !ok)
        return ok;
    std::copy_n(m_bytes.begin() + offset, out.size(), out.begin());
    return {};
}

} // namespace maskscope
