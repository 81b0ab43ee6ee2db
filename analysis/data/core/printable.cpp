// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/core/printable.h"

#include <array>
#include <cstdint>

namespace maskscope {

namespace {

struct Character {
    std::uint32_t code = 0;
    std::size_t bytes = 0; ///< 0: no UTF-8
};

/// Refuses what is longer than needed, surrogates, and what lies beyond Unicode.
Character characterAt(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
    const std::uint32_t first = byte(at);
    if (first < 0x80U)
        return { first, 1 };
    constexpr std::array<std::uint32_t, 5> lowest { 0, 0, 0x80, 0x800, 0x10000 };
    const std::size_t length = first >= 0xF0U && first < 0xF5U ? 4
        : first >= 0xE0U && first < 0xF0U                      ? 3
        : first >= 0xC2U && first < 0xE0U                      ? 2
                                                               : 0;
    if (length == 0 || at + length > text.size())
        return {};
    std::uint32_t code = first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80U)
            return {};
        code = code << 6U | (byte(at + i) & 0x3FU);
    }
    const bool sound = code >= lowest.at(length) && code <= 0x10FFFFU && !(code >= 0xD800U && code <= 0xDFFFU);
    return sound ? Character { code, length } : Character {};
}

/// Control characters of both kinds, separators of lines, and those that turn the direction of writing.
bool steers(std::uint32_t code)
{
    return code < 0x20U || (code >= 0x7FU && code <= 0x9FU) || (code >= 0x200EU && code <= 0x200FU)
        || (code >= 0x2028U && code <= 0x202EU) || (code >= 0x2066U && code <= 0x2069U) || code == 0x061CU;
}

void appendEscaped(std::string& out, char c)
{
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    out += "\\x";
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
}

std::string escaped(std::string_view text, std::string_view kept)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const Character character = characterAt(text, at);
        const std::size_t length = character.bytes == 0 ? 1 : character.bytes;
        const bool isKept = character.bytes == 1 && kept.find(text[at]) != std::string_view::npos;
        if (character.bytes > 0 && (isKept || !steers(character.code)))
            out += text.substr(at, length);
        else
            for (const char c : text.substr(at, length))
                appendEscaped(out, c);
        at += length;
    }
    return out;
}

} // namespace

std::string printable(std::string_view text) { return escaped(text, "\n\t"); }
std::string printableLine(std::string_view text) { return escaped(text, {}); }

} // namespace maskscope
