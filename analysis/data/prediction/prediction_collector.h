// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/data/prediction/inference_plan.h"

namespace maskscope {

/// Puts the true pass of a plan together as one prediction set.
class PredictionCollector {
public:
    PredictionCollector(const WindowSet& windows, const MaskPlan& mask);

    void add(const PredictionBlock& block);
    [[nodiscard]] PredictionSet take() && { return std::move(m_set); }

private:
    PredictionSet m_set;
    std::int64_t m_rows = 0; // that the mask will give
};

} // namespace maskscope
