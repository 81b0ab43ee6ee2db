// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "analysis/data/masking/mask_plan.h"

namespace maskscope {

/// Sets window length and token offsets from `windows`, and clears all bits (plan.perSample must be set). Fails with
/// Mismatch where there is nothing to mask.
[[nodiscard]] inline Result<void> layOut(MaskPlan& plan, const WindowSet& windows)
{
    plan.windowLength = windows.windowLength;
    plan.tokenOffset.assign(1, 0);
    for (const WindowSequence& sequence : windows.sequences) {
        if (sequence.tokens < 1)
            return failure(ErrorCode::Mismatch, "mask", "a sequence holds no token");
        plan.tokenOffset.push_back(plan.tokenOffset.back() + sequence.tokens);
    }
    if (windows.sequences.empty() || windows.windowLength < 1)
        return failure(ErrorCode::Mismatch, "mask", "there is no window to mask");
    const std::int64_t perToken = plan.perSample ? plan.windowLength : 1;
    plan.bits.assign(static_cast<std::size_t>(plan.tokenOffset.back() * perToken), 0);
    return {};
}

/// Where a sequence's bits start in plan.bits.
[[nodiscard]] inline std::int64_t bitOffset(const MaskPlan& plan, std::size_t sequence)
{
    return plan.tokenOffset[sequence] * (plan.perSample ? plan.windowLength : 1);
}

} // namespace maskscope
