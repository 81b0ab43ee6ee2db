// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Bad FIF files as rows of a table: each must end in one sentence that names the file and what is wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "analysis/data/recording/recording.h"
#include "tests/recording/fif_builder.h"
#include "tests/recording/bad_file.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using testing::HasSubstr;

std::vector<BadFile> badFifs()
{
    const auto with
        = [](const std::string& content, std::int32_t type) { return fifStart().tag(300, type, content).raw(); };
    const auto info = [](std::int32_t channels, const std::vector<float>& rate) {
        FifBuilder fif;
        fif.begin(100).begin(101).number(200, channels).floats(201, rate).channel({}, 1).end(101).begin(102);
        return fif.buffer(1, 4).raw();
    };
    std::string huge = fifStart().buffer(2, 5).raw();
    huge.replace(huge.size() - 16 - 40 - 40 - 8, 4, fifBytes(0x7FFFFFF0));
    std::string negative = huge;
    negative.replace(huge.size() - 16 - 40 - 40 - 8, 4, fifBytes(-5));
    FifBuilder deep;
    for (int i = 0; i < 100; ++i)
        deep.begin(100);
    FifBuilder named;
    named.begin(100).info({ {}, {} }).begin(113).text(258, "one").end(113).begin(102).buffer(2, 5);
    constexpr auto corrupt = ErrorCode::CorruptInput;
    constexpr auto unsupported = ErrorCode::UnsupportedFormat;
    return {
        { "complex.fif", with(std::string(32, '\0'), 20), unsupported, "complex numbers: expected int16, int32" },
        { "packed.fif", with(std::string(32, '\0'), 13), unsupported, "found FIF's type 13" },
        { "matrix.fif", with(std::string(32, '\0'), 4 | 1 << 30), unsupported, "of a type that is not read" },
        { "uneven.fif", with(std::string(30, '\0'), 4), corrupt, "a multiple of 2 channels x 4 bytes, found 30 bytes" },
        { "no_data.fif", fifStart().raw(), corrupt, "holds no samples" },
        { "empty_data.fif", with("", 4), corrupt, "holds no samples" },
        { "no_rate.fif", info(1, { 0 }), corrupt, "a rate above 0 Hz, found 0" },
        { "nan_rate.fif", info(1, { std::numeric_limits<float>::quiet_NaN() }), corrupt, "a rate above 0 Hz" },
        { "empty_rate.fif", info(1, {}), corrupt, "a rate above 0 Hz" },
        { "count.fif", info(2, { 100 }), corrupt, "than descriptions of channels: expected 2, found 1" },
        { "many.fif", info(1'000'000'000, { 100 }), corrupt, "expected 1 to 10000, found 1000000000" },
        { "minus.fif", info(-1, { 100 }), corrupt, "found -1" },
        { "huge.fif", huge, corrupt, "the tag of kind 300" },
        { "negative.fif", negative, corrupt, "has a negative size: found -5" },
        { "deep.fif", deep.bytes(), corrupt, "nested too deep" },
        { "names.fif", named.raw(), corrupt, "gives long names to another number of channels" },
        { "skip.fif", fifStart().buffer(2, 5).number(301, -3).buffer(2, 5).raw(), corrupt,
          "a negative number of samples" },
        { "raw_twice.fif", fifStart().buffer(2, 5).end(102).begin(102).buffer(2, 5).raw(), unsupported,
          "several pieces" },
        { "info_twice.fif", fifStart().buffer(2, 5).end(102).info({ {} }).begin(999).raw(999), corrupt,
          "several measurements" },
        { "no_raw.fif", FifBuilder().begin(100).info({ {} }).raw(100), unsupported, "a FIF file without a recording" },
        { "struct.fif", fifStart().tag(104, 3, "\1\2").raw(), corrupt,
          "holds no whole number: expected 4 bytes, found 2" },
        { "open.fif", fifStart().bytes(), corrupt, "it ends within a block of kind 102" },
    };
}

TEST(FifBadFiles, EachEndsInItsSentence) { expectSentences(badFifs()); }

// Any single byte of a small file changed: read or refused, and every segment lies within the recording.
TEST(FifBadFiles, AnyChangedByteIsSurvived)
{
    const TemporaryFolder folder;
    FifBuilder fif;
    fif.begin(100).info({ {}, { .name = "Cz" } }).begin(3810).floats(3568, { 0.03F }).floats(3569, { 0.05F });
    fif.text(206, "BAD_ACQ_SKIP").end(3810).begin(102).number(208, 1).buffer(2, 5).number(301, 2);
    const std::string good = fif.buffer(2, 5).raw();
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (const char value : { '\x00', '\x01', '\x7F', '\xFF' }) {
            std::string bytes = good;
            bytes[at] = value;
            const auto recording = readRecording(folder.write("a.fif", bytes));
            if (!recording)
                continue;
            std::vector<double> all(static_cast<std::size_t>(recording->samples));
            ASSERT_TRUE(recording->source->read(0, 0, all).has_value()) << at;
            for (const Segment& segment : recording->segments)
                ASSERT_TRUE(0 <= segment.first && segment.first <= segment.last && segment.last < recording->samples);
        }
    }
}

} // namespace
} // namespace maskscope::test
