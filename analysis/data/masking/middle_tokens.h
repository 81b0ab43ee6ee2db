// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "analysis/data/masking/mask_plan.h"

namespace maskscope {

/// [sequence] the token that the consistency numbers look at, -1: none. As the old script chose it: of every four
/// sequences in file order the first two, each at the middle (T / 2) of the longest of the four, where it reaches so
/// far.
[[nodiscard]] std::vector<int> middleTokens(const WindowSet& windows);

/// Zeros in place of those tokens alone (`all` false), or of every token of the sequences that have one (`all` true).
/// Other sequences have no masked token. Mismatch where there is nothing to mask.
[[nodiscard]] Result<MaskPlan> maskTokens(const WindowSet& windows, std::span<const int> token, bool all);

} // namespace maskscope
