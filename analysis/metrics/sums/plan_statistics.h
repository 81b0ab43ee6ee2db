// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "analysis/data/prediction/inference_plan.h"

namespace maskscope {

/// Tokens to the nearest visible token, as the gains are told apart by it. The last bin: no token is visible.
inline constexpr std::array<const char*, 8> kDistanceBins { "1", "2", "3", "4", "5-8", "9-16", "17+", "none" };
[[nodiscard]] int distanceBin(std::int32_t distance); ///< of PredictionBlock::distance

/// Visible tokens of the sequence before (after) a masked one, as the gain from context is told apart by it.
inline constexpr std::array<const char*, 6> kVisibleBins { "0", "1", "2-3", "4-7", "8-15", "16+" };
[[nodiscard]] int visibleBin(std::int64_t tokens);
enum Direction { Before, After, kDirections };

/// Sums of one pass, by sequence, so that every gain and its interval come from them. Float64.
struct PassSums {
    PassSummary summary;
    RowMatrixD squaredError; ///< [sequence, distance bin] sum over rows and dimensions of (prediction - target)^2
    Eigen::VectorXd change; ///< [sequence] sum over rows and dimensions of (prediction - true pass's prediction)^2
    RowMatrixD errorByVisible {}; ///< [direction, visible bin] squaredError summed
    ScratchMatrix binSums {}; ///< [sequence x position bin, dim] predictions summed; only of readingChanges()
};

/// Position bins of PassSums::binSums; bin = min(int(p bins), bins - 1).
inline constexpr int kPlanBins = 20;

/// What an inference plan leaves behind once its predictions are gone.
struct PlanStatistics {
    int dim = 0;
    std::vector<int> recording,
        channel; ///< [sequence] as in PredictionSet; sequences without a masked token have 0 rows
    std::vector<int> unit {}; ///< [sequence] its unit of inference; empty: its recording
    std::string unitName = "recording"; ///< or "subject"
    RowMatrixD rows; ///< [sequence, distance bin] masked tokens
    RowMatrixD rowsByVisible {}; ///< [direction, visible bin] masked tokens
    std::vector<PassSums> passes; ///< as in the plan; the first is the true one
    Eigen::VectorXd neighbourError; ///< [sequence] squared error of interpolating the visible neighbours' targets; see
                                    ///< `neighbourRows`
    Eigen::VectorXd neighbourOwnError; ///< [sequence] the model's squared error over the same rows
    Eigen::VectorXd neighbourRows; ///< [sequence] rows that have a visible neighbour
    RowMatrixD codeSquares; ///< [sequence, code] as in PlanReport
    Eigen::VectorXd tokens; ///< [sequence] all of them, masked or not
    std::vector<SequenceGradient> gradients; ///< of the sequences that were looked into
    std::vector<ScratchMatrix> layers; ///< [layer + 1] of [row, dModel] as in PredictionBlock
    std::vector<std::int32_t> layerSequence; ///< [row of `layers`]
    std::vector<ScratchMatrix> states {}; ///< [layer + 1] of [row, dModel] on unmasked input, as in PredictionBlock
    std::vector<std::int32_t> stateSequence {}, stateToken {}; ///< [row of `states`]
    LeakSums leak {};
    std::vector<int> lookedAt; ///< [row of `alone`] sequence
    ScratchMatrix alone; ///< [row, dim] a token's prediction with only it masked (middle_tokens.h)
    ScratchMatrix together; ///< [row, dim] the same token's with everything masked

    [[nodiscard]] int unitOf(std::size_t sequence) const { return unit.empty() ? recording[sequence] : unit[sequence]; }
    [[nodiscard]] const PassSums* pass(InputChange change) const; ///< null where the plan did not have it
};

} // namespace maskscope
