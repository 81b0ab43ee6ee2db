// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

#include "analysis/data/prediction/prediction_set.h"

namespace maskscope {

/// How windows become tokens, and tokens windows again: the part in which the encoder generations differ.
class SignalCodec {
public:
    /// What a generation does to windows, masks and codes, beside its tensors.
    struct Traits {
        bool standardises = false; ///< tokens see windows of zero mean and unit deviation
        double noiseScale = 0; ///< of masking noise; 0: each token's own standard deviation
        bool hidesCodes = false; ///< masked tokens get neither temporal nor spatial code
        OutputKind output = OutputKind::Embedding; ///< what predictions are trained to match
    };

    virtual ~SignalCodec() = default;
    [[nodiscard]] virtual Traits traits() const = 0;
    [[nodiscard]] virtual std::int64_t outputWidth() const = 0; ///< floats of one decoded token
    /// windows [row, W] (standardised where traits() say so) -> tokens [row, D].
    virtual void encode(const at::Tensor& windows, at::Tensor& tokens) = 0;
    /// Backbone output [row, D] -> [row, outputWidth]; may change `embeddings`. On gradients as layers do (linear.h).
    virtual void decode(at::Tensor& embeddings, at::Tensor& out) = 0;
};

} // namespace maskscope
