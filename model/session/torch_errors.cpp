// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/torch_errors.h"

#include <algorithm>
#include <cctype>
#include <exception>
#include <initializer_list>
#include <new>

#include <c10/util/Exception.h>

namespace maskscope {

namespace {

/// Torch's messages run over several lines: the first says what happened, or, after the traceback of a script, the
/// last.
std::string tellingLine(std::string message)
{
    if (message.find("Traceback") == message.npos)
        return message.substr(0, message.find('\n'));
    while (!message.empty() && std::isspace(static_cast<unsigned char>(message.back())) != 0)
        message.pop_back();
    return message.substr(message.rfind('\n') + 1);
}

Error computationFailed(const std::string& subject, const std::string& message, ErrorCode otherwise)
{
    const ErrorCode code = saysDeviceLost(message) ? ErrorCode::DeviceFailed : otherwise;
    return { code, subject, "the computation failed: " + tellingLine(message), {}, {} };
}

bool containsAny(std::string_view message, std::initializer_list<std::string_view> signs)
{
    return std::ranges::any_of(signs, [&](std::string_view sign) { return message.find(sign) != message.npos; });
}

} // namespace

bool saysOutOfMemory(std::string_view message)
{
    return containsAny(
        message,
        { "out of memory", "can't allocate memory", "not enough memory", "bad_alloc", "CUBLAS_STATUS_ALLOC_FAILED" });
}

bool saysDeviceLost(std::string_view message)
{
    return !saysOutOfMemory(message)
        && containsAny(message, { "CUDA error", "CUDA driver error", "CUBLAS_STATUS", "CUDNN_STATUS" });
}

Result<void> catchingTorch(const std::string& subject, const std::function<Result<void>()>& body, ErrorCode otherwise)
{
    try {
        return body();
    } catch (const c10::Error& error) {
        const std::string message = error.what_without_backtrace();
        if (saysOutOfMemory(message))
            return failure(ErrorCode::OutOfMemory, subject, "memory ran out; a smaller batch needs less");
        return tl::unexpected(computationFailed(subject, message, otherwise));
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, subject, "memory ran out; a smaller batch needs less");
    } catch (const std::exception& error) {
        return tl::unexpected(computationFailed(subject, error.what(), otherwise));
    }
}

} // namespace maskscope
