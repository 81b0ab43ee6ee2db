// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/token_rows.h"

#include <span>

namespace maskscope {

namespace {

/// Tokens to the nearest visible token of each masked token of a sequence, appended; 0 where none is visible.
void appendDistances(std::vector<std::int32_t>& out, std::span<const std::uint8_t> masked)
{
    const auto n = static_cast<std::int32_t>(masked.size());
    for (std::int32_t t = 0; t < n; ++t) {
        if (masked[static_cast<std::size_t>(t)] == 0)
            continue;
        std::int32_t distance = 0;
        for (std::int32_t d = 1; d < n && distance == 0; ++d) {
            const bool before = t - d >= 0 && masked[static_cast<std::size_t>(t - d)] == 0;
            const bool after = t + d < n && masked[static_cast<std::size_t>(t + d)] == 0;
            distance = before || after ? d : 0;
        }
        out.push_back(distance);
    }
}

template <typename T>
std::span<const T> rowsOf(const std::vector<T>& column, std::int64_t first, std::int64_t count)
{
    return std::span<const T>(column).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
}

} // namespace

void TokenRows::describe(SequenceRange range, const WindowSet& windows, const MaskPlan& mask)
{
    distance.clear();
    tokenRow.clear();
    tokenMasked.clear();
    firstToken.assign(1, 0);
    for (std::size_t s = range.first; s < range.last; ++s) {
        const auto first = static_cast<std::size_t>(firstToken.back());
        for (int t = 0; t < windows.sequences[s].tokens; ++t) {
            tokenMasked.push_back(mask.tokenMasked(s, t) ? 1 : 0);
            if (tokenMasked.back() != 0)
                tokenRow.push_back(static_cast<std::int64_t>(tokenMasked.size()) - 1);
            else
                nothingVisible = false;
        }
        appendDistances(distance, std::span(tokenMasked).subspan(first));
        firstToken.push_back(static_cast<std::int64_t>(tokenMasked.size()));
    }
}

PredictionBlock TokenRows::block(SequenceRange range, const PredictionRows& layout) const
{
    const PredictionSet& set = layout.set;
    const std::int64_t first = layout.firstRow[range.first], count = layout.firstRow[range.last] - first;
    PredictionBlock block;
    block.position = rowsOf(set.position, first, count);
    block.tokenIndex = rowsOf(set.tokenIndex, first, count);
    block.seqLen = rowsOf(set.seqLen, first, count);
    block.sequence = rowsOf(set.sequence, first, count);
    block.channel = rowsOf(set.channel, first, count);
    block.recording = rowsOf(set.recording, first, count);
    block.distance = distance;
    block.tokenRow = tokenRow;
    block.firstToken = firstToken;
    block.tokenMasked = tokenMasked;
    return block;
}

} // namespace maskscope
