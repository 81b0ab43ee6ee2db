// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/core/output_place.h"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace maskscope {

namespace fs = std::filesystem;

namespace {

constexpr int mostLinks = 40; // as the kernel's own limit
constexpr int readerWaits = 100; // of 100 ms: who reads a pipe may start after us

tl::unexpected<Error> refused(const fs::path& target, std::string why, std::string expected = {},
                              std::string found = {})
{
    return failure(ErrorCode::UnwritableOutput, target.string(), "cannot be written" + std::move(why),
                   std::move(expected), std::move(found));
}

/// The number in "/dev/fd/3", "/proc/self/fd/3", "/dev/stdout": names of what the program was given open.
std::optional<int> namedDescriptor(const fs::path& target)
{
    const std::string name = target.string();
    if (name == "/dev/stdout")
        return STDOUT_FILENO;
    if (name == "/dev/stderr")
        return STDERR_FILENO;
    for (const std::string_view folder : { "/dev/fd/", "/proc/self/fd/" }) {
        int number = 0;
        const char* end = name.data() + name.size();
        if (name.starts_with(folder) && std::from_chars(name.data() + folder.size(), end, number).ptr == end)
            return number;
    }
    return std::nullopt;
}

/// Through symbolic links, also where the last one leads to nothing yet.
Result<fs::path> behindLinks(const fs::path& target)
{
    fs::path path = target;
    std::error_code ec;
    for (int i = 0; i < mostLinks; ++i) {
        if (!fs::is_symlink(fs::symlink_status(path, ec)))
            return path;
        const fs::path next = fs::read_symlink(path, ec);
        if (ec)
            return refused(target, ": " + ec.message());
        path = next.is_absolute() ? next : path.parent_path() / next;
    }
    return refused(target, ": its links lead in a circle");
}

Result<OutputPlace> newFile(const fs::path& target)
{
    const auto path = behindLinks(target);
    if (!path)
        return tl::unexpected(path.error());
    if (path->filename().empty() || path->filename() == "." || path->filename() == "..")
        return refused(target, "", "a file name", "a folder");
    const fs::path folder = path->has_parent_path() ? path->parent_path() : fs::path(".");
    std::error_code ec;
    if (!fs::is_directory(folder, ec))
        return refused(target, " because the folder " + folder.string() + " does not exist");
    return OutputPlace { *path, false, false };
}

Result<OutputPlace> existingFile(const fs::path& target, const struct stat& status)
{
    // A rename would replace a file that its owner has protected; root may write anything, and should not here.
    constexpr mode_t anyWriter = S_IWUSR | S_IWGRP | S_IWOTH;
    if ((status.st_mode & anyWriter) == 0)
        return refused(target, ": the file is write-protected");
    if (::access(target.c_str(), W_OK) != 0)
        return refused(target, std::string(": ") + std::strerror(errno));
    const auto path = behindLinks(target);
    if (!path)
        return tl::unexpected(path.error());
    return OutputPlace { *path, false, true };
}

} // namespace

Result<OutputPlace> outputPlace(const fs::path& target)
{
    if (target.empty())
        return refused(target, "", "a file name", "an empty one");
    if (namedDescriptor(target))
        return OutputPlace { target, true, true };
    struct stat status { };
    if (::stat(target.c_str(), &status) != 0) {
        if (errno == ENOENT)
            return newFile(target);
        return refused(target, std::string(": ") + std::strerror(errno));
    }
    if (S_ISDIR(status.st_mode))
        return refused(target, "", "a file name", "a folder");
    if (S_ISFIFO(status.st_mode) || S_ISCHR(status.st_mode))
        return OutputPlace { target, true, true };
    if (!S_ISREG(status.st_mode))
        return refused(target, "", "a file, a pipe or a terminal", S_ISBLK(status.st_mode) ? "a disk" : "a socket");
    return existingFile(target, status);
}

Result<void> writeAll(int descriptor, std::string_view text, const std::string& subject)
{
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0 && errno == EAGAIN) { // a terminal that another program left in that mode
            struct pollfd room {
                descriptor, POLLOUT, 0
            };
            ::poll(&room, 1, -1);
            continue;
        }
        if (written < 0)
            return refused(subject, std::string(": ") + std::strerror(errno));
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<int> openStream(const fs::path& path)
{
    const auto named = namedDescriptor(path);
    int descriptor = -1;
    for (int i = 0; i < readerWaits; ++i) {
        descriptor = named ? ::fcntl(*named, F_DUPFD_CLOEXEC, 0)
                           : ::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
        if (descriptor >= 0 || errno != ENXIO) // a pipe without a reader
            break;
        ::usleep(100'000);
    }
    if (descriptor < 0)
        return refused(path, errno == ENXIO ? ": nobody reads this pipe" : std::string(": ") + std::strerror(errno));
    if (!named)
        ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) & ~O_NONBLOCK);
    return descriptor;
}

} // namespace maskscope
