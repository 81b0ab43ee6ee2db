// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/numerics/least_squares.h"

#include <limits>

#include <Eigen/Eigenvalues>
#include <Eigen/SVD>

namespace maskscope {

double explainedSumOfSquares(const Eigen::MatrixXd& normal, const RowMatrixD& rightSide)
{
    return leastSquaresCoefficients(normal, rightSide).cwiseProduct(rightSide).sum();
}

RowMatrixD leastSquaresCoefficients(const Eigen::MatrixXd& normal, const RowMatrixD& rightSide)
{
    if (normal.rows() == 0)
        return RowMatrixD::Zero(0, rightSide.cols());
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(normal);
    const Eigen::VectorXd& lambda = solver.eigenvalues();
    RowMatrixD projected = solver.eigenvectors().transpose() * rightSide;
    const double cutoff = 1e-10 * lambda(lambda.size() - 1);
    for (Eigen::Index k = 0; k < lambda.size(); ++k)
        projected.row(k) *= lambda(k) > cutoff ? 1 / lambda(k) : 0.0;
    return solver.eigenvectors() * projected;
}

RowMatrixD legendreBasis(std::span<const double> position, int degree)
{
    const auto rows = static_cast<Eigen::Index>(position.size());
    Eigen::MatrixXd design(rows, degree + 1);
    const Eigen::ArrayXd x = 2 * Eigen::Map<const Eigen::ArrayXd>(position.data(), rows) - 1;
    design.col(0).setOnes();
    if (degree > 0)
        design.col(1) = x.matrix();
    for (int k = 2; k <= degree; ++k) { // k P_k = (2k - 1) x P_(k-1) - (k - 1) P_(k-2)
        design.col(k) = ((2.0 * k - 1) * x * design.col(k - 1).array() - (k - 1.0) * design.col(k - 2).array()) / k;
    }
    const Eigen::JacobiSVD<Eigen::MatrixXd> svd(design, Eigen::ComputeThinU);
    const Eigen::VectorXd& sigma = svd.singularValues();
    const double cutoff
        = std::numeric_limits<double>::epsilon() * static_cast<double>(rows) * (sigma.size() > 0 ? sigma(0) : 0.0);
    Eigen::Index rank = 0;
    while (rank < sigma.size() && sigma(rank) > cutoff)
        ++rank;
    return svd.matrixU().leftCols(rank);
}

} // namespace maskscope
