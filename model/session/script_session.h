// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "model/inference_session.h"
#include "model/session/script_network.h"

namespace maskscope {

/// What InferenceSession does with a TorchScript archive instead of one of our networks.
class ScriptSession {
public:
    /// InvalidArgument without the user's consent: the code inside the archive has not run then.
    [[nodiscard]] static Result<std::unique_ptr<ScriptSession>>
    create(const Checkpoint& checkpoint, const LoadReport& report, const InferenceOptions& options);

    [[nodiscard]] Result<PredictionSet> run(const WindowSet& windows, const MaskPlan& mask,
                                            const ForwardSwitches& switches, const ProgressSink& progress,
                                            const std::stop_token& stop);
    [[nodiscard]] Result<PlanReport> runPlan(const InferenceInput& input, const InferencePlan& plan,
                                             const PredictionSink& sink, const ProgressSink& progress,
                                             const std::stop_token& stop);
    [[nodiscard]] const std::string& device() const { return m_device.description; }
    [[nodiscard]] const std::vector<std::string>& warnings() const { return m_network.warnings(); }
    [[nodiscard]] const std::vector<std::string>& cautions() const { return m_network.cautions(); }
    [[nodiscard]] std::string batchText() const { return m_network.batchText(); }

private:
    ScriptSession(const ComputeDevice& device, ScriptNetwork network, std::string archive);

    ComputeDevice m_device;
    ScriptNetwork m_network;
    std::string m_archive;
};

} // namespace maskscope
