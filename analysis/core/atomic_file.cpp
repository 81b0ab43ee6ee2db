// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/core/atomic_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace maskscope {

namespace fs = std::filesystem;

AtomicFile::AtomicFile(fs::path target, fs::path temporary)
    : m_target(std::move(target))
    , m_temporary(std::move(temporary))
{
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : m_target(std::move(other.m_target))
    , m_temporary(std::exchange(other.m_temporary, {}))
{
}

AtomicFile& AtomicFile::operator=(AtomicFile&& other) noexcept
{
    if (this != &other) {
        discard();
        m_target = std::move(other.m_target);
        m_temporary = std::exchange(other.m_temporary, {});
    }
    return *this;
}

AtomicFile::~AtomicFile() { discard(); }

void AtomicFile::discard() noexcept
{
    if (m_temporary.empty())
        return;
    std::error_code ignored;
    fs::remove(m_temporary, ignored);
    m_temporary.clear();
}

Result<AtomicFile> AtomicFile::create(const fs::path& target)
{
    std::error_code ec;
    if (fs::is_directory(target, ec))
        return failure(ErrorCode::UnwritableOutput, target.string(), "cannot be written", "a file name", "a folder");
    const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
    if (!fs::is_directory(folder, ec))
        return failure(ErrorCode::UnwritableOutput, target.string(),
                       "cannot be written because the folder " + folder.string() + " does not exist");
    // Same folder, so that the rename stays on one file system; the suffix stays, since libraries look at it.
    const fs::path temporary = folder
        / ("." + target.stem().string() + "." + std::to_string(::getpid()) + ".part" + target.extension().string());
    const int fd = ::open(temporary.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return failure(ErrorCode::UnwritableOutput, target.string(),
                       std::string("cannot be written: ") + std::strerror(errno));
    ::close(fd);
    return AtomicFile(target, temporary);
}

Result<void> AtomicFile::commit()
{
    std::error_code ec;
    fs::rename(m_temporary, m_target, ec);
    if (ec)
        return failure(ErrorCode::UnwritableOutput, m_target.string(), "cannot be written: " + ec.message());
    m_temporary.clear();
    return {};
}

Result<void> writeTextFile(const fs::path& target, std::string_view text)
{
    auto file = AtomicFile::create(target);
    if (!file)
        return tl::unexpected(file.error());
    std::ofstream out(file->temporaryPath(), std::ios::binary);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.close();
    if (!out)
        return failure(ErrorCode::UnwritableOutput, target.string(), "cannot be written: the disk may be full");
    return file->commit();
}

} // namespace maskscope
