// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// One bad part does not refuse the whole file: fresh examples of each kind, and their limits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "analysis/data/recording/recording.h"
#include "tests/recording/brainvision_builder.h"
#include "tests/recording/edf_builder.h"
#include "tests/recording/fif_builder.h"
#include "tests/recording/stamped_edf.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

double sampleOf(const EdfBuilder& edf, int channel, std::int64_t at)
{
    const TemporaryFolder folder;
    const auto recording = readRecording(folder.write("a.edf", edf.bytes()));
    EXPECT_TRUE(recording.has_value()) << recording.error().sentence();
    double value = 0;
    EXPECT_TRUE(recording->source->read(channel, at, { &value, 1 }).has_value());
    return value;
}

/// Fz, which is sound, beside a second channel.
EdfBuilder beside(EdfBuilderSignal other)
{
    EdfBuilder edf;
    edf.channels = { { .label = "Fz" }, std::move(other) };
    return edf;
}

TEST(OneBadPart, AnEdfChannelOfUnknownScaleIsSetAside)
{
    const std::pair<EdfBuilderSignal, const char*> rows[] = {
        { { .label = "Cz", .digitalMin = "0", .digitalMax = "0" }, "no digital range" },
        { { .label = "SpO2", .unit = "%", .physicalMin = "100", .physicalMax = "100" }, "no physical range" },
        { { .label = "Cz", .physicalMax = "********" }, "physical maximum is no number but '********'" },
        { { .label = "Cz", .digitalMin = "" }, "digital minimum is no number but ''" },
        { { .label = "Cz", .physicalMin = "-inf" }, "physical minimum is no number but '-inf'" },
    };
    for (const auto& [signal, reason] : rows) {
        SCOPED_TRACE(reason);
        const Recording recording = readEdfBytes(beside(signal).bytes());
        ASSERT_EQ(recording.channels.size(), 2U);
        EXPECT_THAT(whyLeftOut(recording, recording.channels[0]), IsEmpty());
        EXPECT_THAT(whyLeftOut(recording, recording.channels[1]), HasSubstr(reason));
        EXPECT_THAT(recording.warnings, Contains(AllOf(HasSubstr("set aside: "), HasSubstr(reason))));
    }
}

TEST(OneBadPart, ReversedAndLocalNumbersOfEdfKeepTheirMeaning)
{
    EdfBuilder edf = beside({ .label = "Cz" });
    const double sound = sampleOf(edf, 1, 7);
    edf.channels[1].physicalMin = "-3276,8"; // a comma of another locale
    edf.channels[1].physicalMax = "3276,7";
    EXPECT_NEAR(sampleOf(edf, 1, 7), sound, 1e-9);
    edf.recordDuration = "1,0";
    EXPECT_NEAR(sampleOf(edf, 1, 7), sound, 1e-9);
    // Both pairs reversed are the same two points; one of them alone turns the signal over.
    edf.channels[1] = { "Cz", "uV", "3276.7", "-3276.8", "32767", "-32768" };
    EXPECT_NEAR(sampleOf(edf, 1, 7), sound, 1e-9);
    edf.channels[1] = { "Cz", "uV", "-3276.8", "3276.7", "32767", "-32768" };
    EXPECT_NEAR(sampleOf(edf, 1, 7), -0.1 - sound, 1e-9);
    EXPECT_THAT(readEdfBytes(edf.bytes()).warnings, Contains(HasSubstr("digital minimum of 32767 above its maximum")));
}

TEST(OneBadPart, TheRecordsOfAnEdfFileThatAreThereCount)
{
    EdfBuilder edf;
    edf.writtenRecords = 9;
    for (const auto& [stated, said] : { std::pair { "12", "is truncated" },
                                        { "4", "counts 4 data records, the file holds 9" },
                                        { "0", "counts 0 data records" },
                                        { "-1", "was not closed" },
                                        { "many", "number of data records is 'many'" } }) {
        edf.records = stated;
        const Recording recording = readEdfBytes(edf.bytes());
        EXPECT_EQ(recording.samples, 90) << stated;
        EXPECT_THAT(recording.warnings, Contains(HasSubstr(said)));
    }
    edf.records = "9";
    const std::string bytes = edf.bytes();
    for (std::size_t less = 1; less < 8 * 20; less += 13)
        EXPECT_EQ(readEdfBytes(bytes.substr(0, bytes.size() - less)).samples,
                  10 * (9 - 1 - static_cast<int>((less - 1) / 20)));
    edf.headerBytes = "256"; // the size of the file shows what is right
    EXPECT_THAT(readEdfBytes(edf.bytes()).warnings, Contains(HasSubstr("gives its own size as '256'")));
}

