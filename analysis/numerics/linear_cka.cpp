// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/numerics/linear_cka.h"

#include <cmath>

namespace maskscope {

namespace {

/// Products of the rows, centred, without those of a row with itself.
Eigen::MatrixXd kernelOf(const RowMatrixD& rows)
{
    const RowMatrixD centred = rows.rowwise() - rows.colwise().mean();
    Eigen::MatrixXd kernel = centred * centred.transpose();
    kernel.diagonal().setZero();
    return kernel;
}

double unbiasedHsic(const Eigen::MatrixXd& k, const Eigen::MatrixXd& l)
{
    const auto n = static_cast<double>(k.rows());
    const Eigen::VectorXd kSums = k.rowwise().sum(), lSums = l.rowwise().sum();
    return (k.cwiseProduct(l).sum() + kSums.sum() * lSums.sum() / ((n - 1) * (n - 2)) - 2 / (n - 2) * kSums.dot(lSums))
        / (n * (n - 3));
}

} // namespace

std::optional<double> linearCka(const RowMatrixD& a, const RowMatrixD& b)
{
    if (a.rows() < 4 || a.rows() != b.rows())
        return std::nullopt;
    const Eigen::MatrixXd k = kernelOf(a), l = kernelOf(b);
    const double own = unbiasedHsic(k, k) * unbiasedHsic(l, l);
    const double value = unbiasedHsic(k, l) / std::sqrt(own);
    return own > 0 && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

} // namespace maskscope
