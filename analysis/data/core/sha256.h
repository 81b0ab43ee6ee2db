// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "analysis/data/core/error.h"

namespace maskscope {

/// Lower-case hexadecimal SHA-256 of a file's bytes (OpenSSL's EVP), read in chunks.
[[nodiscard]] Result<std::string> sha256OfFile(const std::filesystem::path& path);
/// The same of bytes that were read already; `subject` names them in an error.
[[nodiscard]] Result<std::string> sha256OfBytes(std::string_view bytes, const std::string& subject);

} // namespace maskscope
