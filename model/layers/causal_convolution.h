// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include "model/layers/row_layout.h"

namespace maskscope {

/// Depthwise causal convolution along the tokens of each sequence, then SiLU (see convolution_kernel.h).
class CausalConvolution {
public:
    CausalConvolution() = default;
    /// weight [channel, 1, tap] as in checkpoints; bias [channel] or undefined (zero).
    CausalConvolution(const at::Tensor& weight, const at::Tensor& bias);

    void apply(const at::Tensor& x, at::Tensor& out,
               const RowLayout& layout) const; // [row, channel], x may be a column view
    /// The same by tensor operations, where there is no kernel.
    void applyByTensors(const at::Tensor& x, at::Tensor& out, const RowLayout& layout) const;

private:
    at::Tensor m_weight; // [tap, channel]
    at::Tensor m_bias; // [channel]
};

} // namespace maskscope
