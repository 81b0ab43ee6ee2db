// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <torch/csrc/jit/api/module.h>

#include "model/session/script_batch.h"
#include "model/session/script_network.h"

namespace maskscope {

/// What the parts of a TorchScript network share (private to them: it includes Torch).
struct ScriptNetwork::State {
    std::string archive;
    ScriptManifest manifest;
    ComputeDevice device;
    torch::jit::Module module;
    int batch = 0; ///< as InferenceOptions::batch
    std::vector<std::string> warnings; ///< of the last run
    std::vector<std::string> cautions; ///< of them those that change what a number means
    std::int64_t width = 0; ///< of the output, once it is known

    /// [B, L, D] on the host. Fails where it is not what the manifest says.
    [[nodiscard]] Result<at::Tensor> forward(ScriptBatch& inputs);
    [[nodiscard]] bool isGiven(ScriptInput input) const;
    void notePadding(const WindowSet& windows, const std::vector<SequenceRange>& ranges);
    /// Holds rows of some batches against the same rows alone and in another order, and says where they differ.
    [[nodiscard]] Result<void> checkCompany(const WindowSet& windows, const MaskPlan& mask,
                                            const std::vector<SequenceRange>& ranges);
    void caution(std::string text);
};

/// Copies the masked rows of a batch's output.
void copyMaskedRows(const at::Tensor& output, const ScriptBatch& batch, float* to);

} // namespace maskscope
