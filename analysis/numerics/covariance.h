// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/data/core/scratch_matrix.h"

namespace maskscope {

/// Column means in float64, summed as differences from the first row: a constant column gives exactly its value.
[[nodiscard]] Eigen::RowVectorXd columnMeans(const ScratchMatrix& x);

/// Streaming sum of X'X over blocks of centred rows (dsyrk). Memory: one D x D matrix.
class CovarianceSum {
public:
    explicit CovarianceSum(Eigen::Index dim);
    void add(const RowMatrixD& centredRows); // [row, dim]
    /// Sum / n, both triangles filled.
    [[nodiscard]] Eigen::MatrixXd finish() &&;

private:
    Eigen::MatrixXd m_sum; // [dim, dim], lower triangle
    double m_rows = 0;
};

/// sum += left' * rows by dgemm; left is [row, k], rows [row, dim], sum [k, dim].
void addProduct(const RowMatrixD& left, const RowMatrixD& rows, RowMatrixD& sum);
/// rows * right by dgemm; rows [row, dim], right [dim, k].
[[nodiscard]] RowMatrixD productWith(const RowMatrixD& rows, const Eigen::MatrixXd& right);

} // namespace maskscope
