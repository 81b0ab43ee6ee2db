// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layers/kernels/matrix_products.h"

#include <algorithm>
#include <cstddef>

// The Fortran symbol of whichever BLAS the system chose; column-major, with the lengths of its texts at the end.
extern "C" void sgemm_(const char* transa, const char* transb, const int* m, const int* n, const int* k,
                       const float* alpha, const float* a, const int* lda, const float* b, const int* ldb,
                       const float* beta, float* c, const int* ldc, std::size_t, std::size_t);

namespace maskscope {

namespace {

/// Row-major out [rows, columns] = a [rows, in] b: in BLAS's order of columns out^T = b^T a^T. Within a parallel region
/// OpenBLAS computes on the calling thread alone.
void multiplyOne(const MatrixView& a, const MatrixView& b, bool transposeB, std::int64_t columns, float* out,
                 std::int64_t outStride, bool add)
{
    const int m = static_cast<int>(columns), n = static_cast<int>(a.rows), k = static_cast<int>(a.columns),
              ldb = static_cast<int>(std::max<std::int64_t>(b.stride, 1)),
              lda = static_cast<int>(std::max<std::int64_t>(a.stride, 1)),
              ldc = static_cast<int>(std::max<std::int64_t>(outStride, 1));
    const float one = 1, kept = add ? 1.0F : 0.0F;
    sgemm_(transposeB ? "T" : "N", "N", &m, &n, &k, &one, b.values, &ldb, a.values, &lda, &kept, out, &ldc, 1, 1);
}

std::int64_t parts(std::int64_t whole, std::int64_t part) { return (whole + part - 1) / part; }

/// Tiles of a product. Each packs its share of both factors anew, so they are few and wide: measured, they cost 1 to 4
/// % of one thread's time against the product in one piece, and less than BLAS's own threads take to meet.
struct Tiling {
    std::int64_t rows, columns; // of a tile
    std::int64_t down, across; // tiles

    Tiling(std::int64_t allRows, std::int64_t allColumns)
    {
        constexpr std::int64_t mostRows = 512, fewestColumns = 128, enough = 16, lanes = 16;
        const auto whole = [](std::int64_t n) { return std::max<std::int64_t>(1, parts(n, lanes)) * lanes; };
        rows = whole(parts(allRows, parts(allRows, mostRows)));
        down = parts(allRows, rows);
        columns = whole(
            parts(allColumns, std::min(parts(enough, down), std::max<std::int64_t>(1, allColumns / fewestColumns))));
        across = parts(allColumns, columns);
    }
};

} // namespace

void multiplyTransposed(const MatrixView& x, const MatrixView& weight, float* out, std::int64_t outStride, bool add)
{
    if (x.rows == 0 || weight.rows == 0)
        return;
    const Tiling tiling(x.rows, weight.rows);
#pragma omp parallel for schedule(dynamic, 1)
    for (std::int64_t tile = 0; tile < tiling.down * tiling.across; ++tile) {
        const std::int64_t row = tile / tiling.across * tiling.rows, column = tile % tiling.across * tiling.columns;
        const MatrixView some { x.values + row * x.stride, std::min(tiling.rows, x.rows - row), x.columns, x.stride };
        const MatrixView part { weight.values + column * weight.stride, weight.rows, weight.columns, weight.stride };
        multiplyOne(some, part, true, std::min(tiling.columns, weight.rows - column), out + row * outStride + column,
                    outStride, add);
    }
}

void multiplyBatch(std::int64_t pairs, const MatrixBatch& batch, float* out, std::int64_t outStride)
{
    const std::int64_t columns = batch.transposeSecond ? batch.second.rows : batch.second.columns;
#pragma omp parallel for schedule(dynamic, 1)
    for (std::int64_t pair = 0; pair < pairs; ++pair) {
        MatrixView first = batch.first, second = batch.second;
        first.values += pair * batch.firstStep;
        second.values += pair * batch.secondStep;
        multiplyOne(first, second, batch.transposeSecond, columns, out + pair * batch.outStep, outStride, false);
    }
}

} // namespace maskscope
