// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace maskscope {

/// How a file stores the elements of a tensor.
enum class TensorType {
    Float32,
    Float64,
    Float16,
    BFloat16,
    Int64,
    Int32,
    Int16,
    Int8,
    UInt8,
    Bool,
    Complex64,
    Complex128
};
[[nodiscard]] std::string_view tensorTypeName(TensorType type); // "float32", ...
[[nodiscard]] std::size_t tensorTypeBytes(TensorType type);

} // namespace maskscope
