// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

namespace maskscope {

/// out = x weight^T + bias over all rows at once.
struct Linear {
    at::Tensor weight; ///< [out, in]
    at::Tensor bias; ///< [out], or undefined

    [[nodiscard]] std::int64_t outWidth() const { return weight.size(0); }
    void apply(const at::Tensor& x, at::Tensor& out) const; // [row, in] -> [row, out]
};

} // namespace maskscope
