// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/spectrum/spectrum_intervals.h"

#include <array>
#include <limits>

#include "analysis/numerics/covariance.h"

namespace maskscope {
namespace {

constexpr std::array<const char*, 6> kKeys {
    "pca_top1", "pca_top3", "participation_ratio", "effective_rank_centred", "slope", "rankme_uncentred"
};

/// Sums of squares of rows + shift along each axis, and beyond them in the last column. [axis + 1, cluster]
Eigen::MatrixXd squaresAlongAxes(PredictionStatistics& s, const Eigen::MatrixXd& axes, const Eigen::RowVectorXd& shift,
                                 const RowClusters& clusters)
{
    Eigen::MatrixXd squares = Eigen::MatrixXd::Zero(axes.cols() + 1, clusters.count());
    const Eigen::RowVectorXd shiftAlong = shift * axes;
    s.predictions().eachBlock([&](Eigen::Index first, const RowMatrixD& block) {
        const RowMatrixD along = (productWith(block, axes).rowwise() + shiftAlong).cwiseAbs2();
        for (Eigen::Index i = 0; i < along.rows(); ++i) {
            auto of = squares.col(clusters.ofRow(first + i));
            of.head(along.cols()) += along.row(i).transpose();
            of(along.cols()) += (block.row(i) + shift).squaredNorm() - along.row(i).sum();
        }
    });
    squares.bottomRows(1) = squares.bottomRows(1).cwiseMax(0);
    return squares;
}

/// The spectrum of weighted clusters: variances along the axes, those beyond scaled together.
class DrawnSpectrum {
public:
    /// squares: of squaresAlongAxes(), over the leading axes of `spectrum`.
    DrawnSpectrum(const Eigen::VectorXd& spectrum, Eigen::MatrixXd squares, const std::vector<double>& rows)
        : m_spectrum(spectrum)
        , m_squares(std::move(squares))
        , m_rows(Eigen::Map<const Eigen::VectorXd>(rows.data(), static_cast<Eigen::Index>(rows.size())))
        , m_beyond(spectrum.tail(spectrum.size() - (m_squares.rows() - 1)))
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

std::map<std::string, ClusterEstimate> spectrumIntervals(PredictionStatistics& s, const Spectra& spectra,
                                                         const RowClusters& clusters, const MetricOptions& options)
{
    std::map<std::string, ClusterEstimate> byKey;
    if (!options.intervals || spectra.axes.cols() == 0)
        return byKey;
    const bool everyAxis = spectra.axes.cols() == spectra.centred.size();
    const Eigen::RowVectorXd mean = s.predictions().mean();
    DrawnSpectrum drawn(spectra.centred,
                        squaresAlongAxes(s, spectra.axes, Eigen::RowVectorXd::Zero(mean.size()), clusters),
                        clusters.rows());
    std::optional<DrawnSpectrum> uncentred;
    if (spectra.uncentredAxes.cols() > 0)
        uncentred.emplace(spectra.uncentred, squaresAlongAxes(s, spectra.uncentredAxes, mean, clusters),
                          clusters.rows());
    const auto numbers = [&](std::span<const double> weights, std::span<double> out) {
        const Eigen::VectorXd& eigenvalues = drawn(weights);
        std::fill(out.begin(), out.end(), std::numeric_limits<double>::quiet_NaN());
        if (const auto summary = summariseSpectrum(eigenvalues)) {
            out[0] = summary->top1;
            out[1] = summary->top3;
            out[2] = summary->participationRatio;
            out[3] = summary->effectiveRank;
        }
        if (everyAxis)
            if (const auto law = fitPowerLaw(eigenvalues))
                out[4] = law->slope;
        if (uncentred)
            if (const auto rank = rankMe((*uncentred)(weights)))
                out[5] = *rank;
    };
    const auto estimates = jackknifeClusters(clusters.count(), static_cast<int>(kKeys.size()), numbers);
    for (std::size_t k = 0; k < kKeys.size(); ++k)
        byKey[kKeys[k]] = estimates[k];
    return byKey;
}

} // namespace maskscope
