// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "analysis/core/error.h"

namespace maskscope {

/// One signal of an EDF or BDF header. Annotation signals are listed too.
struct EdfSignal {
    std::string label; ///< UTF-8, blanks trimmed
    std::string unit;
    double physicalMin = 0;
    double physicalMax = 0;
    double digitalMin = 0;
    double digitalMax = 0;
    std::int64_t samplesPerRecord = 0;
    std::int64_t offsetInRecord = 0; ///< bytes
    bool annotations = false;

    [[nodiscard]] double gain() const { return (physicalMax - physicalMin) / (digitalMax - digitalMin); }
    [[nodiscard]] double offset() const { return physicalMin - gain() * digitalMin; }
};

struct EdfHeader {
    bool bdf = false; ///< 3 bytes a sample instead of 2
    bool plus = false;
    bool discontinuous = false; ///< EDF+D, BDF+D
    std::int64_t headerBytes = 0;
    std::int64_t records = 0;
    std::int64_t recordBytes = 0;
    double recordDurationS = 0;
    std::vector<EdfSignal> signals;
    std::vector<std::string> warnings;

    [[nodiscard]] int sampleBytes() const { return bdf ? 3 : 2; }
    [[nodiscard]] std::string formatName() const; // "EDF", "EDF+C", "BDF+D"
};

/// Parses and checks a header against the size of the file: a truncated file is refused with both sizes; a record count
/// of -1 (recording was not closed) is computed; bytes beyond the last record are ignored with a warning.
[[nodiscard]] Result<EdfHeader> readEdfHeader(const std::filesystem::path& path);

} // namespace maskscope
