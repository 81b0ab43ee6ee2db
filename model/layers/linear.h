// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include "model/layers/kernels/matrix_products.h"

namespace maskscope {

/// out = x weight^T + bias over all rows at once.
///
/// Of this and the other layers: where gradients are to reach `x` (it requires them), `out` or the rows become a tensor
/// of their own that records how it came about; otherwise the result is written into the memory that is there.
struct Linear {
    at::Tensor weight; ///< [out, in]
    at::Tensor bias; ///< [out], or undefined

    [[nodiscard]] std::int64_t outWidth() const { return weight.size(0); }
    void apply(const at::Tensor& x, at::Tensor& out) const; // [row, in] -> [row, out]
};

/// rows [row, in] matrix [in, out], where no gradient is asked for.
[[nodiscard]] at::Tensor product(const at::Tensor& rows, const at::Tensor& matrix);

/// A matrix of the host as the loops see it; of no use where isPlainMatrix() says no.
[[nodiscard]] bool isPlainMatrix(const at::Tensor& matrix);
[[nodiscard]] MatrixView matrixView(const at::Tensor& matrix);

} // namespace maskscope
