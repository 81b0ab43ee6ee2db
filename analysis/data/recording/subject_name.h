// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace maskscope {

/// "sub-01" of a file name that begins with it as BIDS has them ("sub-01_task-rest_eeg.edf"), else of the nearest
/// folder of such a name; empty where neither is.
[[nodiscard]] std::string subjectOfName(const std::filesystem::path& path);

/// Who was recorded, as names of several files tell: letters and digits that stand before a run, a session or a
/// separator ("S001" of S001R03.edf, "A01" of A01T.gdf, "chb01" of chb01_03.edf), one of each file in order. Empty
/// where a name has none, or where no two files share one: then the names tell nothing.
[[nodiscard]] std::vector<std::string> subjectsOfNames(const std::vector<std::filesystem::path>& paths);

} // namespace maskscope
