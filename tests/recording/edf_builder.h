// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace maskscope::test {

struct EdfBuilderSignal {
    std::string label = "EEG Cz-REF";
    std::string unit = "uV";
    std::string physicalMin = "-3276.8";
    std::string physicalMax = "3276.7";
    std::string digitalMin = "-32768";
    std::string digitalMax = "32767";
    std::string perRecord = "10";
};

/// Bytes of a small EDF file; stored numbers count up within each signal, so that each sample tells where it lies.
struct EdfBuilder {
    std::string reserved; // "EDF+C", "EDF+D"
    std::string headerBytes; // empty: right
    std::string records = "3";
    std::string recordDuration = "1";
    std::string count; // empty: right
    std::vector<EdfBuilderSignal> channels { {} };
    std::vector<std::string> annotations; // [record] of an "EDF Annotations" signal of 60 bytes; empty: no such signal
    int writtenRecords = 3;
    bool bdf = false; // 24 bits

    [[nodiscard]] std::string bytes() const;
};

} // namespace maskscope::test
