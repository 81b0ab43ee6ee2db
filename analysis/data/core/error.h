// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace maskscope {

/// What went wrong, coarse enough to choose an exit status (see exitStatus()).
enum class ErrorCode {
    InvalidArgument, ///< the caller asked for something that does not exist or does not fit (status 2)
    UnreadableInput, ///< the file is absent, a folder, or not readable (status 4)
    UnsupportedFormat, ///< the content is of no format we read (status 4)
    CorruptInput, ///< the format is known, the content breaks it (status 4)
    Mismatch, ///< two inputs do not fit together, e.g. a window longer than the recording (status 4)
    UnwritableOutput, ///< the result cannot be written (status 4)
    OutOfMemory, ///< an allocation failed (status 5)
    DeviceFailed, ///< the compute device is absent or was lost (status 5)
    Cancelled, ///< the user asked to stop (status 3)
};

/// One sentence for a person, and its parts for a program.
///
/// `subject` names the file, dataset or tensor; `expected` and `found` may be empty. Messages carry no trailing
/// full stop and do not repeat the subject: sentence() joins the parts.
struct Error {
    ErrorCode code = ErrorCode::InvalidArgument;
    std::string subject;
    std::string message;
    std::string expected;
    std::string found;

    /// "subject: message: expected X, found Y."
    [[nodiscard]] std::string sentence() const;
};

/// Exit status of the command lines for an error: 2 usage, 3 partly done, 4 input, 5 device.
[[nodiscard]] int exitStatus(ErrorCode code);

template <typename T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> failure(ErrorCode code, std::string subject, std::string message,
                                                   std::string expected = {}, std::string found = {})
{
    return tl::unexpected<Error>(
        Error { code, std::move(subject), std::move(message), std::move(expected), std::move(found) });
}

} // namespace maskscope
