// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/subject_name.h"

#include <algorithm>
#include <cctype>
#include <set>
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

/// "S001" of "S001R03", "chb01" of "chb01_03"; empty where no digits follow the letters, or nothing follows the digits.
std::string letterAndDigits(std::string_view name)
{
    const auto letter = [](unsigned char c) { return std::isalpha(c) != 0; };
    const auto digit = [](unsigned char c) { return std::isdigit(c) != 0; };
    const auto digits = std::find_if_not(name.begin(), name.end(), letter);
    const auto end = std::find_if_not(digits, name.end(), digit);
    return digits == end || end == name.end() || digits == name.begin() ? std::string()
                                                                        : std::string(name.begin(), end);
}

} // namespace

std::vector<std::string> subjectsOfNames(const std::vector<std::filesystem::path>& paths)
{
    std::vector<std::string> subjects;
    for (const auto& path : paths) {
        std::string subject = subjectOfName(path);
        if (subject.empty())
            subject = letterAndDigits(path.stem().string());
        if (subject.empty())
            return {};
        subjects.push_back(std::move(subject));
    }
    const std::set<std::string> distinct(subjects.begin(), subjects.end());
    return distinct.size() < subjects.size() ? subjects : std::vector<std::string> {};
}

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
