// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <Eigen/Core>

namespace maskscope {

/// Eigenvalues, descending, negatives (rounding) set to 0.
struct Spectra {
    Eigen::VectorXd centred; ///< of the covariance C
    Eigen::VectorXd uncentred; ///< of the second moment C + m m'
    Eigen::MatrixXd axes; ///< [dim, k] unit eigenvectors of C, in the order of `centred`; as many as were asked for
    Eigen::MatrixXd uncentredAxes; ///< [dim, k] of the second moment, in the order of `uncentred`
};

/// Both spectra from one tridiagonal reduction. The basis is turned first so that the mean lies on the first axis; the
/// reduction (lower) leaves that axis alone, so adding |m|^2 to the first diagonal element of the tridiagonal matrix
/// gives the second moment's. The leading axes come from the same reduction (at most dim of them; none
/// where LAPACK fails on them). Nothing if it does not converge otherwise, or a value is not finite.
[[nodiscard]] std::optional<Spectra> covarianceSpectra(Eigen::MatrixXd covariance, const Eigen::VectorXd& mean,
                                                       Eigen::Index axes = 0);

/// What a spectrum says, with sums over k = 1..D of the eigenvalues l_k. Definitions: docs/metrics.md.
struct SpectrumSummary {
    Eigen::VectorXd share; ///< l_k / sum
    double top1 = 0, top3 = 0;
    int componentsFor90 = 0;
    double participationRatio = 0; ///< (sum l)^2 / sum l^2
    double effectiveRank = 0; ///< exp of the entropy of sqrt(l) / sum sqrt(l)
};

/// Nothing where the sum is 0: a constant has no spectrum.
[[nodiscard]] std::optional<SpectrumSummary> summariseSpectrum(const Eigen::VectorXd& eigenvalues);

/// exp of the entropy of singular values, with the 1e-7 of RankMe (Garrido et al. 2023) added to each share.
[[nodiscard]] std::optional<double> rankMe(const Eigen::VectorXd& secondMomentEigenvalues);

/// Least-squares line of log l_k on log k over k = 1..last, `last` being the last l_k above 1e-10 l_1 (float32
/// predictions hold no variance below). Nothing with fewer than three such values.
struct PowerLaw {
    double slope = 0, fitR2 = 0;
    int last = 0;
};
[[nodiscard]] std::optional<PowerLaw> fitPowerLaw(const Eigen::VectorXd& eigenvalues);

} // namespace maskscope
