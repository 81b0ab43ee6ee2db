// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

#include "analysis/core/error.h"

namespace maskscope {

/// A file that appears under its name only when it is whole: write to temporaryPath(), then commit().
/// Without commit() the temporary file is removed on destruction; an existing file of that name stays as it was.
class AtomicFile {
public:
    /// Fails (UnwritableOutput) where the folder is absent or not writable, or the target is a folder.
    [[nodiscard]] static Result<AtomicFile> create(const std::filesystem::path& target);
    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&& other) noexcept;
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    ~AtomicFile();

    [[nodiscard]] const std::filesystem::path& temporaryPath() const { return m_temporary; }
    [[nodiscard]] Result<void> commit();

private:
    AtomicFile(std::filesystem::path target, std::filesystem::path temporary);
    void discard() noexcept;

    std::filesystem::path m_target;
    std::filesystem::path m_temporary; // empty once committed or moved from
};

/// Writes `text` through an AtomicFile.
[[nodiscard]] Result<void> writeTextFile(const std::filesystem::path& target, std::string_view text);

} // namespace maskscope
