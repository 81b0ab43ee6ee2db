// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <iomanip>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "analysis/data/recording/recording.h"
#include "tests/recording/edf_builder.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {

inline Recording readEdfBytes(const std::string& bytes, bool keepBad = false)
{
    const TemporaryFolder folder;
    const auto recording = readRecording(folder.write("a.edf", bytes), std::nullopt, keepBad);
    EXPECT_TRUE(recording.has_value()) << recording.error().sentence();
    return recording.value_or(Recording {});
}

/// Records of `durationS`; stamps of a continuous recording as `print` writes them, with a gap before record `gapAt`.
inline EdfBuilder stamped(const std::string& kind, double durationS, const std::function<std::string(double)>& print,
                          int gapAt = -1, double gapS = 0)
{
    EdfBuilder edf;
    edf.reserved = kind;
    edf.records = "60";
    edf.writtenRecords = 60;
    std::ostringstream text;
    text << std::setprecision(6) << durationS;
    edf.recordDuration = text.str();
    edf.channels = { { .label = "Fz", .perRecord = "50" } };
    for (int r = 0; r < 60; ++r)
        edf.annotations.push_back("+" + print(r * durationS + (gapAt >= 0 && r >= gapAt ? gapS : 0)) + "\x14\x14");
    return edf;
}

/// With so many decimals, as a program's format would write it.
inline std::string fixedText(double value, int decimals)
{
    std::ostringstream out;
    out << std::fixed << std::setprecision(decimals) << value;
    return out.str();
}

} // namespace maskscope::test
