// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// resources/python/windows_to_hdf5.py: tables of windows become files of the windowed layout, read here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "analysis/data/recording/recording.h"
#include "analysis/data/windowing/window_set.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using testing::ElementsAre;

class WindowTables : public testing::Test {
protected:
    void SetUp() override
    {
        if (std::system("/usr/bin/python3 -c 'import h5py, numpy, pandas' >/dev/null 2>&1") != 0)
            GTEST_SKIP() << "/usr/bin/python3 lacks h5py, numpy or pandas";
        const std::string command = "/usr/bin/python3 " MASKSCOPE_SOURCE_DIR
                                    "/tests/recording/window_tables.py " MASKSCOPE_SOURCE_DIR "/resources/python "
            + (m_folder / "").string();
        ASSERT_EQ(std::system(command.c_str()), 0);
    }
    TemporaryFolder m_folder;
};

/// Run, channel, and how many windows it has.
struct Expected {
    int run;
    const char* channel;
    int column;
    int tokens;
    int recording;
};

void expectWindows(const std::filesystem::path& path)
{
    const auto recording = readRecording(path);
    ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
    EXPECT_EQ(recording->format, "HDF5 windowed");
    EXPECT_EQ(recording->samplingRateHz, 2);
    const auto windows = makeWindows({ &*recording, 1 }, { .windowLength = 8, .samplingRateHz = 2 });
    ASSERT_TRUE(windows.has_value()) << windows.error().sentence();
    const std::vector<Expected> expected { { 2, "FZ", 0, 4, 0 }, { 2, "C3", 2, 4, 0 }, { 2, "CZ", 4, 4, 0 },
                                           { 1, "FZ", 0, 5, 1 }, { 1, "C3", 2, 5, 1 }, { 1, "CZ", 4, 5, 1 },
                                           { 1, "FZ", 0, 5, 2 }, { 1, "C3", 2, 5, 2 }, { 1, "CZ", 4, 5, 2 } };
    ASSERT_EQ(windows->sequences.size(), expected.size());
    for (std::size_t s = 0; s < expected.size(); ++s) {
        const WindowSequence& sequence = windows->sequences[s];
        EXPECT_EQ(sequence.recording, expected[s].recording);
        EXPECT_EQ(windows->channels[static_cast<std::size_t>(sequence.channel)].name, expected[s].channel);
        ASSERT_EQ(sequence.tokens, expected[s].tokens);
        const auto samples = windows->windows(s);
        for (int token = 0; token < sequence.tokens; ++token)
            for (int i = 0; i < 8; ++i)
                ASSERT_EQ(samples[static_cast<std::size_t>(8 * token + i)],
                          static_cast<float>(10000 * expected[s].run + 1000 * expected[s].column + 100 * (token / 2)
                                             + 10 * (token % 2) + i));
    }
    std::vector<std::string> subjects;
    for (const WindowRecording& own : windows->recordings)
        subjects.push_back(own.subject);
    EXPECT_THAT(subjects, ElementsAre("P01", "P01", "P02"));
}

TEST_F(WindowTables, FramesTextsAndArraysBecomeTheSameWindows)
{
    for (const char* name : { "frames.h5", "texts.h5", "arrays.h5" }) {
        SCOPED_TRACE(name);
        expectWindows(m_folder / name);
    }
}

} // namespace
} // namespace maskscope::test
