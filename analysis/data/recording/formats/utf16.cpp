// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/utf16.h"

#include <cstdint>

namespace maskscope {

namespace {

constexpr std::uint32_t replacement = 0xFFFD;

std::uint32_t unitOf(double number)
{
    return number >= 0 && number < 65536 ? static_cast<std::uint32_t>(number) : replacement;
}

void append(std::string& text, std::uint32_t code)
{
    if (code < 0x80U) {
        text += static_cast<char>(code);
        return;
    }
    if (code >= 0x10000U) {
        text += static_cast<char>(0xF0U | (code >> 18U));
        text += static_cast<char>(0x80U | ((code >> 12U) & 0x3FU));
    } else if (code >= 0x800U) {
        text += static_cast<char>(0xE0U | (code >> 12U));
    }
    text += static_cast<char>(code < 0x800U ? 0xC0U | (code >> 6U) : 0x80U | ((code >> 6U) & 0x3FU));
    text += static_cast<char>(0x80U | (code & 0x3FU));
}

} // namespace

std::string utf8FromUtf16(std::span<const double> units)
{
    std::string text;
    for (std::size_t i = 0; i < units.size(); ++i) {
        std::uint32_t code = unitOf(units[i]);
        const std::uint32_t next = i + 1 < units.size() ? unitOf(units[i + 1]) : 0;
        if ((code & 0xFC00U) == 0xD800U && (next & 0xFC00U) == 0xDC00U) { // the two halves of a surrogate pair
            code = 0x10000U + ((code & 0x3FFU) << 10U) + (next & 0x3FFU);
            ++i;
        } else if ((code & 0xF800U) == 0xD800U) {
            code = replacement;
        }
        append(text, code);
    }
    return text;
}

} // namespace maskscope
