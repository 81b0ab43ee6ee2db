// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/formats/file_bytes.h"

#include <system_error>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace maskscope {

namespace fs = std::filesystem;

struct FileBytes::Mapping {
    int file = -1;
    void* address = MAP_FAILED;
    std::size_t size = 0;
    std::vector<char> held;

    Mapping() = default;
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    ~Mapping()
    {
        if (address != MAP_FAILED)
            ::munmap(address, size);
        if (file >= 0)
            ::close(file);
    }
};

namespace {

Result<void> requireRegularFile(const fs::path& path)
{
    std::error_code ec;
    const fs::file_status status = fs::status(path, ec);
    if (!fs::exists(status))
        return failure(ErrorCode::UnreadableInput, path.string(), "does not exist");
    if (fs::is_directory(status))
        return failure(ErrorCode::UnreadableInput, path.string(), "cannot be read", "a checkpoint file", "a folder");
    if (!fs::is_regular_file(status)) // opening a pipe would wait for ever
        return failure(ErrorCode::UnreadableInput, path.string(), "cannot be read", "a checkpoint file",
                       "a device, pipe or socket");
    return {};
}

} // namespace

FileBytes::FileBytes(std::shared_ptr<const Mapping> mapping)
    : m_mapping(std::move(mapping))
{
}

Result<FileBytes> FileBytes::map(const fs::path& path)
{
    if (auto regular = requireRegularFile(path); !regular)
        return tl::unexpected(regular.error());
    auto mapping = std::make_shared<Mapping>();
    mapping->file
        = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK); // NOLINT(cppcoreguidelines-pro-type-vararg)
    struct stat status { };
    if (mapping->file < 0 || ::fstat(mapping->file, &status) != 0 || !S_ISREG(status.st_mode))
        return failure(ErrorCode::UnreadableInput, path.string(), "cannot be opened for reading");
    mapping->size = static_cast<std::size_t>(status.st_size);
    if (mapping->size == 0)
        return FileBytes(std::move(mapping));
    mapping->address = ::mmap(nullptr, mapping->size, PROT_READ, MAP_PRIVATE, mapping->file, 0);
    if (mapping->address == MAP_FAILED)
        return failure(ErrorCode::UnreadableInput, path.string(), "cannot be mapped into memory");
    return FileBytes(std::move(mapping));
}

FileBytes FileBytes::hold(std::vector<char> bytes)
{
    auto mapping = std::make_shared<Mapping>();
    mapping->held = std::move(bytes);
    return FileBytes(std::move(mapping));
}

std::string_view FileBytes::view() const
{
    if (m_mapping->address != MAP_FAILED)
        return { static_cast<const char*>(m_mapping->address), m_mapping->size };
    return { m_mapping->held.data(), m_mapping->held.size() };
}

Result<void> FileBytes::requireWhole(const std::string& subject) const
{
    if (m_mapping->address == MAP_FAILED)
        return {};
    struct stat status { };
    if (::fstat(m_mapping->file, &status) == 0 && static_cast<std::size_t>(status.st_size) >= m_mapping->size)
        return {};
    return failure(ErrorCode::CorruptInput, subject, "the file was cut short while it was open",
                   std::to_string(m_mapping->size) + " bytes", std::to_string(status.st_size));
}

} // namespace maskscope
