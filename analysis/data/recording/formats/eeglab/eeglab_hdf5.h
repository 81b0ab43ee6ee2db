// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/formats/eeglab/eeglab_container.h"

namespace maskscope {

/// EEGLAB's structure in a MATLAB 7.3 file, which is HDF5: structs are groups, their arrays and cells are object
/// references, indices run the other way round, letters are uint16.
[[nodiscard]] bool looksLikeEeglabHdf5(const std::filesystem::path& path, std::string_view head);
[[nodiscard]] Result<std::unique_ptr<EeglabContainer>> openEeglabHdf5(const std::filesystem::path& path);

} // namespace maskscope
