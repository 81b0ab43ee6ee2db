// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "analysis/data/core/error.h"

namespace maskscope {

/// The bytes of a regular file, mapped read-only: what is never looked at is never read. Copies share the mapping.
class FileBytes {
public:
    [[nodiscard]] static Result<FileBytes> map(const std::filesystem::path& path);
    [[nodiscard]] static FileBytes hold(std::vector<char> bytes);

    [[nodiscard]] std::string_view view() const;
    /// Fails once the file is shorter than it was: touching a page that is gone would end the program (SIGBUS).
    [[nodiscard]] Result<void> requireWhole(const std::string& subject) const;

private:
    struct Mapping;
    explicit FileBytes(std::shared_ptr<const Mapping> mapping);
    std::shared_ptr<const Mapping> m_mapping;
};

/// Bytes inside a file, or bytes that were inflated.
struct StorageBytes {
    std::string_view view;
    std::shared_ptr<const std::vector<char>> owned; ///< what `view` looks at, unless that is the file itself
};

} // namespace maskscope
