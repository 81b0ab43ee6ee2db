// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/spectrum_intervals.h"

#include <array>
#include <limits>

#include "analysis/numerics/bootstrap.h"
#include "analysis/numerics/covariance.h"

namespace maskscope {
namespace {

constexpr std::array<const char*, 6> kKeys {
    "pca_top1", "pca_top3", "pcs_for_90", "participation_ratio", "effective_rank_centred", "slope"
};

/// Sums of squares along each axis, and beyond them in the last column. [axis + 1, cluster]
Eigen::MatrixXd squaresAlongAxes(PredictionStatistics& s, const Spectra& spectra, const RowClusters& clusters)
{
    Eigen::MatrixXd squares = Eigen::MatrixXd::Zero(spectra.axes.cols() + 1, clusters.count());
    s.predictions().eachBlock([&](Eigen::Index first, const RowMatrixD& block) {
        const RowMatrixD along = productWith(block, spectra.axes).cwiseAbs2();
        for (Eigen::Index i = 0; i < along.rows(); ++i)
            squares.col(clusters.ofRow(first + i)).head(along.cols()) += along.row(i).transpose();
    });
    const std::vector<double> all = clusters.sumCells(s.predictions().cells().squares);
    for (Eigen::Index c = 0; c < squares.cols(); ++c)
        squares(squares.rows() - 1, c)
            = std::max(0.0, all[static_cast<std::size_t>(c)] - squares.col(c).head(squares.rows() - 1).sum());
    return squares;
}

/// The spectrum of drawn clusters: variances along the axes, those beyond scaled together.
class DrawnSpectrum {
public:
    DrawnSpectrum(const Spectra& spectra, Eigen::MatrixXd squares, const std::vector<double>& rows)
        : m_spectrum(spectra.centred)
        , m_squares(std::move(squares))
        , m_rows(Eigen::Map<const Eigen::VectorXd>(rows.data(), static_cast<Eigen::Index>(rows.size())))
        , m_beyond(spectra.centred.tail(spectra.centred.size() - spectra.axes.cols()))
    {
    }

    [[nodiscard]] const Eigen::VectorXd& operator()(std::span<const double> weights)
    {
        const Eigen::Map<const Eigen::VectorXd> w(weights.data(), static_cast<Eigen::Index>(weights.size()));
        const Eigen::VectorXd variance = m_squares * w / m_rows.dot(w);
        const Eigen::Index axes = m_squares.rows() - 1;
        m_spectrum.head(axes) = variance.head(axes);
        const double beyond = m_beyond.sum();
        if (beyond > 0)
            m_spectrum.tail(m_beyond.size()) = m_beyond * (variance(axes) / beyond);
        return m_spectrum;
    }

private:
    Eigen::VectorXd m_spectrum;
    Eigen::MatrixXd m_squares;
    Eigen::VectorXd m_rows, m_beyond;
};

} // namespace

std::map<std::string, std::optional<std::pair<double, double>>> spectrumIntervals(PredictionStatistics& s,
                                                                                  const Spectra& spectra,
                                                                                  const RowClusters& clusters,
                                                                                  const MetricOptions& options)
{
    std::map<std::string, std::optional<std::pair<double, double>>> byKey;
    if (options.resamples < 1 || spectra.axes.cols() == 0)
        return byKey;
    const bool everyAxis = spectra.axes.cols() == spectra.centred.size();
    DrawnSpectrum drawn(spectra, squaresAlongAxes(s, spectra, clusters), clusters.rows());
    const auto numbers = [&](std::span<const double> weights, std::span<double> out) {
        const Eigen::VectorXd& eigenvalues = drawn(weights);
        std::fill(out.begin(), out.end(), std::numeric_limits<double>::quiet_NaN());
        if (const auto summary = summariseSpectrum(eigenvalues)) {
            out[0] = summary->top1;
            out[1] = summary->top3;
            out[2] = summary->componentsFor90;
            out[3] = summary->participationRatio;
            out[4] = summary->effectiveRank;
        }
        if (everyAxis)
            if (const auto law = fitPowerLaw(eigenvalues))
                out[5] = law->slope;
    };
    const auto intervals = bootstrapIntervals(clusters.count(), static_cast<int>(kKeys.size()), numbers,
                                              options.resamples, options.seed);
    for (std::size_t k = 0; k < kKeys.size(); ++k)
        byKey[kKeys[k]] = intervals[k];
    return byKey;
}

} // namespace maskscope
