// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>
#include <string>

#include "model/checkpoint/formats/pickle/pickle_opcodes.h"

namespace maskscope {

std::optional<std::int64_t> decimalInteger(std::string_view line)
{
    if (!line.empty() && line.back() == 'L') // Python 2's long
        line.remove_suffix(1);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), value);
    if (error != std::errc() || end != line.data() + line.size())
        return std::nullopt;
    return value;
}

void PickleMachine::pushInteger(std::optional<std::uint64_t> value, unsigned bits, bool isSigned)
{
    if (!value)
        return truncated();
    if (isSigned && bits < 64 && (*value >> (bits - 1U)) != 0)
        *value |= ~std::uint64_t { 0 } << bits;
    push(m_builder.integer(static_cast<std::int64_t>(*value)));
}

void PickleMachine::pushLong(std::optional<std::string_view> littleEndian)
{
    if (!littleEndian)
        return truncated();
    if (littleEndian->size() > 8) // no size or count of ours needs more
        return push(m_builder.opaque("int of more than 64 bits", {}, true));
    PickleStream digits(*littleEndian);
    const auto width = static_cast<unsigned>(littleEndian->size());
    if (width == 0)
        return push(m_builder.integer(0));
    pushInteger(digits.unsignedNumber(width), 8 * width, true);
}

void PickleMachine::pushIntegerLine()
{
    const auto line = m_stream.line();
    if (!line)
        return truncated();
    if (*line == "00" || *line == "01") // booleans of protocols 0 and 1
        return push(m_builder.boolean(*line == "01"));
    const auto value = decimalInteger(*line);
    push(value ? m_builder.integer(*value) : m_builder.opaque("int of more than 64 bits", {}, true));
}

void PickleMachine::pushFloatLine()
{
    const auto line = m_stream.line();
    if (!line)
        return truncated();
    double value = 0;
    const auto [end, error] = std::from_chars(line->data(), line->data() + line->size(), value);
    const bool whole = error == std::errc() && end == line->data() + line->size();
    push(whole ? m_builder.floating(value) : m_builder.corrupt("the pickle holds a malformed number"));
}

bool PickleMachine::scalar(unsigned char opcode)
{
    switch (opcode) {
    case 'N':
        return push(m_builder.none()), true;
    case 0x88:
    case 0x89:
        return push(m_builder.boolean(opcode == 0x88)), true;
    case 'J':
        return pushInteger(m_stream.unsignedNumber(4), 32, true), true;
    case 'K':
        return pushInteger(m_stream.unsignedNumber(1), 8, false), true;
    case 'M':
        return pushInteger(m_stream.unsignedNumber(2), 16, false), true;
    case 'I':
    case 'L':
        return pushIntegerLine(), true;
    case 0x8a: // LONG1
        return pushLong(m_stream.counted(1)), true;
    case 0x8b: // LONG4
        return pushLong(m_stream.counted(4)), true;
    case 'F':
        return pushFloatLine(), true;
    case 'G': {
        const auto value = m_stream.bigEndianDouble();
        return value ? push(m_builder.floating(*value)) : truncated(), true;
    }
    default:
        return false;
    }
}

} // namespace maskscope
