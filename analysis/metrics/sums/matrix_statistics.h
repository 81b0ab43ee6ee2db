// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "analysis/metrics/sums/row_groups.h"
#include "analysis/numerics/eigen_spectrum.h"

namespace maskscope {

/// Sums over one matrix (the predictions, or the targets), each taken once, when first asked for. Two passes over the
/// rows: means first, then everything centred, so that no offset costs accuracy. Memory O(dim^2 + cells dim).
class MatrixStatistics {
public:
    /// Both outlive this.
    MatrixStatistics(const ScratchMatrix& rows, const RowGroups& groups);

    [[nodiscard]] Eigen::Index rows() const { return m_rows->rows(); }
    [[nodiscard]] Eigen::Index dim() const { return m_rows->cols(); }
    [[nodiscard]] const Eigen::RowVectorXd& mean() const { return m_mean; } ///< [dim]
    [[nodiscard]] const Eigen::MatrixXd& covariance(); ///< [dim, dim], divided by the number of rows
    [[nodiscard]] const GroupSums& cells(); ///< by RowGroups::cells, centred on mean()
    [[nodiscard]] double totalSumOfSquares(); ///< sum of squared distances from mean(); exactly 0 for a constant
    [[nodiscard]] const std::optional<Spectra>& spectra(); ///< without axes; nothing where LAPACK fails
    /// As spectra(), with that many leading axes, to be asked for first: both come from one reduction.
    [[nodiscard]] const std::optional<Spectra>& spectraWithAxes(Eigen::Index axes);

    /// L'(X - mean) [k, dim] in one pass; `fill` writes the rows of L that belong to a block of rows [row, k].
    [[nodiscard]] RowMatrixD projected(Eigen::Index k,
                                       const std::function<void(Eigen::Index firstRow, RowMatrixD& left)>& fill) const;

    /// Consecutive blocks of the rows less the mean.
    void eachBlock(const std::function<void(Eigen::Index firstRow, const RowMatrixD& block)>& visit) const;

private:
    void accumulate();

    const ScratchMatrix* m_rows;
    const RowGroups* m_groups;
    Eigen::RowVectorXd m_mean;
    std::optional<Eigen::MatrixXd> m_covariance;
    GroupSums m_cells;
    std::optional<std::optional<Spectra>> m_spectra;
};

} // namespace maskscope
