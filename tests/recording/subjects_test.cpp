// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Whose recording it is: by the windowed layout's /subject, else by names after BIDS.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "analysis/data/hdf5/hdf5_file.h"
#include "analysis/data/recording/recording.h"
#include "analysis/data/recording/recording_summary.h"
#include "analysis/data/recording/subject_name.h"
#include "analysis/data/windowing/window_set.h"
#include "tests/recording/edf_builder.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using Shape = std::vector<std::int64_t>;

/// Four sequences of two recordings; `add` puts the subjects in.
std::filesystem::path writeWindowed(const TemporaryFolder& folder, const auto& add)
{
    auto file = Hdf5File::create(folder / "w.h5").value();
    const std::vector<float> samples(4 * 2 * 5, 1.0F);
    EXPECT_TRUE(file.write<float>("/windows", samples, Shape { 4, 2, 5 }).has_value());
    EXPECT_TRUE(file.write<std::int64_t>("/seq_lengths", std::vector<std::int64_t>(4, 2), Shape { 4 }).has_value());
    const std::vector<std::int64_t> recordings { 7, 7, 3, 3 };
    EXPECT_TRUE(file.write<std::int64_t>("/recording_index", recordings, Shape { 4 }).has_value());
    const std::vector<std::string> names { "Cz", "Fz", "Cz", "Fz" };
    EXPECT_TRUE(file.writeStrings("/channel_names", names).has_value());
    add(file);
    EXPECT_TRUE(file.close().has_value());
    return folder / "w.h5";
}

std::vector<std::string> subjectsOf(const Recording& recording)
{
    const auto windows = makeWindows({ &recording, 1 }, { .windowLength = 5, .samplingRateHz = 1 });
    EXPECT_TRUE(windows.has_value()) << windows.error().sentence();
    std::vector<std::string> subjects;
    for (const WindowRecording& own : windows->recordings)
        subjects.push_back(own.subject);
    return subjects;
}

TEST(Subjects, OfWindowedFilesAsTextsAndNumbers)
{
    const TemporaryFolder folder;
    auto recording = readRecording(writeWindowed(folder, [](Hdf5File& file) {
        const std::vector<std::string> subjects { "b", "b", "a", "a" };
        EXPECT_TRUE(file.writeStrings("/subject", subjects).has_value());
    }));
    ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
    EXPECT_THAT(subjectsOf(*recording), ElementsAre("b", "a"));
    EXPECT_EQ(recording->subject, ""); // several
    const auto json = nlohmann::json::parse(recordingJson(*recording, nullptr));
    EXPECT_EQ(json["subjects"], nlohmann::json::parse(R"(["a","b"])"));
    EXPECT_THAT(recordingText(*recording, nullptr), HasSubstr("  2 subjects\n"));

    recording = readRecording(writeWindowed(folder, [](Hdf5File& file) {
        const std::vector<std::int64_t> subjects(4, 12);
        EXPECT_TRUE(file.write<std::int64_t>("/subject", subjects, Shape { 4 }).has_value());
    }));
    ASSERT_TRUE(recording.has_value());
    EXPECT_THAT(subjectsOf(*recording), ElementsAre("12", "12"));
    EXPECT_EQ(recording->subject, "12");
}

TEST(Subjects, OfWindowedFilesThatSayNoneOrContradictThemselves)
{
    const TemporaryFolder folder;
    auto recording = readRecording(writeWindowed(folder, [](Hdf5File&) {}));
    ASSERT_TRUE(recording.has_value());
    EXPECT_THAT(subjectsOf(*recording), ElementsAre("", ""));
    recording = readRecording(writeWindowed(folder, [](Hdf5File& file) {
        const std::vector<std::string> subjects { "b", "c", "a", "a" };
        EXPECT_TRUE(file.writeStrings("/subject", subjects).has_value());
    }));
    ASSERT_TRUE(recording.has_value());
    EXPECT_THAT(subjectsOf(*recording), ElementsAre("", "a"));
    EXPECT_THAT(recording->warnings, Contains(HasSubstr("recording 7 name several subjects (b, c)")));
    recording = readRecording(writeWindowed(folder, [](Hdf5File& file) {
        const std::vector<std::int64_t> subjects(3, 12);
        EXPECT_TRUE(file.write<std::int64_t>("/subject", subjects, Shape { 3 }).has_value());
    }));
    ASSERT_FALSE(recording.has_value());
    EXPECT_THAT(recording.error().sentence(), HasSubstr("/subject: does not fit /windows: expected 4 entries"));
}

TEST(Subjects, OfBidsNames)
{
    EXPECT_EQ(subjectOfName("/data/sub-01/eeg/sub-01_task-rest_eeg.edf"), "sub-01");
    EXPECT_EQ(subjectOfName("/data/sub-A7/ses-2/eeg/run1.edf"), "sub-A7");
    EXPECT_EQ(subjectOfName("/data/sub-02/derived/sub-03_eeg.edf"), "sub-03"); // the file's own name counts first
    EXPECT_EQ(subjectOfName("/data/sub-04.edf"), "sub-04");
    EXPECT_EQ(subjectOfName("/data/subject-01/a.edf"), "");
    EXPECT_EQ(subjectOfName("/data/sub-/a.edf"), "");
    EXPECT_EQ(subjectOfName("/data/mysub-01_eeg.edf"), "");
    EXPECT_EQ(subjectOfName("/data/sub-01-copy/a.edf"), "");
    const TemporaryFolder folder;
    EdfBuilder edf;
    edf.channels[0].perRecord = "10";
    const auto recording = readRecording(folder.write("sub-09_task-x_eeg.edf", edf.bytes()));
    ASSERT_TRUE(recording.has_value());
    EXPECT_EQ(recording->subject, "sub-09");
    EXPECT_THAT(recordingText(*recording, nullptr), HasSubstr("  subject sub-09\n"));
    const auto windows = makeWindows({ &*recording, 1 }, { .windowLength = 10, .samplingRateHz = 10 });
    ASSERT_TRUE(windows.has_value()) << windows.error().sentence();
    EXPECT_EQ(windows->recordings[0].subject, "sub-09");
    Recording forged = *recording;
    forged.subject = "sub-09\n  warning: none";
    EXPECT_THAT(recordingText(forged, nullptr), HasSubstr("  subject sub-09\\x0a  warning: none\n"));
}

} // namespace
} // namespace maskscope::test
