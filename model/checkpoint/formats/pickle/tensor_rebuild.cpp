// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/formats/pickle/tensor_rebuild.h"

#include <array>
#include <utility>

#include "model/checkpoint/formats/pickle/pickle_rebuild.h"

namespace maskscope {

namespace {

struct TypeName {
    std::string_view storage; ///< without "torch." and "Storage"
    std::string_view dtype; ///< without "torch."
    TensorType type;
};

constexpr std::array<TypeName, 12> typeNames { {
    { "Float", "float32", TensorType::Float32 },
    { "Double", "float64", TensorType::Float64 },
    { "Half", "float16", TensorType::Float16 },
    { "BFloat16", "bfloat16", TensorType::BFloat16 },
    { "Long", "int64", TensorType::Int64 },
    { "Int", "int32", TensorType::Int32 },
    { "Short", "int16", TensorType::Int16 },
    { "Char", "int8", TensorType::Int8 },
    { "Byte", "uint8", TensorType::UInt8 },
    { "Bool", "bool", TensorType::Bool },
    { "ComplexFloat", "complex64", TensorType::Complex64 },
    { "ComplexDouble", "complex128", TensorType::Complex128 },
} };

std::string_view withoutPrefix(std::string_view text, std::string_view prefix)
{
    return text.substr(0, prefix.size()) == prefix ? text.substr(prefix.size()) : text;
}

std::optional<TensorType> storageType(std::string_view global)
{
    std::string_view name = withoutPrefix(withoutPrefix(withoutPrefix(global, "torch."), "cuda."), "storage.");
    constexpr std::string_view suffix = "Storage";
    if (name.size() <= suffix.size() || name.substr(name.size() - suffix.size()) != suffix)
        return std::nullopt;
    name.remove_suffix(suffix.size());
    if (name == "Untyped") // counts bytes; the tensor names its own type
        return TensorType::UInt8;
    for (const TypeName& known : typeNames) {
        if (known.storage == name)
            return known.type;
    }
    return std::nullopt;
}

std::optional<TensorType> dtypeOf(std::string_view global)
{
    for (const TypeName& known : typeNames) {
        if (known.dtype == withoutPrefix(global, "torch."))
            return known.type;
    }
    return std::nullopt;
}

constexpr const char* malformed = "a tensor of the pickle is malformed";

std::optional<std::vector<std::int64_t>> integers(const PickleDocument& document, PickleId id)
{
    const bool sequence = document.is(id, PickleKind::Tuple) || document.is(id, PickleKind::List);
    const std::vector<PickleId>& items = document.children(id);
    if (!sequence || items.size() > 64) // torch's own limit of dimensions
        return std::nullopt;
    std::vector<std::int64_t> numbers;
    for (const PickleId item : items) {
        if (!document.is(item, PickleKind::Int))
            return std::nullopt;
        numbers.push_back(document[item].integer);
    }
    return numbers;
}

/// (storage, offset, size, stride, ...)
PickleId makeTensor(PickleBuilder& builder, std::string_view name, const std::vector<PickleId>& arguments)
{
    const PickleDocument& document = builder.document;
    if (arguments.size() < 4)
        return builder.corrupt(malformed);
    if (document.is(arguments[0], PickleKind::Opaque)) // a storage type that we do not know
        return builder.opaque(document.text(arguments[0]), {});
    if (!document.is(arguments[0], PickleKind::Storage) || !document.is(arguments[1], PickleKind::Int))
        return builder.corrupt(malformed);
    PickleTensor tensor;
    tensor.storage = document[arguments[0]].part;
    tensor.type = document.storages[tensor.storage].type;
    tensor.offset = document[arguments[1]].integer;
    auto shape = integers(document, arguments[2]);
    auto strides = integers(document, arguments[3]);
    if (!shape || !strides || shape->size() != strides->size())
        return builder.corrupt(malformed);
    tensor.shape = std::move(*shape);
    tensor.strides = std::move(*strides);
    if (name == "torch._utils._rebuild_tensor_v3") {
        const auto type = arguments.size() > 6 ? dtypeOf(document.text(arguments[6])) : std::nullopt;
        if (!type)
            return builder.opaque(name, {});
        tensor.type = *type;
    }
    return builder.tensor(std::move(tensor));
}

} // namespace

std::optional<PickleId> rebuildTensor(PickleBuilder& builder, std::string_view name,
                                      const std::vector<PickleId>& arguments)
{
    if (name == "torch._utils._rebuild_tensor" || name == "torch._utils._rebuild_tensor_v2"
        || name == "torch._utils._rebuild_tensor_v3")
        return makeTensor(builder, name, arguments);
    if (name == "torch._utils._rebuild_parameter" || name == "torch._utils._rebuild_parameter_with_state"
        || name == "torch.nn.parameter.Parameter") {
        if (arguments.empty())
            return builder.corrupt(malformed);
        return arguments[0];
    }
    // (function, type, arguments, state): what a subclass or a tensor with attributes is saved as
    if (name == "torch._tensor._rebuild_from_type_v2" && arguments.size() >= 3
        && builder.document.is(arguments[0], PickleKind::Global)
        && builder.document.is(arguments[2], PickleKind::Tuple)) {
        const std::vector<PickleId> inner = builder.document.children(arguments[2]);
        const std::string function(builder.document.text(arguments[0]));
        if (function != name) // no nesting
            return rebuildTensor(builder, function, inner);
    }
    return std::nullopt;
}

PickleId loadPersistent(PickleBuilder& builder, PickleId id)
{
    const PickleDocument& document = builder.document;
    const std::vector<PickleId>& parts = document.children(id);
    if (!document.is(id, PickleKind::Tuple) || parts.size() < 5 || document.text(parts[0]) != "storage"
        || !document.is(parts[1], PickleKind::Global) || !document.is(parts[2], PickleKind::String)
        || !document.is(parts[4], PickleKind::Int))
        return builder.opaque("persistent object", {});
    const std::string className(document.text(parts[1]));
    const auto type = storageType(className);
    if (!type)
        return builder.opaque(className, {});
    return builder.storage({ std::string(document.text(parts[2])), *type, document[parts[4]].integer });
}

} // namespace maskscope
