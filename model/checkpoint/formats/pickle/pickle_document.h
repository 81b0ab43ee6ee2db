// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "model/checkpoint/formats/tensor_type.h"

namespace maskscope {

enum class PickleKind : std::uint8_t {
    None,
    Bool,
    Int,
    Float,
    String,
    Bytes,
    List,
    Tuple,
    Dict, ///< children: key, value, key, value, ...
    Set,
    Global, ///< text: "module.name"
    Storage,
    Tensor,
    Opaque, ///< text: class name; children: arguments, then states given to it
};

using PickleId = std::uint32_t; ///< index of a value in its document

struct PickleValue {
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
    PickleKind kind = PickleKind::None;
    std::uint32_t text = none; ///< into texts
    std::uint32_t part = none; ///< into children, storages or tensors, by kind
    std::int64_t integer = 0; ///< Int, Bool
    double number = 0; ///< Float; Int and Bool too
};

struct PickleStorage {
    std::string key; ///< of the zip entry data/<key>
    TensorType type = TensorType::Float32;
    std::int64_t elements = 0; ///< as declared
};

struct PickleTensor {
    std::size_t storage = 0;
    TensorType type = TensorType::Float32;
    std::int64_t offset = 0;
    std::vector<std::int64_t> shape, strides;
};

/// What a pickle holds: an arena of values that may refer to each other in any way, cycles included. No value owns
/// another one, so nothing recurses when it is destroyed.
class PickleDocument {
public:
    std::vector<PickleValue> values;
    std::vector<std::string> texts;
    std::vector<std::vector<PickleId>> childLists;
    std::vector<PickleStorage> storages;
    std::vector<PickleTensor> tensors;
    std::vector<std::string> opaqueClasses; ///< each once, in order of appearance
    PickleId root = 0;

    [[nodiscard]] const PickleValue& operator[](PickleId id) const { return values[id]; }
    [[nodiscard]] std::string_view text(PickleId id) const;
    [[nodiscard]] const std::vector<PickleId>& children(PickleId id) const;
    [[nodiscard]] bool is(PickleId id, PickleKind kind) const { return values[id].kind == kind; }
    /// The value of a dict's string key (the last one, as Python keeps it), or nullptr.
    [[nodiscard]] const PickleId* find(PickleId dict, std::string_view key) const;
};

} // namespace maskscope
