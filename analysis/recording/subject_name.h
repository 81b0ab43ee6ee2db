// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace maskscope {

/// "sub-01" of a file name that begins with it as BIDS has them ("sub-01_task-rest_eeg.edf"), else of the nearest
/// folder of such a name; empty where neither is.
[[nodiscard]] std::string subjectOfName(const std::filesystem::path& path);

} // namespace maskscope
