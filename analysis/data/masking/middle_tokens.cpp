// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/masking/middle_tokens.h"

#include <algorithm>

#include "analysis/data/masking/mask_layout.h"

namespace maskscope {

std::vector<int> middleTokens(const WindowSet& windows)
{
    constexpr std::size_t group = 4, looked = 2;
    const auto& sequences = windows.sequences;
    std::vector<int> token(sequences.size(), -1);
    for (std::size_t first = 0; first < sequences.size(); first += group) {
        int longest = 0;
        for (std::size_t s = first; s < std::min(first + group, sequences.size()); ++s)
            longest = std::max(longest, sequences[s].tokens);
        for (std::size_t s = first; s < std::min(first + looked, sequences.size()); ++s)
            token[s] = longest / 2 < sequences[s].tokens ? longest / 2 : -1;
    }
    return token;
}

Result<MaskPlan> maskTokens(const WindowSet& windows, std::span<const int> token, bool all)
{
    MaskPlan plan;
    plan.source = all ? "everything" : "one token";
    if (auto laidOut = layOut(plan, windows); !laidOut)
        return tl::unexpected(laidOut.error());
    for (std::size_t s = 0; s < token.size(); ++s) {
        if (token[s] < 0)
            continue;
        const auto first = plan.bits.begin() + bitOffset(plan, s);
        if (all)
            std::fill_n(first, windows.sequences[s].tokens, std::uint8_t { 1 });
        else
            *(first + token[s]) = 1;
    }
    return plan;
}

} // namespace maskscope