TEST(OneBadPart, RoundedTimeStampsAreNoGapsAndGapsAreFoundAmongThem)
{
    const std::pair<const char*, std::function<std::string(double)>> printers[] = {
        { "millisecond", [](double t) { return fixedText(t, 3); } },
        { "cut to the millisecond", [](double t) { return fixedText(std::floor(t * 1000) / 1000, 3); } },
        { "centisecond", [](double t) { return fixedText(t, 2); } },
        { "tenth", [](double t) { return fixedText(t, 1); } },
        { "five digits", [](double t) { return (std::ostringstream() << std::setprecision(5) << t).str(); } },
        { "microsecond", [](double t) { return fixedText(t, 6); } },
        { "milliseconds with zeros", [](double t) { return fixedText(std::round(t * 1000) / 1000, 6); } },
        { "trembling", [](double t) { return fixedText(t + 0.004 * std::sin(37 * t), 6); } },
        { "drifting clock", [](double t) { return fixedText(t * 1.0004, 6); } },
    };
    for (const auto& [name, print] : printers) {
        for (const char* kind : { "EDF+D", "EDF+C" }) {
            for (const double durationS : { 0.23814, 1.0 / 3, 0.9 }) {
                SCOPED_TRACE(std::string(name) + " " + kind + " " + std::to_string(durationS));
                EXPECT_EQ(readEdfBytes(stamped(kind, durationS, print).bytes()).segments.size(), 1U);
                const Recording gap = readEdfBytes(stamped(kind, durationS, print, 30, 2.5).bytes());
                ASSERT_EQ(gap.segments.size(), 2U);
                EXPECT_EQ(gap.segments[1].first, 30 * 50);
            }
        }
    }
}

// Whole seconds are exact for records of a second: one second missing is a gap, though no less than the last digit.
TEST(OneBadPart, ExactStampsTellGapsOfTheirLastDigit)
{
    const auto whole = [](double t) { return fixedText(t, 0); };
    EXPECT_EQ(readEdfBytes(stamped("EDF+D", 1, whole).bytes()).segments.size(), 1U);
    EXPECT_EQ(readEdfBytes(stamped("EDF+D", 1, whole, 20, 1).bytes()).segments.size(), 2U);
    EXPECT_EQ(readEdfBytes(stamped("EDF+C", 1, whole, 20, 1).bytes()).segments.size(), 2U);
    const auto zero = [](double) { return std::string("0"); };
    const Recording unstamped = readEdfBytes(stamped("EDF+C", 1, zero).bytes());
    EXPECT_EQ(unstamped.segments.size(), 1U); // an exporter that stamps nothing
    EXPECT_THAT(unstamped.warnings, Contains(HasSubstr("are ignored: the recording is taken as continuous")));
}

TEST(OneBadPart, AnnotationsBeyondTheEndsAreCountedOrCut)
{
    EdfBuilder edf = stamped("EDF+C", 1, [](double t) { return fixedText(t, 0); });
    edf.annotations[3] += std::string(1, '\0')
        + "+-2\x15"
          "4\x14"
          "half before\x14";
    edf.annotations[4] += std::string(1, '\0')
        + "+70\x15"
          "4\x14"
          "after\x14";
    edf.annotations[5] += std::string(1, '\0')
        + "+59\x15"
          "9\x14"
          "over the end\x14";
    const Recording recording = readEdfBytes(edf.bytes());
    ASSERT_EQ(recording.annotations.size(), 1U); // "+-2" is no number
    EXPECT_EQ(recording.annotations[0].text, "over the end");
    EXPECT_EQ(recording.annotations[0].durationS, 1);
    EXPECT_THAT(recording.warnings, Contains("1 annotation outside the recording left out"));
}

/// Counting channels and a Status channel of 24 bits, all of 50 Hz, whose samples `bits` gives.
std::string bdfWithStatus(const std::function<int(int)>& bits)
{
    EdfBuilder bdf;
    bdf.bdf = true;
    bdf.records = "40";
    bdf.writtenRecords = 40;
    bdf.channels = { { .label = "A1", .perRecord = "50" },
                     { "Status", "Boolean", "-8388608", "8388607", "-8388608", "8388607", "50" } };
    std::string bytes = bdf.bytes();
    for (int t = 0; t < 2000; ++t) {
        const std::size_t at = 768 + static_cast<std::size_t>(t / 50 * 300 + 150 + t % 50 * 3);
        const auto value = static_cast<unsigned>(bits(t));
        for (std::size_t b = 0; b < 3; ++b)
            bytes[at + b] = static_cast<char>(value >> (8 * b) & 0xFFU);
    }
    return bytes;
}

