// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "analysis/data/core/error.h"

namespace maskscope {

/// An output that is being written: a file beside its target under a name that nobody else has.
struct PartFile {
    std::filesystem::path path;
    int descriptor = -1; ///< holds the lock that says that its writer lives
};

/// Makes one for `target` (behind all links), with the mode and owner of the file that it will replace. Parts that dead
/// processes left in the folder are removed first.
[[nodiscard]] Result<PartFile> openPart(const std::filesystem::path& target);

/// Removes parts in the folder whose writers are gone. A process number would say nothing: it is another one in each
/// container, and numbers come back. A lock ends with its process; where the file system knows none, parts stay.
void removeStaleParts(const std::filesystem::path& folder) noexcept;

} // namespace maskscope
