// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/session/network_run.h"
#include "model/session/prediction_rows.h"
#include "model/session/token_rows.h"

namespace maskscope {

/// What runPlan keeps from batch to batch, and of one batch.
struct NetworkRun::PlanState {
    const InferenceInput& input;
    const InferencePlan& plan;
    const PredictionSink& sink;
    PredictionRows layout;
    PlanReport report;
    std::vector<double> changeSquares {}; // [pass]
    double inputSquares = 0;
    std::int64_t notFinite = 0;
    std::vector<std::uint8_t> lookedInto {}; // [sequence]
    MaskPlan nothingMasked {}; // the same tokens, where sequences are looked into
    // Of one batch:
    std::vector<RowMatrixF> predictions {}; // [pass]
    RowMatrixF targets {}, tokenTargets {};
    TokenRows tokens {};
    std::vector<SequenceGradient> gradients {};
    std::vector<RowMatrixF> layers {};
    std::vector<std::int32_t> layerSequence {};
    std::vector<RowMatrixF> states {};
    std::vector<std::int32_t> stateSequence {}, stateToken {};
    LeakSums leak {};

    [[nodiscard]] PredictionBlock block(SequenceRange range, OutputKind output, bool hasTargets) const;
    void summarise(bool hidesCodes);
};

} // namespace maskscope
