// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "analysis/data/core/error.h"

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
    std::string fault {}; ///< why its amplitudes are unknown: "no digital range"; empty: they are known

    /// 1 and 0 where amplitudes are unknown: the stored numbers.
    [[nodiscard]] double gain() const
    {
        return fault.empty() ? (physicalMax - physicalMin) / (digitalMax - digitalMin) : 1.0;
    }
    [[nodiscard]] double offset() const { return fault.empty() ? physicalMin - gain() * digitalMin : 0.0; }
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
    std::string wrongHeaderSize {}; ///< as stated, where that is not the size of so many signals
    std::vector<std::string> warnings;

    [[nodiscard]] int sampleBytes() const { return bdf ? 3 : 2; }
    [[nodiscard]] std::string formatName() const; // "EDF", "EDF+C", "BDF+D"
};

/// Parses and checks a header against the size of the file. One bad part does not refuse the whole: channels whose
/// amplitudes are unknown carry a fault; where the record count is absent or wrong, the whole records that the file
/// holds count, with a warning; bytes beyond the last whole record are ignored with a warning.
[[nodiscard]] Result<EdfHeader> readEdfHeader(const std::filesystem::path& path);

} // namespace maskscope
