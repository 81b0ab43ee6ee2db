// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/data/recording/recording.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {

/// A file that cannot be read, and what is to be said of it.
struct BadFile {
    const char* name;
    std::string bytes;
    ErrorCode code;
    const char* sentencePart;
};

/// Each must end in one sentence that names the file and what is wrong.
inline void expectSentences(std::span<const BadFile> files)
{
    const TemporaryFolder folder;
    for (const BadFile& bad : files) {
        SCOPED_TRACE(bad.name);
        const auto recording = readRecording(folder.write(bad.name, bad.bytes));
        ASSERT_FALSE(recording.has_value());
        EXPECT_EQ(recording.error().code, bad.code) << recording.error().sentence();
        EXPECT_THAT(recording.error().sentence(), testing::HasSubstr(bad.sentencePart));
        EXPECT_THAT(recording.error().sentence(), testing::HasSubstr(bad.name));
    }
}

} // namespace maskscope::test
