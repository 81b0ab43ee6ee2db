// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "analysis/data/recording/formats/fif/fif_content.h"

namespace maskscope {

/// The file and all that continue it: a FIF file holds 2 GB, and longer recordings go on in another one. A part that is
/// absent, or that does not fit the first, is an error: a recording is never read in part without a word.
[[nodiscard]] Result<std::vector<FifContent>> readFifParts(const std::filesystem::path& path,
                                                           std::vector<std::string>& warnings);

} // namespace maskscope
