// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/torch_errors.h"

#include <algorithm>
#include <cctype>
#include <exception>
#include <initializer_list>
#include <new>

#include <c10/util/Exception.h>
#include <torch/version.h>

namespace maskscope {

namespace {

/// Torch's messages run over several lines: the first that says anything tells what happened, or, after the traceback
/// of a script, the last.
std::string tellingLine(std::string message)
{
    const auto trim = [](std::string& text) {
        while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0)
            text.pop_back();
        text.erase(0, std::min(text.size(), text.find_first_not_of(" \t\r\n")));
    };
    trim(message);
    if (message.empty())
        return "LibTorch does not say why";
    if (message.find("Traceback") == message.npos)
        return message.substr(0, message.find('\n'));
    return message.substr(message.rfind('\n') + 1);
}

/// What stands behind `mark`, as far as an operation's name goes ("aten::linear"); empty: there is no such mark.
std::string nameBehind(const std::string& message, std::string_view mark)
{
    const std::size_t at = message.find(mark);
    if (at == message.npos)
        return {};
    std::string name;
    for (std::size_t i = at + mark.size(); i < message.size(); ++i) {
        const char c = message[i];
        if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_' && c != ':' && c != '.')
            break;
        name += c;
    }
    while (!name.empty() && name.back() == '.')
        name.pop_back();
    return name;
}

/// The operation or type of a newer PyTorch that an archive uses; empty: that is not the matter.
std::string unknownOperation(const std::string& message)
{
    for (const char* mark : { "Unknown builtin op: ", "Unknown type name '", "Couldn't find an operator for ",
                              "Could not find any similar ops to ", "Unknown type constructor " })
        if (std::string name = nameBehind(message, mark); !name.empty())
            return name;
    // A known operation with arguments that only newer versions have: the variants are listed by name.
    if (message.find("Arguments for call are not valid") != message.npos
        || message.find("Unknown keyword") != message.npos)
        for (const char* space : { "aten::", "prim::", "quantized::" })
            if (const std::string name = nameBehind(message, space); !name.empty())
                return space + name;
    return {};
}

Error computationFailed(const std::string& subject, const std::string& message, ErrorCode otherwise)
{
    const ErrorCode code = saysDeviceLost(message) ? ErrorCode::DeviceFailed : otherwise;
    if (const std::string name = unknownOperation(message); !name.empty())
        return { ErrorCode::UnsupportedFormat,
                 subject,
                 "uses " + name
                     + ", which this LibTorch (" TORCH_VERSION
                       ") does not know: it was written by a newer PyTorch. Export it anew without that operation (its "
                       "formula written out in the model), or with a PyTorch of this version",
                 {},
                 {} };
    if (message.find("maximum supported version for reading") != message.npos)
        return { ErrorCode::UnsupportedFormat,
                 subject,
                 "is an archive of a newer PyTorch than this LibTorch (" TORCH_VERSION
                 ") reads: export it anew with a PyTorch of this version",
                 {},
                 {} };
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
