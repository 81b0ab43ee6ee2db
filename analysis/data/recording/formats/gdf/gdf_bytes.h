// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <string_view>
#include <utility>

namespace maskscope {

/// The little-endian number that begins at byte `at`; bytes beyond the end of the text count as zero.
template <typename T>
[[nodiscard]] T littleEndian(std::string_view bytes, std::size_t at)
{
    std::array<char, sizeof(T)> raw {};
    if (at < bytes.size())
        bytes.copy(raw.data(), raw.size(), at);
    if constexpr (std::endian::native == std::endian::big) {
        for (std::size_t i = 0; i < raw.size() / 2; ++i)
            std::swap(raw[i], raw[raw.size() - 1 - i]);
    }
    return std::bit_cast<T>(raw);
}

} // namespace maskscope
