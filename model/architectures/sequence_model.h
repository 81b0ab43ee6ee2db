// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>

#include <ATen/core/Tensor.h>

#include "model/layers/row_layout.h"

namespace maskscope {

/// A stack of sequence blocks, without the norm that follows it (network.h applies it to the rows that are asked for).
class SequenceModel {
public:
    virtual ~SequenceModel() = default;
    /// Called after each block with its number, from 0, and its output [row, D].
    using LayerObserver = std::function<void(int layer, const at::Tensor& rows)>;
    /// [row, D] in place; where gradients reach `rows`, it becomes a tensor of its own that records them (linear.h).
    virtual void forward(at::Tensor& rows, const RowLayout& layout, const LayerObserver& observer) = 0;
    /// Padding takes part: the length of a sequence's batch changes its predictions.
    [[nodiscard]] virtual bool seesPadding() const { return false; }
    [[nodiscard]] virtual std::int64_t floatsPerRow() const = 0; ///< memory of forward()
    virtual void releaseBuffers() = 0;
};

} // namespace maskscope
