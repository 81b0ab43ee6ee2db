// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"
#include "analysis/data/prediction/inference_plan.h"

namespace maskscope {

/// An input that can be replaced; the number is diag.v1.reads.<component>.<name>.
struct ReadInput {
    InputChange change;
    const char* name; ///< "time_code"
    const char* title; ///< for people
    const char* note;
};
[[nodiscard]] const std::vector<ReadInput>& readInputs();

/// Through which input the components that are carried (carries.h) are carried: 1 - alignment with an input replaced /
/// alignment. 0: nothing is lost, 1: all of it, above 1: it turns into its opposite. Only of what is carried (alignment
/// beyond its interval and worth at least 0.5 % of the masked error at its best amplitude). Reference: reads.py beside
/// the models of known nature. Unit of inference: the recording or subject; the interval leaves each out in turn. Null:
/// 0. Cannot show that an input was learned from where several inputs tell the same: each alone then costs little.
void addReads(ResultBuilder& out, PredictionStatistics& s, const MetricOptions& options);

} // namespace maskscope
