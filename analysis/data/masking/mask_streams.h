// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace maskscope {

/// Second word of every random stream's seed, so that masks, actions and noise of one seed are independent. In Python:
/// numpy.random.default_rng([seed, stream, sequence or recording(, token)]).
enum class MaskStream : std::uint64_t {
    Mask = 1, ///< [seed, 1, sequence]: choice(T, k, replace=False, shuffle=False), sample masks token after token
    Action = 2, ///< [seed, 2, sequence]: choice(3, T, p=[.8, .1, .1])
    Noise = 3, ///< [seed, 3, sequence, token]: standard_normal(W)
    SharedMask = 4, ///< [seed, 4, recording]: as Mask
};

} // namespace maskscope