TEST(OneBadPart, TheRestartBitOfBioSemiIsABorder)
{
    const int always = 0x100000; // CMS in range
    const auto held
        = [&](int t) { return always | (t < 5 || (t >= 700 && t < 720) || t == 1500 ? 0x10000 : 0) | t % 7; };
    const Recording recording = readEdfBytes(bdfWithStatus(held));
    ASSERT_EQ(recording.segments.size(), 3U);
    EXPECT_EQ(recording.segments[1].first, 700);
    EXPECT_EQ(recording.segments[2].first, 1500);
    EXPECT_FALSE(recording.segments[2].startS.has_value());
    EXPECT_EQ(readEdfBytes(bdfWithStatus([&](int t) { return always | (t < 900 ? 0x10000 : 0); })).segments.size(), 1U);
    const Recording noise = readEdfBytes(bdfWithStatus([](int t) { return t % 3 == 0 ? 0x10000 : 0; }));
    EXPECT_EQ(noise.segments.size(), 1U);
    EXPECT_THAT(noise.warnings, Contains(HasSubstr("too often to mark where recording began anew")));
}

Recording readBuilt(const BrainVisionBuilder& builder)
{
    const TemporaryFolder folder;
    const auto recording = readRecording(builder.write(folder));
    EXPECT_TRUE(recording.has_value()) << recording.error().sentence();
    return recording.value_or(Recording {});
}

TEST(OneBadPart, BrainVisionHeadersWithOneBadEntry)
{
    BrainVisionBuilder builder;
    builder.channels[1] = "Cz,,0,µV";
    EXPECT_THAT(readBuilt(builder).warnings, Contains(HasSubstr("set aside: CZ: its resolution is '0'")));
    builder.channels[1] = "Cz,,0,5,µV"; // 0.5 with the comma of another locale
    const Recording comma = readBuilt(builder);
    EXPECT_THAT(comma.warnings, Contains(HasSubstr("Cz is written with a decimal comma: it is taken as 0.5")));
    double value = 0;
    ASSERT_TRUE(BrainVisionBuilder().samples == 20);
    const TemporaryFolder folder;
    const auto again = readRecording(builder.write(folder));
    ASSERT_TRUE(again->source->read(1, 4, { &value, 1 }).has_value());
    EXPECT_EQ(value, 52);
    builder = {};
    builder.common.replace(builder.common.find("=3"), 2, "=");
    EXPECT_EQ(readBuilt(builder).channels.size(), 3U);
    builder.common.replace(builder.common.find("NumberOfChannels="), 17, "NumberOfChannels=99");
    EXPECT_THAT(readBuilt(builder).warnings, Contains(HasSubstr("99 channels by NumberOfChannels, 3 lines")));
    builder = {};
    builder.common.replace(builder.common.find("=4000"), 5, "=3906,25");
    EXPECT_DOUBLE_EQ(readBuilt(builder).samplingRateHz, 256);
    builder = {};
    builder.heading = "; nothing says what this is";
    EXPECT_THAT(readBuilt(builder).warnings, Contains(HasSubstr("a.vhdr lacks the first line")));
}

TEST(OneBadPart, BrainVisionDataThatWereCut)
{
    BrainVisionBuilder builder;
    builder.common += "DataPoints=25\n";
    const Recording multiplexed = readBuilt(builder);
    EXPECT_EQ(multiplexed.samples, 20);
    EXPECT_THAT(multiplexed.warnings, Contains(AllOf(HasSubstr("a.eeg is truncated"), HasSubstr("20 whole samples"))));
    builder.orientation = "VECTORIZED"; // 120 bytes hold two channels of 25 samples, and a part of the third
    const Recording vectorized = readBuilt(builder);
    EXPECT_EQ(vectorized.channels.size(), 2U);
    EXPECT_THAT(vectorized.warnings, Contains(HasSubstr("channels cut off are left out: Pz")));
}

TEST(OneBadPart, AMarkerFileThatIsNoneCostsTheMarkers)
{
    for (const char* bytes :
         { "", "rubbish", "version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 12\n" }) {
        const TemporaryFolder folder;
        const auto path = BrainVisionBuilder().write(folder);
        static_cast<void>(folder.write("a.vmrk", bytes));
        const auto recording = readRecording(path);
        ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
        EXPECT_EQ(recording->samples, 20);
        EXPECT_THAT(recording->annotations, IsEmpty());
        EXPECT_THAT(recording->warnings, Contains(AllOf(HasSubstr("a.vmrk"), HasSubstr("gaps are not known"))));
    }
}

TEST(OneBadPart, AFifFileCutAmongItsSamplesIsReadToThere)
{
    const TemporaryFolder folder;
    const std::string whole = fifStart().buffer(2, 5).buffer(2, 5, 5).raw();
    const auto recording = readRecording(folder.write("a.fif", whole.substr(0, whole.size() - 60)));
    ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
    EXPECT_EQ(recording->samples, 5);
    EXPECT_THAT(recording->warnings,
                Contains(AllOf(HasSubstr("truncated"), HasSubstr("its whole buffers of samples are read"))));
}

} // namespace
} // namespace maskscope::test
