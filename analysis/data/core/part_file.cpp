// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/core/part_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <random>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace maskscope {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view sign = ".maskscope-", ending = ".part";
constexpr std::size_t digits = 16, longestStem = 100;
constexpr int mostTries = 100;

std::string randomDigits()
{
    static thread_local std::random_device source; // the system's own: no two processes draw the same
    std::string text;
    while (text.size() < digits)
        text += "0123456789abcdef"[source() % 16];
    return text;
}

/// The target's suffix stays, since libraries look at it; a long name is cut so that the part's is not too long.
std::string partName(const fs::path& target)
{
    const std::string suffix = target.extension().string();
    return "." + target.stem().string().substr(0, longestStem) + std::string(sign) + randomDigits()
        + std::string(ending) + (suffix.size() <= longestStem ? suffix : "");
}

bool isPartName(std::string_view name)
{
    const std::size_t at = name.rfind(sign);
    if (!name.starts_with('.') || at == std::string_view::npos)
        return false;
    name.remove_prefix(at + sign.size());
    return name.size() >= digits + ending.size()
        && std::ranges::all_of(name.substr(0, digits),
                               [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); })
        && name.substr(digits).starts_with(ending);
}

/// Of the open file, not of the process: it also holds against another thread, and is no flock(), which the HDF5
/// library takes for itself.
bool locked(int descriptor)
{
    struct flock whole { };
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    return ::fcntl(descriptor, F_OFD_SETLK, &whole) == 0;
}

bool isBusy() { return errno == EAGAIN || errno == EACCES; }

/// Whether the name still leads to the open file.
bool isStill(int descriptor, const fs::path& path)
{
    struct stat open {
    }, named {};
    return ::fstat(descriptor, &open) == 0 && ::lstat(path.c_str(), &named) == 0 && open.st_dev == named.st_dev
        && open.st_ino == named.st_ino;
}

void removeIfStale(const fs::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0)
        return;
    struct stat status { };
    const bool isFile = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
    if (isFile && locked(descriptor) && isStill(descriptor, path))
        ::unlink(path.c_str());
    ::close(descriptor);
}

void keepAccessList(int descriptor, const fs::path& from)
{
    constexpr const char* name = "system.posix_acl_access";
    std::string list(4096, '\0');
    const ssize_t size = ::getxattr(from.c_str(), name, list.data(), list.size());
    if (size > 0)
        ::fsetxattr(descriptor, name, list.data(), static_cast<std::size_t>(size), 0);
}

/// Owner, group, access list and mode of the file that will be replaced. Only root may give files away: then the group
/// alone is tried.
void keepRights(int descriptor, const fs::path& target, const struct stat& old)
{
    if (::fchown(descriptor, old.st_uid, old.st_gid) != 0
        && ::fchown(descriptor, static_cast<uid_t>(-1), old.st_gid) != 0) {
        // a group that we are not in: its members keep what the mode gives to others
    }
    ::fchmod(descriptor, old.st_mode & 0777U);
    keepAccessList(descriptor, target);
}

} // namespace

void removeStaleParts(const fs::path& folder) noexcept
{
    try {
        std::error_code ec;
        for (fs::directory_iterator entry(folder, ec), end; !ec && entry != end; entry.increment(ec))
            if (isPartName(entry->path().filename().native()))
                removeIfStale(entry->path());
    } catch (const std::exception&) {
        return; // out of memory: they wait for the next time
    }
}

Result<PartFile> openPart(const fs::path& target)
{
    const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
    removeStaleParts(folder);
    struct stat old { };
    const bool replaces = ::stat(target.c_str(), &old) == 0;
    for (int i = 0; i < mostTries; ++i) {
        const fs::path path = folder / partName(target);
        const int descriptor = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, replaces ? 0600 : 0666);
        if (descriptor < 0 && errno == EEXIST)
            continue;
        if (descriptor < 0)
            break;
        // Between the two lines above and below another process may have taken the new file for a stale one.
        const bool lost = !locked(descriptor) && isBusy();
        if (!lost && isStill(descriptor, path)) {
            if (replaces)
                keepRights(descriptor, target, old);
            return PartFile { path, descriptor };
        }
        ::close(descriptor);
    }
    return failure(ErrorCode::UnwritableOutput, target.string(),
                   std::string("cannot be written: ") + std::strerror(errno));
}

} // namespace maskscope
