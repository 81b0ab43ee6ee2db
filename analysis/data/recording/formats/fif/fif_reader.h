// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// Raw recordings of Elekta Neuromag and MNE. A split recording is read from the part that is given to its last; the
/// parts are looked for beside each other. A compressed file (.fif.gz) is recognised and refused.
[[nodiscard]] bool looksLikeFif(const std::filesystem::path& path, std::string_view head);
[[nodiscard]] Result<Recording> readFif(const std::filesystem::path& path);

} // namespace maskscope
