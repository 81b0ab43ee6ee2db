// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/numerics/eigen_spectrum.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "analysis/numerics/blas.h"

namespace maskscope {
namespace {

/// H C H with the Householder reflection H that takes m to the first axis.
void turnMeanToFirstAxis(Eigen::MatrixXd& covariance, const Eigen::VectorXd& mean)
{
    const double norm = mean.norm();
    if (norm == 0)
        return;
    Eigen::VectorXd v = mean / norm;
    v(0) += v(0) < 0 ? -1.0 : 1.0;
    const double beta = 2 / v.squaredNorm();
    const Eigen::VectorXd cv = covariance.selfadjointView<Eigen::Lower>() * v;
    const Eigen::VectorXd q = beta * cv - (beta * beta / 2 * v.dot(cv)) * v;
    covariance.selfadjointView<Eigen::Lower>().rankUpdate(v, q, -1.0);
}

struct Tridiagonal {
    std::vector<double> diagonal, offDiagonal;
};

bool reduce(Eigen::MatrixXd& a, Tridiagonal& out)
{
    const int n = static_cast<int>(a.rows());
    const auto size = static_cast<std::size_t>(n);
    out.diagonal.assign(size, 0);
    out.offDiagonal.assign(size, 0);
    std::vector<double> tau(size, 0);
    double wanted = 0;
    int query = -1, info = 0;
    dsytrd_("L", &n, a.data(), &n, out.diagonal.data(), out.offDiagonal.data(), tau.data(), &wanted, &query, &info, 1);
    int length = std::max(1, static_cast<int>(wanted));
    std::vector<double> work(static_cast<std::size_t>(length));
    dsytrd_("L", &n, a.data(), &n, out.diagonal.data(), out.offDiagonal.data(), tau.data(), work.data(), &length, &info,
            1);
    return info == 0;
}

std::optional<Eigen::VectorXd> eigenvalues(Tridiagonal t)
{
    const int n = static_cast<int>(t.diagonal.size());
    int info = 0;
    dsterf_(&n, t.diagonal.data(), t.offDiagonal.data(), &info);
    if (info != 0)
        return std::nullopt;
    std::sort(t.diagonal.begin(), t.diagonal.end(), std::greater<>());
    Eigen::VectorXd values = Eigen::Map<const Eigen::VectorXd>(t.diagonal.data(), n).cwiseMax(0.0);
    return values;
}

double entropy(const Eigen::ArrayXd& p) { return -(p * (p + 1e-300).log()).sum(); }

} // namespace

std::optional<Spectra> covarianceSpectra(Eigen::MatrixXd covariance, const Eigen::VectorXd& mean)
{
    if (covariance.rows() == 0 || !covariance.allFinite() || !mean.allFinite())
        return std::nullopt;
    turnMeanToFirstAxis(covariance, mean);
    Tridiagonal t;
    if (!reduce(covariance, t))
        return std::nullopt;
    Tridiagonal shifted = t;
    shifted.diagonal.front() += mean.squaredNorm();
    auto centred = eigenvalues(std::move(t));
    auto uncentred = eigenvalues(std::move(shifted));
    if (!centred || !uncentred)
        return std::nullopt;
    return Spectra { std::move(*centred), std::move(*uncentred) };
}

std::optional<SpectrumSummary> summariseSpectrum(const Eigen::VectorXd& eigenvalues)
{
    const double sum = eigenvalues.sum();
    if (!(sum > 0) || !std::isfinite(sum))
        return std::nullopt;
    SpectrumSummary s;
    s.share = eigenvalues / sum;
    s.top1 = s.share(0);
    s.top3 = s.share.head(std::min<Eigen::Index>(3, s.share.size())).sum();
    double cumulative = 0;
    for (Eigen::Index k = 0; k < s.share.size() && cumulative < 0.9; ++k) {
        cumulative += s.share(k);
        ++s.componentsFor90;
    }
    s.participationRatio = sum * sum / eigenvalues.squaredNorm();
    const Eigen::ArrayXd root = eigenvalues.array().sqrt();
    s.effectiveRank = std::exp(entropy(root / root.sum()));
    return s;
}

std::optional<double> rankMe(const Eigen::VectorXd& secondMomentEigenvalues)
{
    const Eigen::ArrayXd singular = secondMomentEigenvalues.array().sqrt();
    const double sum = singular.sum();
    if (!(sum > 0) || !std::isfinite(sum))
        return std::nullopt;
    return std::exp(entropy(singular / sum + 1e-7));
}

std::optional<PowerLaw> fitPowerLaw(const Eigen::VectorXd& eigenvalues)
{
    Eigen::Index count = 0;
    while (count < eigenvalues.size() && eigenvalues(count) > 1e-10 * eigenvalues(0))
        ++count;
    if (count < 3)
        return std::nullopt;
    Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(count, 1, static_cast<double>(count)).log();
    Eigen::ArrayXd y = eigenvalues.head(count).array().log();
    x -= x.mean();
    y -= y.mean();
    PowerLaw law;
    law.last = static_cast<int>(count);
    law.slope = (x * y).sum() / x.square().sum();
    const double total = y.square().sum();
    // A flat spectrum has nothing to explain: the line fits it exactly.
    law.fitR2 = total > 1e-20 ? 1 - (y - law.slope * x).square().sum() / total : 1.0;
    return law;
}

} // namespace maskscope
