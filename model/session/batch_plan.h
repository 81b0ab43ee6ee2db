// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analysis/data/windowing/window_set.h"

namespace maskscope {

/// Sequences that are padded together: `batch`, or, where it is 0, as many as the training code took.
[[nodiscard]] int paddingGroup(int batch);

/// Rows each sequence takes: its tokens, or, for a network that sees padding, the most tokens of its group of `group`
/// sequences in file order.
[[nodiscard]] std::vector<int> paddedLengths(const WindowSet& windows, bool seesPadding, int group);

/// "Group" of a network that sees padding: says so where lengths differ within one. Empty otherwise.
[[nodiscard]] std::string paddingWarning(const WindowSet& windows, std::span<const int> padded, int group);

struct BatchLimits {
    std::int64_t rows = 0; ///< at most, unless a single sequence is longer
    std::size_t sequences = 0; ///< at most; 0: any number
};
/// One past the last sequence of the batch that begins at `first`; at least first + 1.
[[nodiscard]] std::size_t batchEnd(std::span<const int> padded, std::size_t first, const BatchLimits& limits);

/// Rows of a batch such that it needs about `budgetBytes`.
[[nodiscard]] std::int64_t rowsWithin(std::int64_t budgetBytes, std::int64_t bytesPerRow);

} // namespace maskscope
