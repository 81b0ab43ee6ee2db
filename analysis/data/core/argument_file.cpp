// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/core/argument_file.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <map>
#include <mutex>
#include <optional>
#include <tuple>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/data/core/sha256.h"

namespace maskscope {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto longestSilence = std::chrono::seconds(3); // of a pipe that nobody has opened for writing

/// Which content of which pipe.
using PipeState = std::tuple<dev_t, ino_t, time_t, long>;

/// What came through pipes: it cannot be read again.
class PipeContents {
public:
    std::optional<std::string> of(const PipeState& state)
    {
        const std::scoped_lock lock(m_mutex);
        const auto known = m_contents.find(state);
        return known == m_contents.end() ? std::nullopt : std::optional(known->second);
    }
    void keep(const PipeState& state, const std::string& bytes)
    {
        const std::scoped_lock lock(m_mutex);
        m_contents[state] = bytes;
    }

private:
    std::mutex m_mutex;
    std::map<PipeState, std::string> m_contents;
};

PipeContents& pipeContents()
{
    static PipeContents contents;
    return contents;
}

PipeState stateOf(const struct stat& status)
{
    return { status.st_dev, status.st_ino, status.st_mtim.tv_sec, status.st_mtim.tv_nsec };
}

class OpenFile {
public:
    explicit OpenFile(const fs::path& path)
        : m_file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) // NOLINT(*-vararg)
    {
    }
    ~OpenFile()
    {
        if (m_file >= 0)
            ::close(m_file);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    [[nodiscard]] int get() const { return m_file; }

private:
    int m_file;
};

class ArgumentReader {
public:
    ArgumentReader(const fs::path& path, std::string_view purpose, std::size_t mostBytes)
        : m_path(path)
        , m_purpose(purpose)
        , m_mostBytes(mostBytes)
    {
    }

    Result<std::string> read()
    {
        const OpenFile file(m_path);
        struct stat status { };
        if (file.get() < 0 || ::fstat(file.get(), &status) != 0)
            return unreadable(errno == ENOENT ? "no such file" : std::strerror(errno));
        if (S_ISDIR(status.st_mode))
            return unreadable("a folder");
        const bool pipe = S_ISFIFO(status.st_mode);
        if (pipe)
            if (auto known = pipeContents().of(stateOf(status)))
                return *known;
        std::string bytes;
        if (auto read = readToEnd(file.get(), pipe, bytes); !read)
            return tl::unexpected(read.error());
        if (pipe && ::fstat(file.get(), &status) == 0)
            pipeContents().keep(stateOf(status), bytes);
        return bytes;
    }

private:
    [[nodiscard]] tl::unexpected<Error> unreadable(std::string found) const
    {
        return failure(ErrorCode::UnreadableInput, m_path.string(), m_purpose + " cannot be read", "a file",
                       std::move(found));
    }

    /// Without data a pipe says whether somebody has it open for writing (EAGAIN) or nobody has, not yet or no longer.
    [[nodiscard]] Result<void> readToEnd(int file, bool pipe, std::string& bytes) const
    {
        std::array<char, 1U << 16U> piece {};
        bool begun = !pipe;
        for (const Clock::time_point started = Clock::now();;) {
            const ssize_t n = ::read(file, piece.data(), piece.size());
            if (n > 0) {
                begun = true;
                bytes.append(piece.data(), static_cast<std::size_t>(n));
                if (bytes.size() > m_mostBytes)
                    return failure(ErrorCode::CorruptInput, m_path.string(), m_purpose + " cannot be read",
                                   "at most " + std::to_string(m_mostBytes) + " bytes", "more");
                continue;
            }
            if (n < 0 && errno != EAGAIN && errno != EINTR)
                return unreadable(std::strerror(errno));
            begun = begun || n < 0;
            if (n == 0 && (begun || hasEnded(file)))
                return {};
            if (n == 0 && Clock::now() - started > longestSilence)
                return unreadable("a pipe that nobody writes to");
            waitFor(file, n < 0 ? POLLIN : 0);
        }
    }

    /// A writer was there before this reader came.
    static bool hasEnded(int file)
    {
        pollfd state { file, POLLIN, 0 };
        return ::poll(&state, 1, 0) > 0 && (state.revents & POLLHUP) != 0 && (state.revents & POLLIN) == 0;
    }
    static void waitFor(int file, int events)
    {
        pollfd state { file, static_cast<short>(events), 0 };
        ::poll(&state, events == 0 ? 0 : 1, 20);
    }

    const fs::path& m_path;
    std::string m_purpose;
    std::size_t m_mostBytes;
};

} // namespace

Result<ArgumentFile> readArgumentFile(const fs::path& path, std::string_view purpose, std::size_t mostBytes)
{
    auto bytes = ArgumentReader(path, purpose, mostBytes).read();
    if (!bytes)
        return tl::unexpected(bytes.error());
    const auto digest = sha256OfBytes(*bytes, path.string());
    if (!digest)
        return tl::unexpected(digest.error());
    return ArgumentFile { std::move(*bytes), *digest };
}

Result<void> requireRegularFile(const fs::path& path, std::string_view expected)
{
    std::error_code ec;
    const fs::file_status status = fs::status(path, ec);
    if (fs::is_regular_file(status))
        return {};
    if (!fs::exists(status))
        return failure(ErrorCode::UnreadableInput, path.string(),
                       ec && status.type() == fs::file_type::none ? "cannot be read: " + ec.message() : "no such file");
    return failure(ErrorCode::UnreadableInput, path.string(), "cannot be read",
                   std::string(expected) + ", which is a file on a disk",
                   fs::is_directory(status)    ? "a folder"
                       : fs::is_fifo(status)   ? "a pipe, which cannot be read back and forth"
                       : fs::is_socket(status) ? "a socket"
                                               : "a device");
}

} // namespace maskscope
