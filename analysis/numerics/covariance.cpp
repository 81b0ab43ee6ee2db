// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/numerics/covariance.h"

#include "analysis/numerics/blas.h"

namespace maskscope {

Eigen::RowVectorXd columnMeans(const ScratchMatrix& x)
{
    if (x.rows() == 0)
        return Eigen::RowVectorXd::Zero(x.cols());
    const Eigen::RowVectorXd shift = x.row(0).cast<double>();
    Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(x.cols());
    forEachRow([&](Eigen::Index i) { sum += x.row(i).cast<double>() - shift; }, x);
    return shift + sum / static_cast<double>(x.rows());
}

CovarianceSum::CovarianceSum(Eigen::Index dim)
    : m_sum(Eigen::MatrixXd::Zero(dim, dim))
{
}

void CovarianceSum::add(const RowMatrixD& rows)
{
    if (rows.size() == 0)
        return;
    // Row-major [row, dim] is column-major [dim, row]: the sum is A A'.
    const int dim = static_cast<int>(rows.cols());
    const int count = static_cast<int>(rows.rows());
    const double one = 1;
    dsyrk_("L", "N", &dim, &count, &one, rows.data(), &dim, &one, m_sum.data(), &dim, 1, 1);
    m_rows += static_cast<double>(rows.rows());
}

Eigen::MatrixXd CovarianceSum::finish() &&
{
    if (m_rows > 0)
        m_sum /= m_rows;
    m_sum.triangularView<Eigen::StrictlyUpper>() = m_sum.transpose();
    return std::move(m_sum);
}

void addProduct(const RowMatrixD& left, const RowMatrixD& rows, RowMatrixD& sum)
{
    if (left.size() == 0 || rows.size() == 0)
        return;
    const int dim = static_cast<int>(rows.cols());
    const int k = static_cast<int>(left.cols());
    const int count = static_cast<int>(rows.rows());
    const double one = 1;
    dgemm_("N", "T", &dim, &k, &count, &one, rows.data(), &dim, left.data(), &k, &one, sum.data(), &dim, 1, 1);
}

RowMatrixD productWith(const RowMatrixD& rows, const Eigen::MatrixXd& right)
{
    RowMatrixD product(rows.rows(), right.cols());
    if (product.size() == 0)
        return product;
    // A row-major matrix is its transpose in column-major order: product' = right' rows'.
    const int k = static_cast<int>(right.cols()), n = static_cast<int>(rows.rows()),
              dim = static_cast<int>(rows.cols());
    const double one = 1, zero = 0;
    dgemm_("T", "N", &k, &n, &dim, &one, right.data(), &dim, rows.data(), &dim, &zero, product.data(), &k, 1, 1);
    return product;
}

} // namespace maskscope
