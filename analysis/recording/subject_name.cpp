// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/recording/subject_name.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace maskscope {

namespace {

/// "sub-" and a label of letters and digits, which ends the name or stands before one of `ends`.
std::string subjectAtStart(std::string_view name, std::string_view ends)
{
    constexpr std::string_view mark = "sub-";
    if (!name.starts_with(mark))
        return {};
    const auto isLabel = [](unsigned char c) { return std::isalnum(c) != 0; };
    const auto end = std::find_if_not(name.begin() + mark.size(), name.end(), isLabel);
    const bool ended = end == name.end() || ends.find(*end) != std::string_view::npos;
    return end != name.begin() + mark.size() && ended ? std::string(name.begin(), end) : std::string();
}

} // namespace

std::string subjectOfName(const std::filesystem::path& path)
{
    if (std::string subject = subjectAtStart(path.filename().string(), "_."); !subject.empty())
        return subject;
    std::error_code ec;
    auto folder = std::filesystem::absolute(path, ec).lexically_normal().parent_path();
    for (; !ec && folder.has_relative_path(); folder = folder.parent_path())
        if (std::string subject = subjectAtStart(folder.filename().string(), ""); !subject.empty())
            return subject;
    return {};
}

} // namespace maskscope
