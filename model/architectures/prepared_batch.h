// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "model/layers/row_layout.h"

namespace maskscope {

/// The input of one batch in host memory: masked windows and what the codes are made of.
struct PreparedBatch {
    RowLayout layout;
    std::vector<float> windows; ///< [filled row, W] masked, standardised where the encoder wants it; may be longer
    std::vector<std::int64_t> filledRows; ///< rows whose window is not all zero, ascending; the others are not stored
    std::vector<float> position; ///< [row] t/T, 0 in the padding
    std::vector<float> codesShown; ///< [row] 1, or 0 where temporal and spatial code are hidden
    std::vector<std::int64_t> sequenceOfRow; ///< [row] index into this batch's sequences
    std::vector<float> directions; ///< [sequence, 3] unit vectors; zero without a position
    std::vector<std::int64_t> maskedRows; ///< rows to predict, ascending
    bool sameWindows = false; ///< windows and filledRows were not prepared: they are those of the first pass
};

} // namespace maskscope
