// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/data/core/error.h"

namespace maskscope {

/// The fixed 3 x D projection of electrode directions. Checkpoints never hold it: it comes from a seed or a file.
struct SpatialProjection {
    int dModel = 0;
    std::vector<float> values; ///< [3, dModel] row-major
    std::string source; ///< "seed:0", or the file and its SHA-256
};

/// "seed:N" (orthonormal rows, the same numbers as numpy's default_rng(N).standard_normal((D, 3)) through a QR with
/// positive diagonal: see docs/checkpoints.md) or a .npy file of shape (3, D).
[[nodiscard]] Result<SpatialProjection> loadSpatialProjection(std::string_view specification, int dModel);

} // namespace maskscope
