// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "analysis/metrics/metric.h"
#include "analysis/metrics/sums/prediction_statistics.h"

namespace maskscope::test {

/// Two recordings of one channel with a token each, in two dimensions: the run's predictions are (1, 0) and (1, 2).
struct OneChannelPlan {
    PredictionSet set;
    PlanStatistics plan;

    OneChannelPlan()
    {
        set.predictions = (RowMatrixF(2, 2) << 1, 0, 1, 2).finished();
        set.position = { 0, 0 };
        set.tokenIndex = set.channel = { 0, 0 };
        set.seqLen = { 1, 1 };
        set.sequence = set.recording = { 0, 1 };
        set.channels.push_back({ "CZ", std::nullopt });
        set.recordings = { "a", "b" };
        plan.dim = 2;
        plan.recording = { 0, 1 };
        plan.channel = { 0, 0 };
    }
    [[nodiscard]] MetricResult compute(const std::string& metric) const
    {
        auto statistics = PredictionStatistics::create(std::make_shared<const PredictionSet>(set), 20,
                                                       std::make_shared<const PlanStatistics>(plan));
        return findMetric(metric)->compute(*statistics, {}).value();
    }
};

} // namespace maskscope::test
