// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "analysis/core/error.h"

namespace maskscope {

/// The sentence that helps with checkpoints of a form we do not read.
extern const char* const resaveAdvice;

/// Success where the file begins like a zip file; otherwise an error that says what it is instead.
[[nodiscard]] Result<void> requireZipFile(const std::filesystem::path& path);

} // namespace maskscope
