// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "analysis/data/core/error.h"

namespace maskscope {

/// A two-dimensional array of a .npy file.
struct NpyMatrix {
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::vector<float> values; ///< row-major, whatever the file's order
    std::string sha256; ///< of the file, or of what came through a pipe
};

/// Reads .npy versions 1 to 3 with float32 or float64 (either byte order), C or Fortran order, two axes.
[[nodiscard]] Result<NpyMatrix> readNpyMatrix(const std::filesystem::path& path);

} // namespace maskscope
