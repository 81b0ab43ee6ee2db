// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/data/core/error.h"

namespace maskscope {

/// "Brain Vision Data Exchange Header File Version 1.0", "BrainVision ... 2.0", "Brain Vision Core Data Header File",
/// "Brain Vision V-Amp Data Header File" and the like; `what` is "Header" or "Marker".
[[nodiscard]] bool isBrainVisionHeading(std::string_view text, std::string_view what);

/// Whether the text has the sections of one, whatever its first line.
[[nodiscard]] bool hasBrainVisionSection(std::string_view text, std::string_view what);

/// A .vhdr or .vmrk file: sections of "key=value" lines, in UTF-8. Names of sections and keys are lower case.
struct BrainVisionText {
    using Entries = std::vector<std::pair<std::string, std::string>>; ///< in the order of the file
    std::map<std::string, Entries> sections;
    std::vector<std::string> warnings;

    /// Empty where the section or the key is absent.
    [[nodiscard]] std::string value(const std::string& section, const std::string& key) const;
    [[nodiscard]] const Entries& entries(const std::string& section) const;
};

/// `what` as above. Text is UTF-8 or latin-1, as the key Codepage says; without one the bytes decide.
[[nodiscard]] Result<BrainVisionText> readBrainVisionText(const std::filesystem::path& path, std::string_view what);

/// The parts between commas; "\1" stands for a comma within one.
[[nodiscard]] std::vector<std::string> brainVisionFields(std::string_view value);

/// The number at the end of "Ch12" or "Mk3"; 0 where there is none.
[[nodiscard]] int brainVisionIndex(std::string_view key, std::string_view prefix);

} // namespace maskscope
