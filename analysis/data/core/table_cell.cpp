// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/core/table_cell.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace maskscope {

namespace {

bool isNumber(std::string_view text)
{
    double value = 0;
    text.remove_prefix(text.starts_with('+') ? 1 : 0);
    const char* end = text.data() + text.size();
    const auto [stop, code] = std::from_chars(text.data(), end, value);
    return code == std::errc() && stop == end;
}

} // namespace

std::string oneLine(std::string text)
{
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20U || c == '\x7F'; }, ' ');
    return text;
}

std::string noFormula(std::string_view text)
{
    constexpr std::string_view blank = " \""; // a quotation mark opens a cell
    const std::size_t first = std::min(text.find_first_not_of(blank), text.size());
    const std::string_view content = text.substr(first);
    const bool runs = !content.empty() && std::string_view("=+-@").find(content.front()) != std::string_view::npos
        && !isNumber(content.substr(0, content.find_last_not_of(' ') + 1));
    return runs ? "'" + std::string(text) : std::string(text);
}

} // namespace maskscope
