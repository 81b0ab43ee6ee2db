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

/// The Householder reflection H = I - beta v v' that takes m to the first axis; beta 0 where m is 0.
struct Reflection {
    Eigen::VectorXd v;
    double beta = 0;
};

Reflection meanToFirstAxis(const Eigen::VectorXd& mean)
{
    const double norm = mean.norm();
    if (norm == 0)
        return { Eigen::VectorXd::Zero(mean.size()), 0 };
    Reflection h { mean / norm, 0 };
    h.v(0) += h.v(0) < 0 ? -1.0 : 1.0;
    h.beta = 2 / h.v.squaredNorm();
    return h;
}

/// H C H, lower triangle.
void turn(Eigen::MatrixXd& covariance, const Reflection& h)
{
    if (h.beta == 0)
        return;
    const Eigen::VectorXd cv = covariance.selfadjointView<Eigen::Lower>() * h.v;
    const Eigen::VectorXd q = h.beta * cv - (h.beta * h.beta / 2 * h.v.dot(cv)) * h.v;
    covariance.selfadjointView<Eigen::Lower>().rankUpdate(h.v, q, -1.0);
}

struct Tridiagonal {
    std::vector<double> diagonal, offDiagonal;
    std::vector<double> tau; ///< of the reflections that the reduced matrix holds below its diagonal
};

bool reduce(Eigen::MatrixXd& a, Tridiagonal& out)
{
    const int n = static_cast<int>(a.rows());
    const auto size = static_cast<std::size_t>(n);
    out.diagonal.assign(size, 0);
    out.offDiagonal.assign(size, 0);
    out.tau.assign(size, 0);
    double wanted = 0;
    int query = -1, info = 0;
    dsytrd_("L", &n, a.data(), &n, out.diagonal.data(), out.offDiagonal.data(), out.tau.data(), &wanted, &query, &info,
            1);
    int length = std::max(1, static_cast<int>(wanted));
    std::vector<double> work(static_cast<std::size_t>(length));
    dsytrd_("L", &n, a.data(), &n, out.diagonal.data(), out.offDiagonal.data(), out.tau.data(), work.data(), &length,
            &info, 1);
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

/// The last k eigenvectors of the tridiagonal matrix, ascending.
std::optional<Eigen::MatrixXd> tridiagonalVectors(Tridiagonal t, int k)
{
    const int n = static_cast<int>(t.diagonal.size()), first = n - k + 1, workLength = 18 * n, intLength = 10 * n;
    const auto size = static_cast<std::size_t>(n);
    std::vector<double> values(size), work(static_cast<std::size_t>(workLength));
    std::vector<int> support(2 * size), intWork(static_cast<std::size_t>(intLength));
    Eigen::MatrixXd vectors(n, k);
    const double unused = 0;
    int found = 0, tryHigh = 1, info = 0;
    dstemr_("V", "I", &n, t.diagonal.data(), t.offDiagonal.data(), &unused, &unused, &first, &n, &found, values.data(),
            vectors.data(), &n, &k, support.data(), &tryHigh, work.data(), &workLength, intWork.data(), &intLength,
            &info, 1, 1);
    if (info != 0 || found != k)
        return std::nullopt;
    return vectors;
}

/// Leading axes of the matrix before it was turned and reduced, descending. [dim, k]
std::optional<Eigen::MatrixXd> leadingAxes(const Eigen::MatrixXd& reduced, const Tridiagonal& t, const Reflection& h,
                                           Eigen::Index k)
{
    auto vectors = tridiagonalVectors(t, static_cast<int>(k));
    if (!vectors)
        return std::nullopt;
    const int n = static_cast<int>(reduced.rows()), columns = static_cast<int>(k), length = 64 * columns;
    std::vector<double> work(static_cast<std::size_t>(length));
    int info = 0;
    dormtr_("L", "L", "N", &n, &columns, reduced.data(), &n, t.tau.data(), vectors->data(), &n, work.data(), &length,
            &info, 1, 1, 1);
    if (info != 0)
        return std::nullopt;
    const Eigen::RowVectorXd product = h.beta * (h.v.transpose() * *vectors);
    *vectors -= h.v * product;
    return Eigen::MatrixXd(vectors->rowwise().reverse());
}

double entropy(const Eigen::ArrayXd& p) { return -(p * (p + 1e-300).log()).sum(); }

} // namespace

std::optional<Spectra> covarianceSpectra(Eigen::MatrixXd covariance, const Eigen::VectorXd& mean, Eigen::Index axes)
{
    if (covariance.rows() == 0 || !covariance.allFinite() || !mean.allFinite())
        return std::nullopt;
    const Reflection reflection = meanToFirstAxis(mean);
    turn(covariance, reflection);
    Tridiagonal t;
    if (!reduce(covariance, t))
        return std::nullopt;
    Spectra spectra;
    if (axes > 0)
        if (auto found = leadingAxes(covariance, t, reflection, std::min(axes, covariance.rows())))
            spectra.axes = std::move(*found);
    Tridiagonal shifted = t;
    shifted.diagonal.front() += mean.squaredNorm();
    if (axes > 0)
        if (auto found = leadingAxes(covariance, shifted, reflection, std::min(axes, covariance.rows())))
            spectra.uncentredAxes = std::move(*found);
    auto centred = eigenvalues(std::move(t));
    auto uncentred = eigenvalues(std::move(shifted));
    if (!centred || !uncentred)
        return std::nullopt;
    spectra.centred = std::move(*centred);
    spectra.uncentred = std::move(*uncentred);
    return spectra;
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
