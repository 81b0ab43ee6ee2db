// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

#include "analysis/data/core/error.h"
#include "analysis/data/core/part_file.h"

namespace maskscope {

/// A file that appears under its name only when it is whole: write to temporaryPath(), then commit().
/// Without commit() the temporary file is removed on destruction; an existing file of that name stays as it was. A
/// symbolic link stays one: the file that it leads to is replaced, with its mode and owner kept. What a killed process
/// left unfinished in the folder is removed by the next one.
class AtomicFile {
public:
    /// Fails (UnwritableOutput) where nothing can be written (see outputPlace()), or the target is a pipe or device.
    [[nodiscard]] static Result<AtomicFile> create(const std::filesystem::path& target);
    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&& other) noexcept;
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    ~AtomicFile();

    [[nodiscard]] const std::filesystem::path& temporaryPath() const { return m_part.path; }
    [[nodiscard]] int descriptor() const { return m_part.descriptor; } ///< of the temporary file, open for writing
    /// The bytes reach the disk, then the name, then the folder: a power cut leaves the old file or the new one.
    [[nodiscard]] Result<void> commit();

private:
    AtomicFile(std::filesystem::path name, std::filesystem::path target, PartFile part);
    void discard() noexcept;
    [[nodiscard]] tl::unexpected<Error> refused(int reason) const;

    std::filesystem::path m_name; // as the user gave it
    std::filesystem::path m_target; // behind links
    PartFile m_part; // no descriptor once committed or moved from
};

/// Writes `text` through an AtomicFile; into pipes and devices as it stands.
[[nodiscard]] Result<void> writeTextFile(const std::filesystem::path& target, std::string_view text);

/// Whether writeTextFile() could write there, without leaving a trace; AtomicFile::create() asks more.
[[nodiscard]] Result<void> checkTextTarget(const std::filesystem::path& target);

} // namespace maskscope
