// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace maskscope {

/// Rows of `width` floats, one after the other. All functions run on OpenMP's threads over rows.
struct RowShape {
    std::int64_t rows = 0;
    std::int64_t width = 0;
};

/// Layer norm in place (Ba et al. 2016; population variance, eps 1e-5): (x - mean) / sqrt(var + eps) * weight + bias.
void layerNormRows(float* rows, RowShape shape, std::span<const float> weight, std::span<const float> bias);

/// rows = layerNorm(rows + addend)
void addLayerNormRows(float* rows, const float* addend, RowShape shape, std::span<const float> weight,
                      std::span<const float> bias);

/// Zero mean and unit sample standard deviation (ddof 1, floored at 1e-6) of each row; `in` may be `out`.
void standardiseRows(const float* in, float* out, RowShape shape);

} // namespace maskscope
