// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/metrics/sums/plan_statistics.h"

namespace maskscope {

/// Takes the blocks of an inference plan and keeps sums by sequence: memory does not grow with tokens or dimensions,
/// but for the layers' outputs of the few sequences that were looked into.
class PlanAccumulator {
public:
    PlanAccumulator(const WindowSet& windows, const InferencePlan& plan);

    void add(const PredictionBlock& block);
    [[nodiscard]] PlanStatistics finish(const PlanReport& report) &&;

private:
    void addNeighbours(const PredictionBlock& block);
    void addBins(const PredictionBlock& block);

    PlanStatistics m_sums;
    std::vector<std::vector<RowMatrixF>> m_layers, m_states; // [block][layer]
};

} // namespace maskscope
