// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/recording/units.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace maskscope {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks("\0 \t\r\n", 5);
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::optional<double> parseNumber(std::string_view text)
{
    text = trimmed(text);
    if (text.starts_with("+-"))
        return std::nullopt;
    if (text.starts_with('+'))
        text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::optional<double> parseNumberOrComma(std::string_view text)
{
    const auto comma = text.find(',');
    if (comma == std::string_view::npos || text.find('.') != std::string_view::npos)
        return parseNumber(text);
    std::string pointed(text);
    pointed[comma] = '.';
    return parseNumber(pointed);
}

std::optional<double> microvoltsPer(std::string_view unit)
{
    // The micro sign (U+00B5), the Greek mu (U+03BC) and latin-1's 0xB5 all occur in real headers.
    constexpr std::array<std::pair<std::string_view, double>, 9> scales { { { "uV", 1.0 },
                                                                            { "\xC2\xB5V", 1.0 },
                                                                            { "\xCE\xBCV", 1.0 },
                                                                            { "\xB5V", 1.0 },
                                                                            { "microvolt", 1.0 },
                                                                            { "mV", 1e3 },
                                                                            { "V", 1e6 },
                                                                            { "volt", 1e6 },
                                                                            { "nV", 1e-3 } } };
    unit = trimmed(unit);
    const std::string_view singular = unit == "volts" || unit == "microvolts" ? unit.substr(0, unit.size() - 1) : unit;
    const auto found = std::ranges::find(scales, singular, &std::pair<std::string_view, double>::first);
    if (found != scales.end())
        return found->second;
    if (singular == "UV" || singular == "uv" || singular == "Uv")
        return 1.0;
    return std::nullopt; // "MV" could be mega: not guessed
}

namespace {

/// Bytes of the UTF-8 sequence that starts at `i`, 0 where it is none.
std::size_t utf8Length(std::string_view text, std::size_t i)
{
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::size_t length = byte < 0x80U ? 1
        : byte >= 0xC2U && byte < 0xE0U     ? 2
        : byte >= 0xE0U && byte < 0xF0U     ? 3
        : byte >= 0xF0U && byte < 0xF5U     ? 4
                                            : 0;
    if (length == 0 || i + length > text.size())
        return 0;
    for (std::size_t k = 1; k < length; ++k) {
        if ((static_cast<unsigned char>(text[i + k]) & 0xC0U) != 0x80U)
            return 0;
    }
    return length;
}

} // namespace

std::string toUtf8(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        if (const std::size_t length = utf8Length(text, i); length > 0) {
            out.append(text.substr(i, length));
            i += length;
            continue;
        }
        const auto byte = static_cast<unsigned char>(text[i++]);
        out += static_cast<char>(0xC0U | (byte >> 6U));
        out += static_cast<char>(0x80U | (byte & 0x3FU));
    }
    return out;
}

} // namespace maskscope
