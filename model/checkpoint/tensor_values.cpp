// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint/tensor_values.h"

#include <cstring>

#include "model/checkpoint/formats/number_formats.h"

namespace maskscope {

namespace {

bool isContiguous(const CheckpointTensor& view)
{
    std::int64_t expected = 1;
    for (std::size_t i = view.shape.size(); i-- > 0;) {
        if (view.shape[i] != 1 && view.strides[i] != expected)
            return false;
        expected *= view.shape[i];
    }
    return true;
}

/// Calls visit(element offset) for every element in row-major order.
template <typename Visit>
void walk(const CheckpointTensor& view, Visit visit)
{
    std::vector<std::int64_t> index(view.shape.size(), 0);
    std::int64_t offset = view.offset;
    for (std::int64_t left = view.elements(); left > 0; --left) {
        visit(offset);
        for (std::size_t axis = index.size(); axis-- > 0;) {
            offset += view.strides[axis];
            if (++index[axis] < view.shape[axis])
                break;
            offset -= view.strides[axis] * view.shape[axis];
            index[axis] = 0;
        }
    }
}

template <typename Stored, typename Convert>
std::vector<float> gather(const CheckpointTensor& view, std::string_view storage, Convert convert)
{
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(view.elements()));
    walk(view, [&](std::int64_t offset) {
        Stored element;
        std::memcpy(&element, storage.data() + static_cast<std::size_t>(offset) * sizeof(Stored), sizeof(Stored));
        values.push_back(convert(element));
    });
    return values;
}

template <typename Stored>
std::vector<float> gatherNumbers(const CheckpointTensor& view, std::string_view storage)
{
    return gather<Stored>(view, storage, [](Stored element) { return static_cast<float>(element); });
}

std::vector<float> copyFloats(const CheckpointTensor& view, std::string_view storage)
{
    std::vector<float> values(static_cast<std::size_t>(view.elements()));
    if (!values.empty())
        std::memcpy(values.data(), storage.data() + static_cast<std::size_t>(view.offset) * sizeof(float),
                    values.size() * sizeof(float));
    return values;
}

} // namespace

std::vector<float> gatherAsFloat(const CheckpointTensor& view, std::string_view storage)
{
    switch (view.type) {
    case TensorType::Float32:
        return isContiguous(view) ? copyFloats(view, storage) : gatherNumbers<float>(view, storage);
    case TensorType::Float64:
        return gatherNumbers<double>(view, storage);
    case TensorType::Float16:
        return gather<std::uint16_t>(view, storage, floatFromHalf);
    case TensorType::BFloat16:
        return gather<std::uint16_t>(view, storage, floatFromBFloat16);
    case TensorType::Int64:
        return gatherNumbers<std::int64_t>(view, storage);
    case TensorType::Int32:
        return gatherNumbers<std::int32_t>(view, storage);
    case TensorType::Int16:
        return gatherNumbers<std::int16_t>(view, storage);
    case TensorType::Int8:
        return gatherNumbers<std::int8_t>(view, storage);
    case TensorType::UInt8:
    case TensorType::Bool:
        return gatherNumbers<std::uint8_t>(view, storage);
    case TensorType::Complex64:
    case TensorType::Complex128:
        break;
    }
    return {};
}

} // namespace maskscope
