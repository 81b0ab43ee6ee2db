// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/formats/brainvision/brainvision_header.h"
#include "analysis/data/recording/formats/number_matrix_source.h"

namespace maskscope {

/// "$b" stands for the name of the header without its suffix.
[[nodiscard]] std::string withBaseName(std::string name, const std::filesystem::path& headerPath);

/// Opens the samples beside a header. Their size decides where NumberOfChannels and the channel lines contradict each
/// other, and what a file that was cut still holds: `header` keeps the channels that are there.
[[nodiscard]] Result<NumberMatrix> openBrainVisionData(const std::filesystem::path& headerPath,
                                                       BrainVisionHeader& header, std::vector<std::string>& warnings);

} // namespace maskscope
