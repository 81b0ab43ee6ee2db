// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"
#include "analysis/metrics/row_clusters.h"
#include "analysis/numerics/covariance.h"
#include "analysis/numerics/least_squares.h"

namespace maskscope {
namespace {

/// Least-squares fit of all dimensions by orthonormal functions of the position.
struct PolynomialFit {
    RowsD basis; ///< [row, function]
    RowMatrixD coefficient; ///< [function, dim]
};

PolynomialFit fitPolynomial(PredictionStatistics& s, int degree)
{
    PolynomialFit fit { legendreBasis(s.set().position, degree), {} };
    fit.coefficient = s.predictions().projected(fit.basis.cols(), [&](Eigen::Index first, RowMatrixD& left) {
        left = fit.basis.middleRows(first, left.rows());
    });
    return fit;
}

/// [row] |z|^2 - |z - fit|^2, z less the overall mean.
Eigen::VectorXd explainedByRow(PredictionStatistics& s, const PolynomialFit& fit)
{
    const Eigen::MatrixXd inner = fit.coefficient * fit.coefficient.transpose();
    Eigen::VectorXd explained(s.set().rows());
    s.predictions().eachBlock([&](Eigen::Index first, const RowMatrixD& block) {
        const auto q = fit.basis.middleRows(first, block.rows());
        const RowMatrixD onto = productWith(block, fit.coefficient.transpose());
        explained.segment(first, block.rows())
            = 2 * q.cwiseProduct(onto).rowwise().sum() - q.cwiseProduct(q * inner).rowwise().sum();
    });
    return explained;
}

void addR2(ResultBuilder& out, PredictionStatistics& s, const std::string& key, int degree, const std::string& note,
           const MetricOptions& options)
{
    const PolynomialFit fit = fitPolynomial(s, degree);
    MetricValue* value
        = out.add(key, fit.coefficient.squaredNorm() / s.predictions().totalSumOfSquares(), "1", recordingsOf(s), note);
    if (options.resamples < 1)
        return;
    const RowClusters clusters(s.groups());
    clusters.setInterval(value, clusters.sumRows(explainedByRow(s, fit)),
                         clusters.sumCells(s.predictions().cells().squares), options);
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions& options)
{
    ResultBuilder out("position_polynomial", "diag.v1.");
    if (!(s.predictions().totalSumOfSquares() > 0))
        return std::move(out).take();
    const std::string note = "In-sample: without any effect it is above 0, the more so the fewer recordings, and so is "
                             "its interval. The held-out position_r2 has a null.";
    addR2(out, s, "position_r2_linear", 1, note + " Blind to courses that are not monotone.", options);
    addR2(out, s, "position_r2_poly5", 5, note, options);
    return std::move(out).take();
}

} // namespace

/// Pooled R^2 of a Legendre polynomial in the position, degree 1 and 5: 1 - sum |z - A b|^2 / sum |z - mean|^2, b by
/// least squares over all rows. Unit of inference: the recording. No null. The interval draws recordings (sequences)
/// anew and holds the fit, which is right to first order (row_clusters.h). Cannot show an effect that is absent: it is
/// never below 0.
Metric positionPolynomial() { return { "position_polynomial", "Polynomial position fit", compute, {} }; }

} // namespace maskscope
