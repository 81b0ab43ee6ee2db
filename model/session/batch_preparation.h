// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "analysis/data/masking/mask_plan.h"
#include "analysis/data/windowing/window_set.h"
#include "model/architectures/prepared_batch.h"

namespace maskscope {

/// What stands in the tokens that no mask touches. Masked tokens keep their own input.
enum class VisibleTokens { Own, Other, Zeros };

/// What of windows and masks a network wants to see.
struct PreparationRules {
    bool standardises = false;
    double noiseScale = 0;
    bool hidesCodes = false;
    bool mirrorPosition = false; ///< position of token T - 1 - t instead of t
    bool turnPosition = false; ///< position of token (t + T / 2) mod T instead of t
    bool sameWindows = false; ///< the batch's windows are those of a pass before: only its codes are prepared
    VisibleTokens visible = VisibleTokens::Own;
    const std::function<std::span<const float>(std::size_t)>* otherContext = nullptr; ///< for VisibleTokens::Other
    bool noiseUnderMasks = false; ///< what masks hide is noise before they hide it
    std::span<const int> channelInstead {}; ///< [sequence of the set] whose direction a sequence gets; empty: its own
    std::span<const std::optional<Eigen::Vector3d>> positions {}; ///< [channel]; empty: those of the windows
};

struct SequenceRange {
    std::size_t first = 0, last = 0; ///< [first, last) of the window set
};

/// Sequences of the window set: a range of them, or those of a list, which has to outlive this.
class SequenceChoice {
public:
    SequenceChoice(SequenceRange range) // NOLINT(google-explicit-constructor): the usual choice
        : m_first(range.first)
        , m_count(range.last - range.first)
    {
    }
    explicit SequenceChoice(std::span<const std::size_t> list)
        : m_count(list.size())
        , m_list(list)
    {
    }
    [[nodiscard]] std::size_t size() const { return m_count; }
    [[nodiscard]] std::size_t operator[](std::size_t i) const { return m_list.empty() ? m_first + i : m_list[i]; }

private:
    std::size_t m_first = 0, m_count = 0;
    std::span<const std::size_t> m_list;
};

/// Masks, standardises and packs the windows of some sequences; `padded` holds the rows of each sequence of the whole
/// set. `batch` keeps its memory between calls. Runs on OpenMP's threads.
void prepareBatch(PreparedBatch& batch, const WindowSet& windows, const MaskPlan& mask, SequenceChoice sequences,
                  std::span<const int> padded, const PreparationRules& rules);

/// The windows of a sequence before masking; `replaced` holds them where its visible tokens are not its own.
[[nodiscard]] std::span<const float> unmaskedWindows(const WindowSet& windows, const MaskPlan& mask,
                                                     std::size_t sequence, const PreparationRules& rules,
                                                     std::vector<float>& replaced);

/// The true windows of the range's masked tokens, [token, W] one after the other: in `buffer`, or, where every token is
/// masked, the set's own. Runs on OpenMP's threads.
[[nodiscard]] std::span<const float> maskedWindows(std::vector<float>& buffer, const WindowSet& windows,
                                                   const MaskPlan& mask, SequenceRange range);

} // namespace maskscope
