// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/batch_plan.h"

#include <algorithm>

namespace maskscope {

int paddingGroup(int batch)
{
    constexpr int training = 4;
    return batch > 0 ? batch : training;
}

std::vector<int> paddedLengths(const WindowSet& windows, bool seesPadding, int group)
{
    std::vector<int> padded;
    padded.reserve(windows.sequences.size());
    for (const auto& s : windows.sequences)
        padded.push_back(s.tokens);
    if (!seesPadding)
        return padded;
    const auto step = static_cast<std::ptrdiff_t>(std::max(group, 1));
    for (auto first = padded.begin(); first != padded.end();) {
        const auto last = first + std::min(step, padded.end() - first);
        std::fill(first, last, *std::max_element(first, last));
        first = last;
    }
    return padded;
}

std::string paddingWarning(const WindowSet& windows, std::span<const int> padded, int group)
{
    std::size_t count = 0;
    for (std::size_t s = 0; s < padded.size(); ++s)
        count += padded[s] != windows.sequences[s].tokens ? 1 : 0;
    if (count == 0)
        return {};
    return "this Transformer has no padding mask: " + std::to_string(count)
        + " sequences are padded to the longest of their " + std::to_string(group)
        + " neighbours in file order, which changes their predictions";
}

std::size_t batchEnd(std::span<const int> padded, std::size_t first, const BatchLimits& limits)
{
    std::int64_t rows = padded[first];
    std::size_t end = first + 1;
    while (end < padded.size() && rows + padded[end] <= limits.rows
           && (limits.sequences == 0 || end - first < limits.sequences))
        rows += padded[end++];
    return end;
}

std::int64_t rowsWithin(std::int64_t budgetBytes, std::int64_t bytesPerRow)
{
    constexpr std::int64_t fewest = 256; // below, matrix products lose their speed
    return std::max(fewest, budgetBytes / std::max<std::int64_t>(bytesPerRow, 1));
}

} // namespace maskscope
