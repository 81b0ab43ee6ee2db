// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/formats/tensor_type.h"

#include <array>

namespace maskscope {

namespace {

struct TypeEntry {
    TensorType type;
    std::string_view name;
    std::size_t bytes;
};

constexpr std::array<TypeEntry, 12> typeTable { {
    { TensorType::Float32, "float32", 4 },
    { TensorType::Float64, "float64", 8 },
    { TensorType::Float16, "float16", 2 },
    { TensorType::BFloat16, "bfloat16", 2 },
    { TensorType::Int64, "int64", 8 },
    { TensorType::Int32, "int32", 4 },
    { TensorType::Int16, "int16", 2 },
    { TensorType::Int8, "int8", 1 },
    { TensorType::UInt8, "uint8", 1 },
    { TensorType::Bool, "bool", 1 },
    { TensorType::Complex64, "complex64", 8 },
    { TensorType::Complex128, "complex128", 16 },
} };

const TypeEntry& entryOf(TensorType type)
{
    for (const TypeEntry& entry : typeTable) {
        if (entry.type == type)
            return entry;
    }
    return typeTable.front();
}

} // namespace

std::string_view tensorTypeName(TensorType type) { return entryOf(type).name; }

std::size_t tensorTypeBytes(TensorType type) { return entryOf(type).bytes; }

} // namespace maskscope
