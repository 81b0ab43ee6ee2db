// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "analysis/data/core/error.h"

namespace maskscope {

/// What AnalysisRequest::subjects says to take from file names rather than from a file.
inline constexpr const char* kSubjectsFromNames = "names";

/// [path] who was recorded: from the names ("names"), or from a CSV file with the columns `file` (a path, or its last
/// part) and `subject`, in any order; "" where the file does not say. Mismatch where names or file tell of none.
[[nodiscard]] Result<std::vector<std::string>> subjectsFrom(const std::string& source,
                                                            const std::vector<std::filesystem::path>& paths);

} // namespace maskscope
