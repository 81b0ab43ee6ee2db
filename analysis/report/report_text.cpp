// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/report/report_text.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include <fmt/format.h>

#include "analysis/report/report.h"

namespace maskscope {

namespace {

bool isDigit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

std::string superscript(std::string_view digits)
{
    static constexpr const char* signs[] { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
    std::string text;
    for (const char c : digits)
        text += c == '-' ? "⁻" : signs[c - '0'];
    return text;
}

/// Length of an exponent ("e-05", "e+16") that begins at `at`, after a digit and at the end of a number; else 0.
std::size_t exponentLength(std::string_view text, std::size_t at)
{
    if (at == 0 || !isDigit(text[at - 1]) || at + 2 >= text.size() || text[at] != 'e'
        || (text[at + 1] != '-' && text[at + 1] != '+'))
        return 0;
    std::size_t end = at + 2;
    while (end < text.size() && isDigit(text[end]))
        ++end;
    const bool isNumber = end > at + 2 && end <= at + 5
        && (end == text.size() || std::isalnum(static_cast<unsigned char>(text[end])) == 0);
    return isNumber ? end - at : 0;
}

bool isMinus(std::string_view text, std::size_t at)
{
    if (text[at] != '-' || at + 1 >= text.size() || !isDigit(text[at + 1]))
        return false;
    return at == 0 || std::string_view(" [(=").find(text[at - 1]) != std::string_view::npos;
}

/// Bytes of the UTF-8 character at `at`; 0 where none begins there (overlong forms, surrogates, above U+10FFFF too).
std::size_t characterLength(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    const std::size_t length = first < 0x80 ? 1
        : first < 0xC2                      ? 0
        : first < 0xE0                      ? 2
        : first < 0xF0                      ? 3
        : first < 0xF5                      ? 4
                                            : 0;
    if (length == 0 || at + length > text.size())
        return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte(at + i) & 0xC0) != 0x80)
            return 0;
    const bool isWrong = (first == 0xE0 && byte(at + 1) < 0xA0) || (first == 0xED && byte(at + 1) > 0x9F)
        || (first == 0xF0 && byte(at + 1) < 0x90) || (first == 0xF4 && byte(at + 1) > 0x8F);
    return isWrong ? 0 : length;
}

} // namespace

std::string onPaper(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = characterLength(text, i);
        const auto byte = static_cast<unsigned char>(text[i]);
        const std::string_view character = text.substr(i, length);
        // Not in XML: control characters, the last two of the plane.
        if (length == 0 || character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF")
            out += "\xEF\xBF\xBD";
        else if (byte == '\n' || byte == '\t' || byte == '\r')
            out += ' ';
        else if (byte >= 0x20 && byte != 0x7F)
            out += character;
        i += std::max<std::size_t>(length, 1);
    }
    return out;
}

std::string reportNumber(double value)
{
    if (!std::isfinite(value))
        return "–";
    if (value == 0)
        return "0";
    const bool isWhole = value == std::round(value) && std::abs(value) < 1e9;
    return isWhole ? fmt::format("{:.0f}", value) : fmt::format("{:.4g}", value);
}

std::string reportInterval(const Interval& interval)
{
    return fmt::format("[{}, {}]", reportNumber(interval.low), reportNumber(interval.high));
}

std::string typographic(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        if (const std::size_t length = exponentLength(text, i); length > 0) {
            const int power = std::stoi(std::string(text.substr(i + 1, length - 1)));
            // No-break spaces: a number is not broken over lines.
            out += "\u00A0×\u00A010" + superscript(std::to_string(power));
            i += length;
            continue;
        }
        out += isMinus(text, i) ? std::string("−") : std::string(1, text[i]);
        ++i;
    }
    return out;
}

std::string enumeration(const std::vector<std::string>& names)
{
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i)
        text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
    return text;
}

std::string counted(std::int64_t count, std::string_view noun)
{
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string fileName(const std::string& path)
{
    const std::size_t slash = path.find_last_of('/');
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

} // namespace maskscope
