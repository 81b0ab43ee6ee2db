// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/session/run_book.h"

namespace maskscope {

/// What a window holds, to be saved and opened again.
struct SavedSession {
    struct Input {
        std::filesystem::path path;
        bool checked = true;
        std::string projection {}; ///< of a checkpoint
        std::string subject {}; ///< of a recording: as the user named it
        ChannelChoices choices {}; ///< of a recording
    };
    std::vector<Input> inputs;
    std::filesystem::path montage; ///< empty: the built-in set
    std::vector<KeptRun> runs;
    std::vector<std::string> notes {}; ///< after reading: what has changed since it was written, for people
};

/// NAME.maskscope, JSON with paths relative to its folder, and NAME.maskscope.h5 beside it with the results: first the
/// results, then the JSON that names their hash, each as a whole or not at all.
[[nodiscard]] Result<void> writeSession(const std::filesystem::path& path, const SavedSession& session);

/// Fails where either file cannot be read. A hash that differs is said in `notes`, for the results may be newer.
[[nodiscard]] Result<SavedSession> readSession(const std::filesystem::path& path);

[[nodiscard]] bool isSessionFile(const std::filesystem::path& path); ///< by its suffix
[[nodiscard]] std::filesystem::path sessionResults(const std::filesystem::path& path); ///< "NAME.maskscope.h5"

} // namespace maskscope
