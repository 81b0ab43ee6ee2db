// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/data/masking/mask_plan.h"
#include "analysis/data/prediction/prediction_set.h"
#include "analysis/data/windowing/window_set.h"

namespace maskscope {

/// A prediction set with a row for every masked token, all but predictions and targets filled in.
struct PredictionRows {
    PredictionSet set;
    std::vector<std::int64_t> firstRow; ///< [sequence + 1]
};
[[nodiscard]] PredictionRows layOutPredictions(const WindowSet& windows, const MaskPlan& mask);

} // namespace maskscope
