// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Bad files as rows of a table: each must end in one sentence that names the file and what is wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/recording/recording.h"
#include "tests/recording/edf_builder.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using testing::HasSubstr;

struct BadFile {
    const char* name;
    std::string bytes;
    ErrorCode code;
    const char* sentencePart;
};

EdfBuilder changed(void (*change)(EdfBuilder&))
{
    EdfBuilder edf;
    change(edf);
    return edf;
}

std::vector<BadFile> badFiles()
{
    const auto edf = [](void (*change)(EdfBuilder&)) { return changed(change).bytes(); };
    const std::string good = EdfBuilder().bytes();
    return {
        { "empty.edf", "", ErrorCode::UnsupportedFormat, "is empty" },
        { "text.edf", "channel,value\n1,2\n", ErrorCode::UnsupportedFormat, "found text" },
        { "noise.bin", std::string("\x01\x02\x80\xFF\x00\x07", 6), ErrorCode::UnsupportedFormat,
          "found other content" },
        { "noise.edf", std::string("\x01\x02\x80\xFF\x00\x07", 6), ErrorCode::CorruptInput,
          "ends within its EDF header" },
        { "short_header.edf", good.substr(0, 300), ErrorCode::CorruptInput, "expected 512 bytes of header, found 300" },
        { "truncated.edf", good.substr(0, good.size() - 5), ErrorCode::CorruptInput,
          "is truncated: expected 512 + 3 x 20 bytes by its header, found 567 bytes" },
        { "no_samples.edf", edf([](EdfBuilder& e) { e.records = "0", e.writtenRecords = 0; }), ErrorCode::CorruptInput,
          "no samples" },
        { "records.edf", edf([](EdfBuilder& e) { e.records = "many"; }), ErrorCode::CorruptInput,
          "number of data records" },
        { "duration.edf", edf([](EdfBuilder& e) { e.recordDuration = "1,0"; }), ErrorCode::CorruptInput,
          "duration of a data record" },
        { "no_duration.edf", edf([](EdfBuilder& e) { e.recordDuration = "0"; }), ErrorCode::UnsupportedFormat,
          "no sampling rate" },
        { "count.edf", edf([](EdfBuilder& e) { e.count = "0"; }), ErrorCode::CorruptInput, "number of signals" },
        { "header_bytes.edf", edf([](EdfBuilder& e) { e.headerBytes = "768"; }), ErrorCode::CorruptInput,
          "header size" },
        { "digital.edf", edf([](EdfBuilder& e) { e.channels[0].digitalMax = "-32768"; }), ErrorCode::CorruptInput,
          "no digital range" },
        { "physical.edf", edf([](EdfBuilder& e) { e.channels[0].physicalMin = e.channels[0].physicalMax = "5"; }),
          ErrorCode::CorruptInput, "channel EEG Cz-REF: has no physical range" },
        { "gain.edf", edf([](EdfBuilder& e) { e.channels[0].physicalMax = "high"; }), ErrorCode::CorruptInput,
          "physical maximum of channel EEG Cz-REF: expected a number, found 'high'" },
        { "fake.h5", "\x89HDF\r\n\x1a\n and no more", ErrorCode::UnsupportedFormat, "is no recording" },
    };
}

TEST(BadFiles, EachEndsInItsSentence)
{
    const TemporaryFolder folder;
    for (const BadFile& bad : badFiles()) {
        SCOPED_TRACE(bad.name);
        const auto recording = readRecording(folder.write(bad.name, bad.bytes));
        ASSERT_FALSE(recording.has_value());
        EXPECT_EQ(recording.error().code, bad.code) << recording.error().sentence();
        EXPECT_THAT(recording.error().sentence(), HasSubstr(bad.sentencePart));
        EXPECT_THAT(recording.error().sentence(), HasSubstr(bad.name));
    }
}

TEST(BadFiles, MissingFileAndFolder)
{
    const TemporaryFolder folder;
    EXPECT_EQ(readRecording(folder / "absent.edf").error().code, ErrorCode::UnreadableInput);
    EXPECT_THAT(readRecording(folder / "absent.edf").error().sentence(), HasSubstr("no such file"));
    EXPECT_THAT(readRecording(folder / "").error().sentence(), HasSubstr("found a folder"));
}

// Real recordings spoilt by a transfer in text mode; one of them was cut to the very size that its header asks for.
TEST(BadFiles, LineEndingConversionIsNamed)
{
    const auto hostile = shared / "recordings" / "hostile";
    if (!std::filesystem::exists(hostile))
        GTEST_SKIP() << "no shared recordings";
    for (const char* name : { "eegmmidb_S001R01_crlf_mangled_truncated.edf", "eegmmidb_S001R03_crlf_mangled.edf" }) {
        const auto recording = readRecording(hostile / name);
        ASSERT_FALSE(recording.has_value()) << name;
        EXPECT_EQ(recording.error().code, ErrorCode::CorruptInput);
        EXPECT_THAT(recording.error().sentence(), HasSubstr("transfer in text mode"));
    }
}

TEST(BadFiles, UndecodableAnnotationsAreWarnedOf)
{
    const TemporaryFolder folder;
    EdfBuilder edf;
    edf.reserved = "EDF+C";
    edf.annotations = { "+0\x14\x14", "rubbish", "+2\x14\x14" };
    const auto recording = readRecording(folder.write("a.edf", edf.bytes()));
    ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
    EXPECT_THAT(recording->warnings,
                testing::Contains(HasSubstr("annotations of 1 of 3 data records cannot be decoded")));
}

} // namespace
} // namespace maskscope::test
