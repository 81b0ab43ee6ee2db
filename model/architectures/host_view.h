// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include <ATen/core/Tensor.h>
#include <ATen/ops/from_blob.h>

namespace maskscope {

/// A view of host memory. Torch knows no const views; nothing writes through those of const memory.
template <typename T>
at::Tensor viewOf(const T* values, at::IntArrayRef shape)
{
    return at::from_blob(const_cast<T*>(values), shape, at::TensorOptions().dtype(c10::CppTypeToScalarType<T>::value));
}

template <typename T>
at::Tensor viewOf(const std::vector<T>& values)
{
    return viewOf(values.data(), { static_cast<std::int64_t>(values.size()) });
}

} // namespace maskscope
