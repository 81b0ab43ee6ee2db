// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/core/foreign/foreign_text.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <span>
#include <vector>

namespace maskscope {

namespace {

struct Lines {
    std::vector<std::string_view> all; // at most eight, without empty ones and comments
    std::size_t whole = 0; // of them; the last may be cut
};

Lines linesOf(std::string_view head)
{
    Lines lines;
    while (!head.empty() && lines.all.size() < 8) {
        const auto end = head.find('\n');
        std::string_view line = head.substr(0, end);
        head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
        while (!line.empty() && std::isspace(static_cast<unsigned char>(line.back())) != 0)
            line.remove_suffix(1);
        if (line.empty() || line.front() == '#' || line.front() == '%')
            continue;
        lines.all.push_back(line);
        lines.whole += end == std::string_view::npos ? 0 : 1;
    }
    return lines;
}

std::vector<std::string_view> words(std::string_view line)
{
    std::vector<std::string_view> all;
    while (!line.empty()) {
        const auto begin = line.find_first_not_of(" \t");
        if (begin == std::string_view::npos)
            break;
        const auto end = std::min(line.find_first_of(" \t", begin), line.size());
        all.push_back(line.substr(begin, end - begin));
        line.remove_prefix(end);
    }
    return all;
}

bool isNumber(std::string_view word)
{
    double value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    return error == std::errc() && end == word.data() + word.size();
}

bool numbersInColumns(std::span<const std::string_view> lines)
{
    return lines.size() > 1 && std::ranges::all_of(lines, [](std::string_view line) {
               const auto all = words(line);
               return all.size() > 1 && std::ranges::all_of(all, isNumber);
           });
}

} // namespace

bool looksLikeTable(std::string_view head)
{
    const Lines lines = linesOf(head);
    if (lines.all.size() < 2)
        return false;
    const auto whole = std::span(lines.all).first(lines.whole);
    for (const char separator : { ',', ';', '\t' }) {
        const auto columns = [separator](std::string_view line) { return std::ranges::count(line, separator); };
        const bool everywhere
            = std::ranges::all_of(lines.all, [&](std::string_view line) { return columns(line) > 0; });
        const bool alike = std::ranges::all_of(
            whole, [&](std::string_view line) { return columns(line) == columns(whole.front()); });
        if (everywhere && alike)
            return true;
    }
    return numbersInColumns(whole);
}

std::string_view firstLine(std::string_view head)
{
    const Lines lines = linesOf(head);
    return lines.all.empty() ? std::string_view() : lines.all.front();
}

bool looksLikeWfdbHeader(std::string_view head)
{
    const auto all = words(firstLine(head));
    return all.size() >= 2 && all.size() <= 6 && all[1].size() < 5 && isNumber(all[1])
        && (all.size() == 2 || isNumber(all[2].substr(0, all[2].find_first_of("/("))));
}

} // namespace maskscope
