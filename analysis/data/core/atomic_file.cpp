// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/core/atomic_file.h"

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "analysis/data/core/output_place.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

/// So that a new name outlives a power cut. Some file systems cannot do it for folders: the name is there all the same.
void syncFolder(const fs::path& file)
{
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor);
    ::close(descriptor);
}

Result<void> writeStream(const fs::path& path, std::string_view text)
{
    const auto descriptor = openStream(path);
    if (!descriptor)
        return tl::unexpected(descriptor.error());
    auto written = writeAll(*descriptor, text, path.string());
    if (::close(*descriptor) != 0 && written)
        return failure(ErrorCode::UnwritableOutput, path.string(),
                       std::string("cannot be written: ") + std::strerror(errno));
    return written;
}

} // namespace

AtomicFile::AtomicFile(fs::path name, fs::path target, PartFile part)
    : m_name(std::move(name))
    , m_target(std::move(target))
    , m_part(std::move(part))
{
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : m_name(std::move(other.m_name))
    , m_target(std::move(other.m_target))
    , m_part(std::exchange(other.m_part, {}))
{
}

AtomicFile& AtomicFile::operator=(AtomicFile&& other) noexcept
{
    if (this != &other) {
        discard();
        m_name = std::move(other.m_name);
        m_target = std::move(other.m_target);
        m_part = std::exchange(other.m_part, {});
    }
    return *this;
}

AtomicFile::~AtomicFile() { discard(); }

void AtomicFile::discard() noexcept
{
    if (m_part.descriptor < 0)
        return;
    ::unlink(m_part.path.c_str()); // while it is locked: nobody else's file can bear this name
    // The HDF5 library keeps a file open that it could not write to its end: give the disk its room back all the same.
    static_cast<void>(::ftruncate(m_part.descriptor, 0) == 0);
    ::close(std::exchange(m_part.descriptor, -1));
}

tl::unexpected<Error> AtomicFile::refused(int reason) const
{
    return failure(ErrorCode::UnwritableOutput, m_name.string(),
                   std::string("cannot be written: ") + std::strerror(reason));
}

Result<AtomicFile> AtomicFile::create(const fs::path& target)
{
    auto place = outputPlace(target);
    if (!place)
        return tl::unexpected(place.error());
    if (place->isStream)
        return failure(ErrorCode::UnwritableOutput, target.string(), "cannot be written",
                       "a file on a disk, since it is not written from its beginning to its end", "a pipe or device");
    auto part = openPart(place->path);
    if (!part) {
        part.error().subject = target.string();
        return tl::unexpected(part.error());
    }
    return AtomicFile(target, std::move(place->path), std::move(*part));
}

Result<void> AtomicFile::commit()
{
    // Where nothing can be synchronised (EINVAL) the file system has no disk behind it.
    if (::fsync(m_part.descriptor) != 0 && errno != EINVAL)
        return refused(errno);
    if (::rename(m_part.path.c_str(), m_target.c_str()) != 0)
        return refused(errno);
    syncFolder(m_target);
    ::close(std::exchange(m_part.descriptor, -1));
    return {};
}

Result<void> writeTextFile(const fs::path& target, std::string_view text)
{
    if (const auto place = outputPlace(target); place && place->isStream)
        return writeStream(place->path, text);
    auto file = AtomicFile::create(target);
    if (!file)
        return tl::unexpected(file.error());
    if (auto written = writeAll(file->descriptor(), text, target.string()); !written)
        return written;
    return file->commit();
}

Result<void> checkTextTarget(const fs::path& target)
{
    if (const auto place = outputPlace(target); place && place->isStream)
        return {};
    const auto file = AtomicFile::create(target);
    return file ? Result<void> {} : tl::unexpected(file.error());
}

} // namespace maskscope
