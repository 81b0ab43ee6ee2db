// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "analysis/data/core/row_matrices.h"

namespace maskscope {

/// Sum of squares that a linear model explains, from its normal equations A'A b = A'Y (Y: [parameter, dim]):
/// trace(Y'A (A'A)+ A'Y), singular directions (below 1e-10 of the largest) left out.
[[nodiscard]] double explainedSumOfSquares(const Eigen::MatrixXd& normal, const RowMatrixD& rightSide);
/// The coefficients b = (A'A)+ A'Y [parameter, dim] of the same model.
[[nodiscard]] RowMatrixD leastSquaresCoefficients(const Eigen::MatrixXd& normal, const RowMatrixD& rightSide);

/// Orthonormal basis [row, rank] of the Legendre polynomials of degree 0..degree in 2 p - 1.
[[nodiscard]] RowMatrixD legendreBasis(std::span<const double> position, int degree);

} // namespace maskscope
