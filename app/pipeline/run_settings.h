// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/data/masking/mask_plan.h"
#include "app/pipeline/analysis_request.h"
#include "model/checkpoint/checkpoint.h"

namespace maskscope {

/// What a request and a checkpoint's config together ask for, and which of it had to be assumed.
struct RunSettings {
    std::vector<MaskSpec> masks; ///< one per mask ratio
    double modelRateHz = 256;
    bool rateKnown = false; ///< said by the user or the config, not assumed
    std::vector<std::string> notes; ///< "the config names no masking style: mae is used"
};

/// Fails with InvalidArgument or Mismatch where the config or the request names a value that does not exist.
[[nodiscard]] Result<RunSettings> resolveSettings(const AnalysisRequest& request, const Checkpoint& checkpoint);

inline constexpr std::array<std::string_view, 3> maskRatioKeys { "mask_ratio", "masking_ratio", "mask_rate" };
/// The number of the first of the keys that a checkpoint's config has, also one that is written as text.
[[nodiscard]] std::optional<double> configNumber(const Checkpoint& checkpoint, std::span<const std::string_view> keys);

/// "1.0", "0.75": at least one digit after the point, at most four.
[[nodiscard]] std::string ratioText(double ratio);

} // namespace maskscope
