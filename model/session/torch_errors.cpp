// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/torch_errors.h"

#include <exception>
#include <new>

#include <c10/util/Exception.h>

namespace maskscope {

namespace {

/// Torch's messages run over several lines; the first says what happened.
std::string firstLine(const std::string& message) { return message.substr(0, message.find('\n')); }

} // namespace

bool saysOutOfMemory(std::string_view message)
{
    for (const std::string_view sign :
         { "out of memory", "can't allocate memory", "not enough memory", "bad_alloc", "CUBLAS_STATUS_ALLOC_FAILED" })
        if (message.find(sign) != std::string_view::npos)
            return true;
    return false;
}

Result<void> catchingTorch(const std::string& subject, const std::function<Result<void>()>& body)
{
    try {
        return body();
    } catch (const c10::Error& error) {
        const std::string message = error.what_without_backtrace();
        if (saysOutOfMemory(message))
            return failure(ErrorCode::OutOfMemory, subject, "memory ran out; a smaller batch needs less");
        return failure(ErrorCode::DeviceFailed, subject, "the computation failed: " + firstLine(message));
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, subject, "memory ran out; a smaller batch needs less");
    } catch (const std::exception& error) {
        return failure(ErrorCode::DeviceFailed, subject, "the computation failed: " + firstLine(error.what()));
    }
}

} // namespace maskscope
