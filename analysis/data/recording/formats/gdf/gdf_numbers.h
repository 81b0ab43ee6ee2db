// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "analysis/data/recording/formats/number_matrix_source.h"

namespace maskscope {

/// How one channel stores its samples, little-endian.
struct GdfNumbers {
    NumberType type = NumberType::Int16; ///< of the 24-bit types: the 32-bit one
    int bytes = 2;

    [[nodiscard]] bool floating() const { return type == NumberType::Float32 || type == NumberType::Float64; }
};

/// Of a type code: 1 to 8 (int8 to uint64), 16 and 17 (float32, float64), 279 and 535 (int24, uint24); none of any
/// other, as 18 (float128) and bit fields.
[[nodiscard]] std::optional<GdfNumbers> gdfNumbersOfCode(std::uint32_t code);

/// `bytes` holds out.size() numbers one after another.
void decodeGdfNumbers(std::span<const std::byte> bytes, const GdfNumbers& numbers, std::span<double> out);

} // namespace maskscope
