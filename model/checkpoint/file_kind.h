// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "analysis/data/core/error.h"

namespace maskscope {

/// The sentence that helps with checkpoints of a form we do not read.
extern const char* const resaveAdvice;

enum class Container { Zip, Safetensors };

/// Told by a file's first bytes; otherwise an error that says what it is instead.
[[nodiscard]] Result<Container> containerOf(std::string_view head, const std::string& subject);

struct ForeignFile;
/// Of arrays and tables, which are recordings rather than models.
[[nodiscard]] tl::unexpected<Error> notACheckpoint(const ForeignFile& found, const std::string& subject);

/// A length in eight bytes, then JSON. Needs the first 10 bytes of a file.
[[nodiscard]] bool looksLikeSafetensors(std::string_view head);

} // namespace maskscope
