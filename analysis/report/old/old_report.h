// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/data/core/error.h"

namespace maskscope {

/// A number as an old report has it. What was rounded away cannot be compared: `halfStep` is half a unit of the last
/// digit written.
struct OldNumber {
    double value = 0;
    double halfStep = 0;
    std::string written; ///< "0.4028", "0.9 %"
};

/// The four statements of the old diagnosis, as far as they were found.
struct OldReport {
    std::optional<OldNumber> positionCorrelation; ///< mean over dimensions of |r| with the position
    std::optional<OldNumber> channelDiversity; ///< spread of five channels' mean predictions
    std::optional<OldNumber> top3Share; ///< share of the first three dimensions, 0.009 for 0.9 %
    std::string verdict; ///< "position-only learning", or the line as it stands
    std::string source; ///< the file, or "--old-numbers"

    [[nodiscard]] bool saysPositionOnly() const;
    [[nodiscard]] std::vector<std::string> missing() const; ///< names of what was not found
};

/// Looks for the numbers by their names in any plain text: prose, "name: value" lines, Markdown tables, JSON. Mismatch
/// where none of them is there.
[[nodiscard]] Result<OldReport> parseOldReport(std::string_view text, const std::string& source);
[[nodiscard]] Result<OldReport> readOldReport(const std::filesystem::path& path);

/// "position=0.4028,diversity=0,top3=0.9%,verdict=position-only learning"; any of them may be left out.
[[nodiscard]] Result<OldReport> oldNumbers(std::string_view text);

/// What `typed` says beats what `read` says.
[[nodiscard]] OldReport combined(const OldReport& read, const OldReport& typed);

} // namespace maskscope
