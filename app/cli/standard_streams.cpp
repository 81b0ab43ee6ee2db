// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/standard_streams.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <string>

#include <fcntl.h>
#include <unistd.h>

#include "analysis/data/core/output_place.h"

namespace maskscope {

namespace {

int reasonOfFailure = 0; // of print(); 0: none so far

constexpr int partlyDone = 3, notWritten = 4;

} // namespace

void prepareStandardStreams()
{
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    for (const int descriptor : { STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO })
        if (::fcntl(descriptor, F_GETFD) < 0 && errno == EBADF) {
            // For reading, so that writing to it still fails. The lowest free number is this one.
            const int opened = ::open("/dev/null", O_RDONLY);
            if (opened >= 0 && opened != descriptor) {
                ::dup2(opened, descriptor);
                ::close(opened);
            }
        }
}

void say(std::string_view text) noexcept
{
    // In the order in which both were written, where they are one terminal.
    if (std::fflush(stdout) != 0 && reasonOfFailure == 0)
        reasonOfFailure = errno;
    while (!text.empty()) {
        const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

Result<void> writeStandardOutput(std::string_view text)
{
    if (std::fflush(stdout) != 0 && reasonOfFailure == 0)
        reasonOfFailure = errno;
    return writeAll(STDOUT_FILENO, text, "standard output");
}

void print(std::string_view text) noexcept
{
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() && reasonOfFailure == 0)
        reasonOfFailure = errno;
}

int finishOutput(int status, bool filesWritten)
{
    if (std::fflush(stdout) != 0 && reasonOfFailure == 0)
        reasonOfFailure = errno;
    if (!std::cout.flush() && reasonOfFailure == 0) // what the command line's parser prints
        reasonOfFailure = errno != 0 ? errno : EIO;
    if (reasonOfFailure == 0)
        return status;
    say(std::string("maskscope: standard output: cannot be written: ") + std::strerror(reasonOfFailure) + ".\n");
    return status != 0 ? status : filesWritten ? partlyDone : notWritten;
}

} // namespace maskscope
