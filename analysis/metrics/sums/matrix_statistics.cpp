// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/sums/matrix_statistics.h"

#include "analysis/numerics/covariance.h"

namespace maskscope {

MatrixStatistics::MatrixStatistics(const ScratchMatrix& rows, const RowGroups& groups)
    : m_rows(&rows)
    , m_groups(&groups)
    , m_mean(columnMeans(rows))
{
}

void MatrixStatistics::accumulate()
{
    if (m_covariance)
        return;
    CovarianceSum covariance(dim());
    m_cells = GroupSums(static_cast<Eigen::Index>(m_groups->cells.size()), dim());
    forEachBlock(*m_rows, m_mean, [&](Eigen::Index first, const RowMatrixD& block) {
        covariance.add(block);
        for (Eigen::Index i = 0; i < block.rows(); ++i) {
            const int cell = m_groups->rowCell[static_cast<std::size_t>(first + i)];
            m_cells.sums.row(cell) += block.row(i);
            m_cells.squares(cell) += block.row(i).squaredNorm();
            m_cells.counts(cell) += 1;
        }
    });
    m_covariance = std::move(covariance).finish();
}

const Eigen::MatrixXd& MatrixStatistics::covariance()
{
    accumulate();
    return *m_covariance;
}

const GroupSums& MatrixStatistics::cells()
{
    accumulate();
    return m_cells;
}

double MatrixStatistics::totalSumOfSquares() { return cells().squares.sum(); }

const std::optional<Spectra>& MatrixStatistics::spectra()
{
    if (!m_spectra)
        m_spectra = covarianceSpectra(covariance(), m_mean.transpose());
    return *m_spectra;
}

const std::optional<Spectra>& MatrixStatistics::spectraWithAxes(Eigen::Index axes)
{
    if (!m_spectra || (*m_spectra && (*m_spectra)->axes.cols() < std::min(axes, dim())))
        m_spectra = covarianceSpectra(covariance(), m_mean.transpose(), axes);
    return *m_spectra;
}

RowMatrixD MatrixStatistics::projected(Eigen::Index k, const std::function<void(Eigen::Index, RowMatrixD&)>& fill) const
{
    RowMatrixD product = RowMatrixD::Zero(k, dim());
    RowMatrixD left;
    forEachBlock(*m_rows, m_mean, [&](Eigen::Index first, const RowMatrixD& block) {
        left.resize(block.rows(), k);
        fill(first, left);
        addProduct(left, block, product);
    });
    return product;
}

void MatrixStatistics::eachBlock(const std::function<void(Eigen::Index, const RowMatrixD&)>& visit) const
{
    forEachBlock(*m_rows, m_mean, [&](Eigen::Index first, const RowMatrixD& block) { visit(first, block); });
}

} // namespace maskscope
