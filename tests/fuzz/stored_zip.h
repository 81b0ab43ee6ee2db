// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <zlib.h>

namespace maskscope {

/// A zip file of stored entries with right checksums, byte for byte of our own making: what is inside may be anything.
class StoredZip {
public:
    StoredZip& add(std::string_view name, std::string_view content)
    {
        const auto crc = static_cast<std::uint32_t>(
            crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size())));
        std::string fields = number(20, 2) + number(0, 2) + number(0, 2) + number(0, 4) + number(crc, 4)
            + number(content.size(), 4) + number(content.size(), 4) + number(name.size(), 2) + number(0, 2);
        m_central += "PK\1\2" + number(20, 2) + fields + number(0, 2) + number(0, 2) + number(0, 2) + number(0, 4)
            + number(m_local.size(), 4) + std::string(name);
        m_local += "PK\3\4" + fields + std::string(name) + std::string(content);
        ++m_count;
        return *this;
    }

    [[nodiscard]] std::string bytes() const
    {
        return m_local + m_central + "PK\5\6" + number(0, 4) + number(m_count, 2) + number(m_count, 2)
            + number(m_central.size(), 4) + number(m_local.size(), 4) + number(0, 2);
    }

    /// Little-endian.
    [[nodiscard]] static std::string number(std::uint64_t value, unsigned width)
    {
        std::string text;
        for (unsigned i = 0; i < width; ++i)
            text += static_cast<char>((value >> (8 * i)) & 0xFFU);
        return text;
    }

private:
    std::string m_local, m_central;
    std::size_t m_count = 0;
};

} // namespace maskscope
