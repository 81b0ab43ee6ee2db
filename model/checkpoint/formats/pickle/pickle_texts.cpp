// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>

#include "model/checkpoint/formats/pickle/pickle_opcodes.h"

namespace maskscope {

namespace {

/// \uXXXX and \UXXXXXXXX of protocol 0 become UTF-8; other bytes are Latin-1.
void appendUtf8(std::string& text, std::uint32_t code)
{
    const auto put = [&text](std::uint32_t byte) { text += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0U | (code >> 6U));
        put(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        put(0xE0U | (code >> 12U));
        put(0x80U | ((code >> 6U) & 0x3FU));
        put(0x80U | (code & 0x3FU));
    } else {
        put(0xF0U | ((code >> 18U) & 0x07U));
        put(0x80U | ((code >> 12U) & 0x3FU));
        put(0x80U | ((code >> 6U) & 0x3FU));
        put(0x80U | (code & 0x3FU));
    }
}

std::optional<std::uint32_t> hexadecimal(std::string_view digits)
{
    std::uint32_t value = 0;
    for (const char digit : digits) {
        const std::size_t at = std::string_view("0123456789abcdef").find(static_cast<char>(digit | 0x20));
        if (at == std::string_view::npos)
            return std::nullopt;
        value = value * 16 + static_cast<std::uint32_t>(at);
    }
    return value;
}

std::string fromRawUnicodeEscape(std::string_view line)
{
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const std::size_t width = line[i] != '\\' || i + 1 >= line.size() ? 0
            : line[i + 1] == 'u'                                          ? 4
            : line[i + 1] == 'U'                                          ? 8
                                                                          : 0;
        const auto code
            = width != 0 && i + 2 + width <= line.size() ? hexadecimal(line.substr(i + 2, width)) : std::nullopt;
        appendUtf8(text, code ? *code : static_cast<unsigned char>(line[i]));
        i += code ? 1 + width : 0;
    }
    return text;
}

} // namespace

void PickleMachine::pushString(std::optional<std::string_view> value, bool isBytes)
{
    if (!value)
        return truncated();
    push(isBytes ? m_builder.bytes(*value) : m_builder.string(*value));
}

void PickleMachine::pushQuotedLine()
{
    const auto line = m_stream.line();
    if (!line)
        return truncated();
    if (line->size() < 2 || (line->front() != '\'' && line->front() != '"') || line->back() != line->front())
        return push(m_builder.corrupt("the pickle holds an unquoted string"));
    push(m_builder.string(line->substr(1, line->size() - 2))); // names need no escapes
}

bool PickleMachine::text(unsigned char opcode)
{
    switch (opcode) {
    case 'X':
        return pushString(m_stream.counted(4)), true;
    case 0x8c: // SHORT_BINUNICODE
    case 'U': // a string of Python 2
        return pushString(m_stream.counted(1)), true;
    case 0x8d: // BINUNICODE8
        return pushString(m_stream.counted(8)), true;
    case 'T': // a string of Python 2
        return pushString(m_stream.counted(4)), true;
    case 'C': // SHORT_BINBYTES
        return pushString(m_stream.counted(1), true), true;
    case 'B': // BINBYTES
        return pushString(m_stream.counted(4), true), true;
    case 0x8e: // BINBYTES8
    case 0x96: // BYTEARRAY8
        return pushString(m_stream.counted(8), true), true;
    case 'S':
        return pushQuotedLine(), true;
    case 'V': {
        const auto line = m_stream.line();
        return line ? push(m_builder.string(fromRawUnicodeEscape(*line))) : truncated(), true;
    }
    default:
        return false;
    }
}

} // namespace maskscope
