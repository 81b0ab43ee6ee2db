// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "analysis/validity/known_kinds.h"
#include "analysis/verdict/verdict.h"

namespace maskscope {

struct ValidityOptions {
    int draws = 50;
    std::uint64_t seed = 0;
    int copies = 5; ///< untrained copies beside each model, as `analyze` has by default
    int threads = 1;
    MetricOptions metrics = {}; ///< as an analysis uses them
};

/// One draw of a kind, through the numbers and the verdict that every analysis goes through.
[[nodiscard]] Result<Verdict> knownVerdict(const KnownKind& kind, std::uint64_t draw, const ValidityOptions& options);

} // namespace maskscope
