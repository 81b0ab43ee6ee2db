// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/formats/gdf/gdf_numbers.h"

namespace maskscope {

std::optional<GdfNumbers> gdfNumbersOfCode(std::uint32_t code)
{
    constexpr std::uint32_t signedWidths = 255; // 255 + n: an integer of n bits
    constexpr std::uint32_t unsignedWidths = 511;
    if (code >= 1 && code <= 8) {
        const auto type = static_cast<NumberType>(code - 1);
        return GdfNumbers { type, static_cast<int>(bytesOf(type)) };
    }
    if (code == 16)
        return GdfNumbers { NumberType::Float32, 4 };
    if (code == 17)
        return GdfNumbers { NumberType::Float64, 8 };
    if (code == signedWidths + 24)
        return GdfNumbers { NumberType::Int32, 3 };
    if (code == unsignedWidths + 24)
        return GdfNumbers { NumberType::UInt32, 3 };
    return std::nullopt;
}

void decodeGdfNumbers(std::span<const std::byte> bytes, const GdfNumbers& numbers, std::span<double> out)
{
    if (numbers.bytes != 3) {
        decodeNumbers(bytes, numbers.type, false, numbers.bytes, out);
        return;
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto byte = [&](std::size_t k) { return std::to_integer<std::uint32_t>(bytes[3 * i + k]); };
        const std::uint32_t raw = byte(0) | byte(1) << 8U | byte(2) << 16U;
        out[i] = numbers.type == NumberType::UInt32
            ? static_cast<double>(raw)
            : static_cast<double>(static_cast<std::int32_t>(raw << 8U) >> 8); // carries the sign down
    }
}

} // namespace maskscope
