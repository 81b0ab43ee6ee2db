// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cctype>

#include "analysis/report/old/old_number.h"

namespace maskscope {

namespace {

constexpr const char* form = "position=0.4028,diversity=0,top3=0.9%,verdict=TEXT, any of them";

Result<void> take(OldReport& report, const std::string& name, const std::string& value)
{
    if (name == "verdict") {
        report.verdict = value;
        return {};
    }
    std::optional<OldNumber>* target = name == "position" ? &report.positionCorrelation
        : name == "diversity"                             ? &report.channelDiversity
        : name == "top3"                                  ? &report.top3Share
                                                          : nullptr;
    if (target == nullptr)
        return failure(ErrorCode::InvalidArgument, "--old-numbers", "has an unknown name", form, name);
    if (*target)
        return failure(ErrorCode::InvalidArgument, "--old-numbers", "names a number twice", form, name);
    *target = oldNumber(value, name == "diversity" ? 1e6 : 1);
    if (!*target)
        return failure(ErrorCode::InvalidArgument, "--old-numbers", "has a value that cannot be " + name,
                       name == "diversity" ? "a number, 0 or more" : "a number from 0 to 1, or a percentage", value);
    return {};
}

} // namespace

Result<OldReport> oldNumbers(std::string_view text)
{
    OldReport report;
    report.source = "--old-numbers";
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t equals = text.find('=', at);
        if (equals == std::string_view::npos)
            return failure(ErrorCode::InvalidArgument, "--old-numbers", "cannot be read", form,
                           std::string(text.substr(at)));
        const std::string name(text.substr(at, equals - at));
        // A verdict may hold commas: it takes the rest of the line.
        const std::size_t comma = name == "verdict" ? std::string_view::npos : text.find(',', equals);
        const std::size_t end = comma == std::string_view::npos ? text.size() : comma;
        if (auto taken = take(report, name, std::string(text.substr(equals + 1, end - equals - 1))); !taken)
            return tl::unexpected(taken.error());
        at = end + 1;
    }
    if (report.missing().size() == 4)
        return failure(ErrorCode::InvalidArgument, "--old-numbers", "names no number", form, "nothing");
    return report;
}

} // namespace maskscope
