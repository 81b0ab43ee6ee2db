// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings, arrays and tables given as checkpoints: the sentence says what they are, not how to re-save a model.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/checkpoint/checkpoint_fixtures.h"

using namespace maskscope;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace {

TEST(ForeignFiles, ArraysAreNoCheckpoints)
{
    const std::filesystem::path cases = std::filesystem::path(MASKSCOPE_SHARED_DIR) / "cases" / "recordings";
    if (!std::filesystem::exists(cases))
        GTEST_SKIP() << "no shared cases";
    const std::vector<std::pair<const char*, const char*>> files { { "s01.dat", "a pickle of NumPy arrays" },
                                                                   { "s01.pkl", "a pickle of NumPy arrays" },
                                                                   { "eeg.npz", "a set of NumPy arrays (.npz)" },
                                                                   { "eeg.npy", "a NumPy array (.npy)" },
                                                                   { "eeg.csv", "a table as text (CSV)" } };
    for (const auto& [file, name] : files) {
        SCOPED_TRACE(file);
        const auto checkpoint = Checkpoint::open(cases / file);
        ASSERT_FALSE(checkpoint.has_value());
        EXPECT_EQ(checkpoint.error().code, ErrorCode::UnsupportedFormat);
        EXPECT_THAT(checkpoint.error().sentence(),
                    AllOf(HasSubstr(std::string("is ") + name + ", no checkpoint and no recording that is read"),
                          HasSubstr("f['channel_names'] = NAMES"), Not(HasSubstr("torch.save"))));
    }
}

TEST(ForeignFiles, RecordingsOfOtherProgramsAreNamed)
{
    const TemporaryFolder folder;
    const auto sentence = [&](const std::string& name, const std::string& bytes) {
        writeBytes(folder.file(name), bytes);
        const auto checkpoint = Checkpoint::open(folder.file(name));
        return checkpoint ? std::string("was read") : checkpoint.error().sentence();
    };
    EXPECT_THAT(sentence("a.cnt", "Version 3.0 and more"), HasSubstr("a Neuroscan recording (.cnt), no checkpoint"));
    EXPECT_THAT(sentence("a.parquet", "PAR1 and more"), HasSubstr("windows_to_hdf5.py"));
    EXPECT_THAT(sentence("m.pt.gz", "\x1F\x8B\x08 and more"), HasSubstr("gunzip --keep"));
}

} // namespace
