// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/core/error.h"

namespace maskscope {

std::string Error::sentence() const
{
    std::string text = subject.empty() ? message : subject + ": " + message;
    if (!expected.empty())
        text += ": expected " + expected;
    if (!found.empty())
        text += (expected.empty() ? ": found " : ", found ") + found;
    return text + ".";
}

int exitStatus(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return 2;
    case ErrorCode::Cancelled:
        return 3;
    case ErrorCode::OutOfMemory:
    case ErrorCode::DeviceFailed:
        return 5;
    case ErrorCode::UnreadableInput:
    case ErrorCode::UnsupportedFormat:
    case ErrorCode::CorruptInput:
    case ErrorCode::Mismatch:
    case ErrorCode::UnwritableOutput:
        break;
    }
    return 4;
}

} // namespace maskscope
