// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "analysis/data/core/progress.h"
#include "analysis/data/masking/mask_plan.h"
#include "analysis/data/prediction/inference_plan.h"
#include "analysis/data/prediction/prediction_set.h"
#include "analysis/data/windowing/window_set.h"
#include "model/checkpoint/script_manifest.h"
#include "model/session/compute_device.h"

namespace maskscope {

/// A TorchScript archive as a network. Loading and running it runs the code inside: only where the user said so.
class ScriptNetwork {
public:
    /// Exceptions of Torch pass through. `batch` sequences in file order go together (0: as the manifest says, else 4),
    /// padded to the longest of them: what a model does with padding, and with its company, is its own affair.
    ScriptNetwork(const std::string& archive, ScriptManifest manifest, const ComputeDevice& device, int batch);
    ScriptNetwork(ScriptNetwork&&) noexcept;
    ScriptNetwork& operator=(ScriptNetwork&&) noexcept;
    ~ScriptNetwork();

    /// Predictions of every masked token, and for a signal the true windows in µV as targets.
    [[nodiscard]] Result<PredictionSet> run(const WindowSet& windows, const MaskPlan& mask,
                                            const ProgressSink& progress, const std::stop_token& stop);
    /// The passes of a plan that change something forward() is given (script_plan.cpp); the others are not run, and
    /// the report says why.
    [[nodiscard]] Result<PlanReport> runPlan(const InferenceInput& input, const InferencePlan& plan,
                                             const PredictionSink& sink, const ProgressSink& progress,
                                             const std::stop_token& stop);
    [[nodiscard]] const ScriptManifest& manifest() const;
    [[nodiscard]] const std::vector<std::string>& warnings() const; ///< of the last run
    [[nodiscard]] const std::vector<std::string>& cautions() const; ///< what changes the meaning of every number
    [[nodiscard]] std::string batchText() const; ///< "batches of 4 sequences in file order"

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace maskscope
