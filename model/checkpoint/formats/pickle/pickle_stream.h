// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace maskscope {

/// The bytes of a pickle, read front to back without ever leaving them.
class PickleStream {
public:
    explicit PickleStream(std::string_view bytes)
        : m_bytes(bytes)
    {
    }

    [[nodiscard]] std::size_t position() const { return m_position; }

    [[nodiscard]] std::optional<std::string_view> take(std::uint64_t count)
    {
        if (count > m_bytes.size() - m_position)
            return std::nullopt;
        const std::string_view taken = m_bytes.substr(m_position, static_cast<std::size_t>(count));
        m_position += taken.size();
        return taken;
    }

    /// Up to a line feed, which is left out.
    [[nodiscard]] std::optional<std::string_view> line()
    {
        const std::size_t end = m_bytes.find('\n', m_position);
        if (end == std::string_view::npos)
            return std::nullopt;
        const std::string_view taken = m_bytes.substr(m_position, end - m_position);
        m_position = end + 1;
        return taken;
    }

    /// Little-endian, of 1 to 8 bytes.
    [[nodiscard]] std::optional<std::uint64_t> unsignedNumber(std::size_t width)
    {
        const auto bytes = take(width);
        if (!bytes)
            return std::nullopt;
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < width; ++i)
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>((*bytes)[i])) << (8 * i);
        return value;
    }

    [[nodiscard]] std::optional<double> bigEndianDouble()
    {
        const auto bytes = take(8);
        if (!bytes)
            return std::nullopt;
        std::uint64_t value = 0;
        for (const char byte : *bytes)
            value = (value << 8U) | static_cast<unsigned char>(byte);
        return std::bit_cast<double>(value);
    }

    /// Text whose length stands before it in `width` bytes.
    [[nodiscard]] std::optional<std::string_view> counted(std::size_t width)
    {
        const auto length = unsignedNumber(width);
        return length ? take(*length) : std::nullopt;
    }

private:
    std::string_view m_bytes;
    std::size_t m_position = 0;
};

} // namespace maskscope
