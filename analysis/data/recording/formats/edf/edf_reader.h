// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

#include "analysis/data/core/error.h"
#include "analysis/data/recording/recording.h"

namespace maskscope {

/// EDF, EDF+C, EDF+D, BDF and BDF+ (Kemp & Olivan 2003, https://www.edfplus.info/specs/; BioSemi's 24-bit variant).
/// Samples are read on demand, so that the length of a recording costs no memory.
[[nodiscard]] bool looksLikeEdf(const std::filesystem::path& path, std::string_view head);
[[nodiscard]] Result<Recording> readEdf(const std::filesystem::path& path);

} // namespace maskscope
