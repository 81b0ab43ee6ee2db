// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/core/scratch_memory.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <map>
#include <mutex>
#include <string>

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/mman.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace maskscope {

namespace {

constexpr std::size_t smallestFile = std::size_t { 64 } << 20U;

/// File mappings by their first byte: only their pages may be dropped.
struct Mappings {
    std::mutex mutex;
    std::map<std::uintptr_t, std::size_t> bytesAt;
};

Mappings& mappings()
{
    static Mappings all;
    return all;
}

bool keptInMemory(const std::string& folder)
{
    struct statfs information { };
    return ::statfs(folder.c_str(), &information) != 0 || information.f_type == TMPFS_MAGIC
        || information.f_type == RAMFS_MAGIC;
}

/// A file without a name that has its room on the disk; -1 where the folder is no such place.
int openUnnamed(const std::string& folder, std::size_t bytes)
{
    if (keptInMemory(folder))
        return -1;
    int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) {
        std::string name = folder + "/maskscope-windows-XXXXXX";
        file = ::mkostemp(name.data(), O_CLOEXEC);
        if (file >= 0)
            ::unlink(name.c_str());
    }
    if (file >= 0 && ::posix_fallocate(file, 0, static_cast<off_t>(bytes)) != 0) {
        ::close(file);
        return -1;
    }
    return file;
}

void* mapFile(std::size_t bytes)
{
    std::error_code ec;
    for (const std::string& folder : { std::filesystem::temp_directory_path(ec).string(), std::string("/var/tmp") }) {
        const int file = openUnnamed(folder, bytes);
        if (file < 0)
            continue;
        void* memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        ::close(file);
        if (memory == MAP_FAILED)
            continue;
        const std::scoped_lock lock(mappings().mutex);
        mappings().bytesAt[reinterpret_cast<std::uintptr_t>(memory)] = bytes;
        return memory;
    }
    return nullptr;
}

} // namespace

void* scratchAllocate(std::size_t bytes) noexcept
{
    if (bytes < smallestFile)
        return std::calloc(bytes == 0 ? 1 : bytes, 1);
    try {
        if (void* memory = mapFile(bytes))
            return memory;
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
    void* memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? nullptr : memory;
}

void scratchFree(void* memory, std::size_t bytes) noexcept
{
    if (bytes < smallestFile) {
        std::free(memory);
        return;
    }
    {
        const std::scoped_lock lock(mappings().mutex);
        mappings().bytesAt.erase(reinterpret_cast<std::uintptr_t>(memory));
    }
    ::munmap(memory, bytes);
}

void scratchRelease(const void* memory, std::size_t bytes) noexcept
{
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const auto first = reinterpret_cast<std::uintptr_t>(memory);
    const std::scoped_lock lock(mappings().mutex);
    const auto after = mappings().bytesAt.upper_bound(first);
    if (after == mappings().bytesAt.begin())
        return;
    const auto& [start, length] = *std::prev(after);
    if (first + bytes > start + length)
        return;
    // A shared mapping: dropping its pages loses nothing, so those at the borders go too. Else two blocks that meet in
    // a page would leave it here for good.
    const auto begin = first / page * page;
    const auto end = std::min((first + bytes + page - 1) / page * page, start + length);
    // NOLINTNEXTLINE(performance-no-int-to-ptr): pages are counted in addresses
    ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
}

} // namespace maskscope
