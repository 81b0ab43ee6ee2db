// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/data/prediction/inference_plan.h"
#include "model/session/batch_preparation.h"
#include "model/session/prediction_rows.h"

namespace maskscope {

/// Which tokens of a batch are masked, where the masked ones lie among all, and how far the next visible one is.
struct TokenRows {
    std::vector<std::int32_t> distance; ///< [row] as in PredictionBlock
    std::vector<std::int64_t> tokenRow, firstToken; ///< as in PredictionBlock
    std::vector<std::uint8_t> tokenMasked; ///< [token]
    bool nothingVisible = true; ///< of all batches so far

    void describe(SequenceRange range, const WindowSet& windows, const MaskPlan& mask);
    /// A block of these sequences with all that does not come from the model. Valid as long as both are.
    [[nodiscard]] PredictionBlock block(SequenceRange range, const PredictionRows& layout) const;
};

} // namespace maskscope
