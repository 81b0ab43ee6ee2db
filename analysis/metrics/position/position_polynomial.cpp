// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/drawing/number_figure.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"
#include "analysis/metrics/intervals/row_clusters.h"
#include "analysis/numerics/covariance.h"
#include "analysis/numerics/least_squares.h"

namespace maskscope {
namespace {

constexpr std::array kDegrees { 1, 5 };

/// Least-squares fits of all dimensions by orthonormal functions of the position, one a degree, side by side: every
/// pass over the rows serves both.
struct PolynomialFits {
    std::array<Eigen::Index, kDegrees.size() + 1> first {}; ///< [degree] first function; the last: their number
    RowMatrixD basis; ///< [row, function]
    RowMatrixD coefficient; ///< [function, dim]

    [[nodiscard]] Eigen::Index count(std::size_t degree) const { return first[degree + 1] - first[degree]; }
};

PolynomialFits fitPolynomials(PredictionStatistics& s)
{
    PolynomialFits fits;
    fits.basis.resize(s.set().rows(), 0);
    for (std::size_t k = 0; k < kDegrees.size(); ++k) {
        const RowMatrixD basis = legendreBasis(s.set().position, kDegrees[k]);
        fits.first[k + 1] = fits.first[k] + basis.cols();
        fits.basis.conservativeResize(Eigen::NoChange, fits.first[k + 1]);
        fits.basis.rightCols(basis.cols()) = basis;
    }
    fits.coefficient = s.predictions().projected(fits.basis.cols(), [&](Eigen::Index first, RowMatrixD& left) {
        left = fits.basis.middleRows(first, left.rows());
    });
    return fits;
}

/// [row, degree] |z|^2 - |z - fit|^2, z less the overall mean.
Eigen::MatrixXd explainedByRow(PredictionStatistics& s, const PolynomialFits& fits)
{
    Eigen::MatrixXd explained(s.set().rows(), static_cast<Eigen::Index>(kDegrees.size()));
    s.predictions().eachBlock([&](Eigen::Index first, const RowMatrixD& block) {
        const RowMatrixD onto = productWith(block, fits.coefficient.transpose());
        for (std::size_t k = 0; k < kDegrees.size(); ++k) {
            const Eigen::Index from = fits.first[k], count = fits.count(k);
            const RowMatrixD q = fits.basis.block(first, from, block.rows(), count);
            const Eigen::MatrixXd inner
                = fits.coefficient.middleRows(from, count) * fits.coefficient.middleRows(from, count).transpose();
            explained.col(static_cast<Eigen::Index>(k)).segment(first, block.rows())
                = 2 * q.cwiseProduct(onto.middleCols(from, count)).rowwise().sum()
                - q.cwiseProduct(q * inner).rowwise().sum();
        }
    });
    return explained;
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions& options)
{
    ResultBuilder out("position_polynomial", "diag.v1.");
    const double total = s.predictions().totalSumOfSquares();
    if (!(total > 0))
        return std::move(out).take();
    const std::string note = "In-sample: without any effect it is above 0, the more so the fewer recordings, and so is "
                             "its interval. The held-out position_r2 has a null.";
    const PolynomialFits fits = fitPolynomials(s);
    const RowClusters clusters(s.groups());
    Eigen::MatrixXd explained;
    if (options.intervals)
        explained = explainedByRow(s, fits);
    for (std::size_t k = 0; k < kDegrees.size(); ++k) {
        const double sum = fits.coefficient.middleRows(fits.first[k], fits.count(k)).squaredNorm();
        MetricValue* value
            = out.add(k == 0 ? "position_r2_linear" : "position_r2_poly5", sum / total, "1", recordingsOf(s),
                      k == 0 ? note + " Blind to courses that are not monotone." : note);
        if (options.intervals)
            clusters.setInterval(value, clusters.sumRows(explained.col(static_cast<Eigen::Index>(k))),
                                 clusters.sumCells(s.predictions().cells().squares), options);
    }
    return std::move(out).take();
}

Figure figure(std::span<const RunView> runs)
{
    return makeNumberFigure(
        { "position_polynomial",
          "Polynomial position fit",
          "Variance explained",
          { { "diag.v1.position_r2_linear", "straight line" }, { "diag.v1.position_r2_poly5", "degree 5" } },
          "Variance of predictions along a polynomial of the position, fitted to the same predictions: never below "
          "0." },
        runs);
}

} // namespace

/// Pooled R^2 of a Legendre polynomial in the position, degree 1 and 5: 1 - sum |z - A b|^2 / sum |z - mean|^2, b by
/// least squares over all rows. Unit of inference: the recording. No null. The interval draws recordings (sequences)
/// anew and holds the fit, which is right to first order (row_clusters.h). Cannot show an effect that is absent: it is
/// never below 0.
Metric positionPolynomial() { return { "position_polynomial", "Polynomial position fit", compute, figure }; }

} // namespace maskscope
