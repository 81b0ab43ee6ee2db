// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace maskscope {

/// Where the tokens of one sequence lie among the rows of a batch.
struct SequenceRows {
    std::int64_t first = 0; ///< row
    int tokens = 0; ///< T
    int padded = 0; ///< rows taken, at least T; the rows beyond T stand for padding
};

/// All sequences of a batch, one after the other. Matrix products run over all rows at once.
struct RowLayout {
    std::vector<SequenceRows> sequences;
    std::int64_t rows = 0;

    void append(int tokens, int padded)
    {
        sequences.push_back({ rows, tokens, padded });
        rows += padded;
    }
};

} // namespace maskscope
