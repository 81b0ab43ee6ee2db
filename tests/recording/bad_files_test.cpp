// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Bad files as rows of a table: each must end in one sentence that names the file and what is wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/data/recording/recording.h"
#include "tests/recording/edf_builder.h"
#include "tests/recording/bad_file.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using testing::HasSubstr;

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
        { "text.edf", "Dear reader\n", ErrorCode::UnsupportedFormat, "found text" },
        { "noise.bin", std::string("\x01\x02\x80\xFF\x00\x07", 6), ErrorCode::UnsupportedFormat,
          "found other content" },
        { "noise.edf", std::string("\x01\x02\x80\xFF\x00\x07", 6), ErrorCode::CorruptInput,
          "ends within its EDF header" },
        { "short_header.edf", good.substr(0, 300), ErrorCode::CorruptInput, "expected 512 bytes of header, found 300" },
        { "truncated.edf", good.substr(0, 512 + 19), ErrorCode::CorruptInput,
          "holds a header but no samples: expected at least one data record of 20 bytes, found 19 bytes" },
        { "no_samples.edf", edf([](EdfBuilder& e) { e.records = "0", e.writtenRecords = 0; }), ErrorCode::CorruptInput,
          "no samples" },
        { "duration.edf", edf([](EdfBuilder& e) { e.recordDuration = "1:0"; }), ErrorCode::CorruptInput,
          "duration of a data record" },
        { "no_duration.edf", edf([](EdfBuilder& e) { e.recordDuration = "0"; }), ErrorCode::UnsupportedFormat,
          "no sampling rate" },
        { "count.edf", edf([](EdfBuilder& e) { e.count = "0"; }), ErrorCode::CorruptInput, "number of signals" },
        { "header_bytes.edf", edf([](EdfBuilder& e) { e.headerBytes = "768"; }) + "x", ErrorCode::CorruptInput,
          "header size" },
        { "digital.edf", edf([](EdfBuilder& e) { e.channels[0].digitalMax = "-32768"; }), ErrorCode::CorruptInput,
          "no digital range" },
        { "physical.edf", edf([](EdfBuilder& e) { e.channels[0].physicalMin = e.channels[0].physicalMax = "5"; }),
          ErrorCode::CorruptInput, "channel EEG Cz-REF: cannot be used, and so it is with every other: no physical" },
        { "gain.edf", edf([](EdfBuilder& e) { e.channels[0].physicalMax = "high"; }), ErrorCode::CorruptInput,
          "physical maximum is no number but 'high'" },
        { "fake.h5", "\x89HDF\r\n\x1a\n and no more", ErrorCode::UnsupportedFormat, "is no recording" },
    };
}

TEST(BadFiles, EachEndsInItsSentence) { expectSentences(badFiles()); }

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
        EXPECT_THAT(recording.error().sentence(),
                    HasSubstr("of the samples of 64 channels sit at or beyond the limits"));
        EXPECT_THAT(recording.error().sentence(), HasSubstr("data records cannot be decoded"));
    }
}

/// Two signals of 3000 samples a record that swing through all of 16 bits; `clipped` puts every tenth at a limit.
std::string busyEdf(bool clipped)
{
    EdfBuilder edf;
    edf.channels = { { .perRecord = "3000" }, { .label = "EEG Fz", .perRecord = "3000" } };
    std::string bytes = edf.bytes();
    const std::size_t header = 256 * 3;
    for (std::size_t i = 0; header + 2 * i + 1 < bytes.size(); ++i) {
        const auto value = clipped && i % 10 == 0 ? 32767U : static_cast<unsigned>(i * 7919 + 13) & 0x7FFEU;
        bytes[header + 2 * i] = static_cast<char>(value & 0xFFU);
        bytes[header + 2 * i + 1] = static_cast<char>(value >> 8U);
    }
    return bytes;
}

TEST(BadFiles, SaturatedChannelsAreNamed)
{
    const TemporaryFolder folder;
    const auto clipped = readRecording(folder.write("clipped.edf", busyEdf(true)));
    ASSERT_TRUE(clipped.has_value()) << clipped.error().sentence();
    EXPECT_THAT(clipped->warnings,
                testing::Contains(HasSubstr("10 % of the samples of 2 channels sit at or beyond the limits of the "
                                            "digital range (EEG Cz-REF, EEG Fz)")));
    const auto sound = readRecording(folder.write("sound.edf", busyEdf(false)));
    ASSERT_TRUE(sound.has_value());
    EXPECT_THAT(sound->warnings, testing::Not(testing::Contains(HasSubstr("digital range"))));
}

// Without annotations and of the right size, saturation alone gives the conversion away.
TEST(BadFiles, ATextTransferIsFoundWithoutAnnotations)
{
    const TemporaryFolder folder;
    const std::string good = busyEdf(false);
    std::string converted;
    for (const char byte : good)
        converted += byte == '\n' ? std::string("\r\n") : std::string(1, byte);
    ASSERT_GT(converted.size(), good.size() + 64);
    const auto longer = readRecording(folder.write("longer.edf", converted));
    ASSERT_FALSE(longer.has_value());
    EXPECT_THAT(longer.error().sentence(), HasSubstr("transfer in text mode"));
    const auto cut = readRecording(folder.write("cut.edf", converted.substr(0, good.size())));
    if (cut) { // nothing else is odd: a warning, no refusal
        EXPECT_THAT(cut->warnings, testing::Contains(HasSubstr("transfer in text mode")));
    } else {
        EXPECT_THAT(cut.error().sentence(), HasSubstr("transfer in text mode"));
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
