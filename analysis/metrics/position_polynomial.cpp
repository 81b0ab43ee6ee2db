// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"
#include "analysis/numerics/least_squares.h"

namespace maskscope {
namespace {

/// Share of the total sum of squares that lies in the span of the polynomials, pooled over dimensions.
double polynomialR2(PredictionStatistics& s, int degree)
{
    const RowsD basis = legendreBasis(s.set().position, degree);
    const RowMatrixD projected = s.predictions().projected(
        basis.cols(), [&](Eigen::Index first, RowMatrixD& left) { left = basis.middleRows(first, left.rows()); });
    return projected.squaredNorm() / s.predictions().totalSumOfSquares();
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions&)
{
    ResultBuilder out("position_polynomial", "diag.v1.");
    if (!(s.predictions().totalSumOfSquares() > 0))
        return std::move(out).take();
    const std::string note
        = "In-sample, over tokens: without any effect it is above 0, the more so the fewer recordings.";
    out.add("position_r2_linear", polynomialR2(s, 1), "1", tokensOf(s),
            note + " Blind to courses that are not monotone.");
    out.add("position_r2_poly5", polynomialR2(s, 5), "1", tokensOf(s), note);
    return std::move(out).take();
}

} // namespace

/// Pooled R^2 of a Legendre polynomial in the position, degree 1 and 5.
Metric positionPolynomial() { return { "position_polynomial", "Polynomial position fit", compute, {} }; }

} // namespace maskscope
