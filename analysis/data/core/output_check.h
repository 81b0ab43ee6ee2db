// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "analysis/data/core/error.h"

namespace maskscope {

/// A file that a command reads, and what it is to the user: "a recording", "the mask file".
struct NamedInput {
    std::string what;
    std::filesystem::path path;
    bool hasCompanions = false; ///< files beside it belong to it (see isCompanion())
};

/// A file that a command will write.
struct NamedOutput {
    std::string option; ///< "--out"
    std::filesystem::path path; ///< "" and "-" (standard output) are no file
    std::string content; ///< what is written: "a result file"
    /// Whether the existing file of that name is of this kind and of our making, so that a new one may take its place.
    std::function<bool(const std::filesystem::path&)> isOurs;
};

/// Refuses (InvalidArgument) before anything runs: an output that is an input or another output, by device and inode,
/// so also through links; and an existing file that none of our programs wrote, unless `overwrite`. Empty files count
/// as nobody's: mktemp makes them. Fails (UnwritableOutput) where an output cannot lie where it is asked for.
[[nodiscard]] Result<void> checkOutputs(std::span<const NamedInput> inputs, std::span<const NamedOutput> outputs,
                                        bool overwrite);

/// The files that a recording keeps its samples and marks in, as far as names tell: those that a BrainVision header
/// names, and of every format what lies beside it under the same stem. `candidate` is one of them.
[[nodiscard]] bool isCompanion(const std::filesystem::path& recording, const std::filesystem::path& candidate);

/// Whether the first or the last 64 KiB of a regular file hold `mark`.
[[nodiscard]] bool holdsMark(const std::filesystem::path& path, std::string_view mark);

} // namespace maskscope
