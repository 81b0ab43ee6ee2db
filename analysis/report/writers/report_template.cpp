// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/report/writers/report_template.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace maskscope {

namespace {

std::string trimmed(std::string text)
{
    const auto blank = [](unsigned char c) { return std::isspace(c) != 0; };
    text.erase(text.begin(), std::ranges::find_if_not(text, blank));
    while (!text.empty() && blank(static_cast<unsigned char>(text.back())))
        text.pop_back();
    return text;
}

std::string place(const std::string& text, std::size_t at)
{
    return fmt::format("line {}", std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1);
}

using Chapters = std::vector<const ReportChapter*>;

/// The chapters that a name stands for; none where it is unknown.
Chapters chaptersOf(const Report& report, const std::string& name)
{
    Chapters chosen;
    for (std::size_t i = 0; i < report.chapters.size(); ++i) {
        const ReportChapter& chapter = report.chapters[i];
        const bool goesOn = !chosen.empty() && chapter.level > chosen.front()->level;
        if (name == "all" || goesOn || (chosen.empty() && chapterKey(chapter) == name))
            chosen.push_back(&chapter);
        else if (!chosen.empty())
            break;
    }
    return chosen;
}

} // namespace

std::string chapterKey(const ReportChapter& chapter)
{
    std::string key;
    for (const char c : chapter.title) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0)
            key += static_cast<char>(std::tolower(byte));
        else if (!key.empty() && key.back() != '-')
            key += '-';
    }
    while (key.ends_with('-'))
        key.pop_back();
    return key;
}

std::vector<std::string> templateNames(const Report& report)
{
    std::vector<std::string> names { "title", "subtitle", "origin", "all" };
    for (const ReportChapter& chapter : report.chapters)
        if (std::string key = chapterKey(chapter); std::ranges::find(names, key) == names.end())
            names.push_back(std::move(key));
    return names;
}

Result<std::string> filledTemplate(const std::string& text, const std::string& file, const Report& report,
                                   const std::function<std::string(const std::string&)>& line,
                                   const std::function<Result<std::string>(const ReportChapter&)>& chapter)
{
    std::string out;
    std::size_t from = 0;
    for (std::size_t at = text.find("{{"); at != std::string::npos; at = text.find("{{", from)) {
        const std::size_t end = text.find("}}", at);
        if (end == std::string::npos)
            return failure(ErrorCode::CorruptInput, file, place(text, at) + ": a name is not closed", "{{name}}",
                           text.substr(at, 20));
        out += text.substr(from, at - from);
        from = end + 2;
        const std::string name = trimmed(text.substr(at + 2, end - at - 2));
        const Chapters chapters = chaptersOf(report, name);
        if (name == "title" || name == "subtitle" || name == "origin")
            out += line(name == "title" ? report.title : name == "subtitle" ? report.subtitle : report.origin);
        else if (chapters.empty())
            return failure(ErrorCode::CorruptInput, file, place(text, at) + " asks for what the report does not have",
                           fmt::format("one of {}", fmt::join(templateNames(report), ", ")), "\"" + name + "\"");
        for (const ReportChapter* part : chapters) {
            const auto written = chapter(*part);
            if (!written)
                return tl::unexpected(written.error());
            out += *written;
        }
    }
    return out + text.substr(from);
}

} // namespace maskscope
