// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/metrics/sums/matrix_statistics.h"
#include "analysis/metrics/sums/plan_statistics.h"

namespace maskscope {

/// Of each row by itself, over its dimensions.
struct RowMoments {
    Eigen::VectorXd mean, variance; ///< [row], variance with ddof 0
    double min = 0, max = 0;
};

/// Predictions against targets, row by row.
struct PairStatistics {
    double meanSquaredError = 0;
    Eigen::VectorXd squaredError; ///< [row] summed over dimensions
    Eigen::VectorXd correlation; ///< [row] Pearson's r over dimensions; 0 where either row is constant
};

/// What the metrics of one prediction set share. Everything is computed once, when first asked for.
class PredictionStatistics {
public:
    /// Fails where the columns of the set do not fit together.
    [[nodiscard]] static Result<PredictionStatistics> create(std::shared_ptr<const PredictionSet> set,
                                                             int positionBins = 20,
                                                             std::shared_ptr<const PlanStatistics> plan = nullptr);

    [[nodiscard]] const PredictionSet& set() const { return *m_set; }
    [[nodiscard]] const RowGroups& groups() const { return *m_groups; }
    [[nodiscard]] const PlanStatistics* plan() const { return m_plan.get(); } ///< null where no input was replaced
    /// There are rows and every prediction is a finite number.
    [[nodiscard]] bool usable() const { return m_predictions != nullptr; }
    [[nodiscard]] std::int64_t nonFinite() const { return m_nonFinite; } ///< predictions that are NaN or infinite
    /// Only where usable().
    [[nodiscard]] MatrixStatistics& predictions() { return *m_predictions; }
    /// Null where the set has none, or some are not finite.
    [[nodiscard]] MatrixStatistics* targets();

    [[nodiscard]] const RowMoments& rowMoments();
    [[nodiscard]] const PairStatistics& pairs(); ///< only where targets()
    /// Pearson's r of each dimension with the position; NaN for a constant dimension, or where all positions are equal.
    [[nodiscard]] const Eigen::VectorXd& positionCorrelation();
    /// Positions less their mean.
    [[nodiscard]] const Eigen::VectorXd& centredPosition() const { return m_centredPosition; }

private:
    PredictionStatistics() = default;

    std::shared_ptr<const PredictionSet> m_set;
    std::shared_ptr<const PlanStatistics> m_plan;
    std::unique_ptr<const RowGroups> m_groups; // held by pointer: the matrix statistics refer to it
    std::unique_ptr<MatrixStatistics> m_predictions, m_targets;
    bool m_targetsChecked = false;
    std::int64_t m_nonFinite = 0;
    Eigen::VectorXd m_centredPosition;
    std::optional<RowMoments> m_rowMoments;
    std::optional<PairStatistics> m_pairs;
    std::optional<Eigen::VectorXd> m_positionCorrelation;
};

} // namespace maskscope
