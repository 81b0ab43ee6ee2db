// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include "model/layers/row_layout.h"

namespace maskscope {

/// Rows of a batch as [sequence, token, ...] of equal length, for devices where only tensor operations run.
/// What stands in the padding is some other row: causal operations never let it reach a real token.
class PaddedSequences {
public:
    PaddedSequences(const RowLayout& layout, const at::Device& device);
    [[nodiscard]] at::Tensor pad(const at::Tensor& rows) const; // [row, c] -> [sequence, token, c]
    [[nodiscard]] at::Tensor unpad(const at::Tensor& padded) const; // [sequence, token, c] -> [row, c]

private:
    std::int64_t m_sequences = 0, m_tokens = 0;
    at::Tensor m_rowOfSlot, m_slotOfRow;
};

} // namespace maskscope
