// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace maskscope {

/// A matrix in memory, rows of unit stride that begin `stride` numbers apart.
struct MatrixView {
    const float* values = nullptr;
    std::int64_t rows = 0, columns = 0, stride = 0;
};

/// out [row, out] = x [row, in] weight [out, in]^T, added to what is there or in its place. The product is cut into
/// tiles by its sizes alone, each computed by one thread: BLAS's own threads cut it differently for each number of
/// them, which moves the last digits of float32, and with them every number that is a small difference of large ones.
void multiplyTransposed(const MatrixView& x, const MatrixView& weight, float* out, std::int64_t outStride, bool add);

/// The same of many pairs of small matrices: those of pair i begin at i times a step; second [in, out], or [out, in]
/// where it is to be transposed.
struct MatrixBatch {
    MatrixView first, second;
    std::int64_t firstStep = 0, secondStep = 0, outStep = 0;
    bool transposeSecond = false;
};
void multiplyBatch(std::int64_t pairs, const MatrixBatch& batch, float* out, std::int64_t outStride);

} // namespace maskscope
