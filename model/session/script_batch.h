// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "analysis/data/masking/mask_plan.h"
#include "analysis/data/windowing/window_set.h"
#include "model/checkpoint/script_manifest.h"
#include "model/session/batch_preparation.h"

namespace maskscope {

/// One batch of a TorchScript archive's input in host memory, padded to `length` tokens.
struct ScriptBatch {
    std::int64_t sequences = 0, length = 0, window = 0;
    std::vector<float> windows; ///< [B, L, W]
    std::vector<float> coords; ///< [B, 3]
    std::vector<std::int64_t> lengths; ///< [B]
    std::unique_ptr<bool[]> tokenMask; ///< [B, L]
    std::vector<std::int64_t> maskedRows; ///< of the flat [B * L], sequence by sequence
    std::vector<std::size_t> firstMasked; ///< [B + 1] index into maskedRows

    [[nodiscard]] at::Tensor input(ScriptInput which); ///< a view of this memory
};

/// Of `rules` the visible tokens, the channels and the positions count. `blind`: no electrode has a place.
[[nodiscard]] ScriptBatch makeScriptBatch(const WindowSet& windows, const MaskPlan& mask, SequenceChoice sequences,
                                          const PreparationRules& rules = {}, bool blind = false,
                                          std::int64_t leastLength = 0);

/// Sequences that go together: `batch` of them in file order; 0: what the manifest says, else 4.
[[nodiscard]] std::vector<SequenceRange> scriptBatches(const WindowSet& windows, const ScriptManifest& manifest,
                                                       int batch);
[[nodiscard]] std::string scriptBatchText(const ScriptManifest& manifest, int batch);

} // namespace maskscope
