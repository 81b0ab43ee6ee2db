// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "analysis/data/core/error.h"

namespace maskscope {

/// To be called first in main(). A stream that the caller closed is opened onto nothing, so that no output file takes
/// its number and messages land in it; a pipe that nobody reads and a file that may not grow become errors instead of
/// signals that end the program.
void prepareStandardStreams();

/// To standard error. Words that cannot be shown are no reason to lose the work: failures are passed over.
void say(std::string_view text) noexcept;

/// To standard output, at once, so that a failure is known: a full disk, a pipe that nobody reads.
[[nodiscard]] Result<void> writeStandardOutput(std::string_view text);

/// The same for lists and tables on the way; finishOutput() reports what failed.
void print(std::string_view text) noexcept;

/// The exit status of a command that would end with `status`: where standard output could not be written it says so,
/// and a success becomes 4, or 3 where files were written all the same.
[[nodiscard]] int finishOutput(int status, bool filesWritten = false);

} // namespace maskscope
