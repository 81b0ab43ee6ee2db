// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/data/core/error.h"

namespace maskscope {

enum class ScriptInput {
    Windows, ///< [B, L, W] masked windows, µV, float32
    Coords, ///< [B, 3] unit vectors of the electrodes, float32
    Lengths, ///< [B] tokens of each sequence, int64
    TokenMask ///< [B, L] bool, true where hidden
};
[[nodiscard]] std::string_view scriptInputName(ScriptInput input); // "windows", "coords", "lengths", "token_mask"

/// What `maskscope.json` says of a TorchScript archive: how to feed it and what comes out.
struct ScriptManifest {
    std::string name;
    int windowLength = 0; ///< W
    double samplingRateHz = 0;
    std::vector<ScriptInput> inputs; ///< in the order of forward()
    bool givesSignal = false; ///< output [B, L, W] in µV, else an embedding [B, L, D]
    double maskRatio = 0; ///< it was trained with
    int batch = 0; ///< sequences that belong together; 0: not said
    bool batchIsRecording = false; ///< the sequences of a recording belong together
    std::string source; ///< "inside the archive", "model.maskscope.json beside it"
};

/// `subject` names the manifest in errors. Unknown fields are left alone.
[[nodiscard]] Result<ScriptManifest> parseManifest(std::string_view json, const std::string& subject);

} // namespace maskscope
