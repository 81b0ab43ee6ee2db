// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

namespace maskscope {

/// Layer norm over the last dimension, eps 1e-5, in place (but see linear.h on gradients).
struct LayerNorm {
    at::Tensor weight, bias; ///< [width]

    void apply(at::Tensor& rows) const;
    void applyAdded(at::Tensor& rows, const at::Tensor& addend) const; // rows = norm(rows + addend)
};

/// Root mean square norm within each of `groups` equal parts of a row, eps 1e-5, times `weight` [width].
[[nodiscard]] at::Tensor groupedRmsNorm(const at::Tensor& rows, const at::Tensor& weight, int groups);

} // namespace maskscope
