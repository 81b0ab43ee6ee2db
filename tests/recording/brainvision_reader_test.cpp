// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Twins of one recording in every number format and layout, pieces, renamed and absent companions, bad files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/data/recording/recording.h"
#include "tests/recording/brainvision_builder.h"

namespace maskscope::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<double> samplesOf(const Recording& recording, int channel)
{
    std::vector<double> values(static_cast<std::size_t>(recording.samples));
    EXPECT_TRUE(recording.source->read(channel, 0, values).has_value());
    return values;
}

Recording readBuilt(const BrainVisionBuilder& builder)
{
    const TemporaryFolder folder;
    auto recording = readRecording(builder.write(folder));
    EXPECT_TRUE(recording.has_value()) << recording.error().sentence();
    // Twins are compared while their files exist.
    for (int c = 0; c < 3 && recording; ++c) {
        const auto values = samplesOf(*recording, c);
        for (std::size_t t = 0; t < values.size(); ++t)
            EXPECT_NEAR(values[t], 0.5 * (100 * c + static_cast<double>(t)), 1e-9) << c << " " << t;
    }
    return recording.value_or(Recording {});
}

TEST(BrainVision, TwinsOfEveryNumberFormatAreEqual)
{
    for (const char* orientation : { "MULTIPLEXED", "VECTORIZED" }) {
        for (const char* type : { "INT_16", "INT_32", "IEEE_FLOAT_32" }) {
            for (const char* binary : { "", "UseBigEndianOrder=NO\n", "UseBigEndianOrder=YES\n" }) {
                SCOPED_TRACE(std::string(orientation) + " " + type + " " + binary);
                BrainVisionBuilder builder;
                builder.orientation = orientation;
                builder.type = type;
                builder.binary = binary;
                const Recording recording = readBuilt(builder);
                EXPECT_EQ(recording.samples, 20);
                EXPECT_DOUBLE_EQ(recording.samplingRateHz, 250);
                EXPECT_THAT(recording.warnings, IsEmpty());
            }
        }
    }
}

TEST(BrainVision, UnitsAndResolutions)
{
    BrainVisionBuilder builder;
    builder.channels = { "Fz,,500,nV", "Cz,,0.0005,mV", "Pz,,5e-7,V" };
    EXPECT_EQ(readBuilt(builder).channels[2].unit, "µV");
    builder.channels = { "Fz,,0.5", "Cz,,0.5,", "Pz\\1a,,0.5,uV,extra" };
    EXPECT_EQ(readBuilt(builder).channels[2].label, "Pz,a");
    builder.channels = { "Fz,,0.5,\xEF\xBF\xBDV", "Cz,,0.5,\xB5V", "Pz,,0.5,\xCE\xBCV" };
    EXPECT_THAT(readBuilt(builder).warnings, ElementsAre(HasSubstr("unit of channel Fz has lost its first letter")));
}

TEST(BrainVision, CodePagesAndHeadings)
{
    BrainVisionBuilder builder;
    builder.common = "DataFormat=BINARY\nNumberOfChannels=3\nSamplingInterval=4000\nCodepage=ANSI\n";
    builder.channels = { "Fz\xC2\xB5,,0.5,\xB5V", "Cz,,0.5,\xB5V", "Pz,,0.5,\xB5V" };
    EXPECT_EQ(readBuilt(builder).channels[0].label, "FzÂµ"); // valid UTF-8, but the header says otherwise
    for (const char* heading :
         { "\xEF\xBB\xBF"
           "Brain Vision Data Exchange Header File Version 2.0",
           "BrainVision Data Exchange Header File, Version 1.0", "Brain Vision Core Data Header File Version 1.0",
           "Brain Vision V-Amp Data Header File Version 1.0" }) {
        builder = {};
        builder.heading = heading;
        EXPECT_EQ(readBuilt(builder).format, "BrainVision") << heading;
    }
}

TEST(BrainVision, PartsOfAChannel)
{
    const TemporaryFolder folder;
    BrainVisionBuilder builder;
    builder.samples = 200000; // several blocks of a mebibyte
    builder.type = "INT_32";
    for (const char* orientation : { "MULTIPLEXED", "VECTORIZED" }) {
        builder.orientation = orientation;
        const auto recording = readRecording(builder.write(folder)).value();
        std::vector<double> part(150000);
        ASSERT_TRUE(recording.source->read(2, 49999, part).has_value());
        for (std::size_t i = 0; i < part.size(); ++i)
            ASSERT_EQ(part[i], 0.5 * static_cast<double>(200 + 49999 + i));
        EXPECT_FALSE(recording.source->read(2, 50001, part).has_value());
        EXPECT_FALSE(recording.source->read(2, -1, part).has_value());
    }
}

TEST(BrainVision, NewSegmentsAreDatedPieces)
{
    BrainVisionBuilder builder;
    builder.markers = "Mk1=New Segment,,1,1,0,20240229235959500000\nMk2=Stimulus,S  1,3,2,0\n"
                      "Mk3=New Segment,,6,1,0,20240301000001500000\nMk4=Comment,a [b]\\1 c,20,9,0\n"
                      "Mk5=New Segment,,11,1,0\nMk6=Comment,late,21,1,0\nMk7=Comment,where,,1,0\n";
    const Recording recording = readBuilt(builder);
    ASSERT_EQ(recording.segments.size(), 3U);
    EXPECT_EQ(recording.segments[0].last, 4);
    EXPECT_EQ(recording.segments[1].first, 5);
    EXPECT_EQ(recording.segments[1].startS, 2.0); // over the end of a leap day
    EXPECT_EQ(recording.segments[2].startS, std::nullopt);
    EXPECT_EQ(recording.segments[2].last, 19);
    ASSERT_EQ(recording.annotations.size(), 5U);
    EXPECT_EQ(recording.annotations[1].text, "Stimulus/S  1");
    EXPECT_NEAR(recording.annotations[1].onsetS, 0.008, 1e-12);
    EXPECT_NEAR(recording.annotations[1].durationS, 0.008, 1e-12);
    EXPECT_EQ(recording.annotations[4].text, "Comment/a [b], c");
    EXPECT_NEAR(recording.annotations[4].durationS, 0.004, 1e-12); // ends with the recording
    EXPECT_THAT(recording.warnings,
                ElementsAre("1 marker outside the recording left out", "1 marker without a readable position left out",
                            "the recording has 3 pieces: windows do not straddle their borders"));
}

TEST(BrainVision, CutRecordings)
{
    BrainVisionBuilder builder;
    builder.common += "SegmentationType=MARKERBASED\nSegmentDataPoints=8\n";
    const Recording recording = readBuilt(builder);
    ASSERT_EQ(recording.segments.size(), 3U);
    EXPECT_EQ(recording.segments[1].first, 8);
    EXPECT_EQ(recording.segments[2].first, 16);
    EXPECT_EQ(recording.segments[2].last, 19);
}

TEST(BrainVision, CompanionsThatWereRenamed)
{
    BrainVisionBuilder builder;
    builder.dataFile = "C:\\data\\before.eeg";
    builder.markerFile = "before.vmrk";
    const Recording recording = readBuilt(builder);
    EXPECT_THAT(recording.warnings,
                ElementsAre("a.vhdr names before.eeg, which is not beside it: a.eeg is read instead",
                            "a.vhdr names before.vmrk, which is not beside it: a.vmrk is read instead"));
    EXPECT_EQ(recording.annotations.size(), 2U);
    builder.dataFile = "$b.eeg";
    builder.markerFile = "$b.vmrk";
    EXPECT_THAT(readBuilt(builder).warnings, IsEmpty());
}

TEST(BrainVision, AbsentCompanions)
{
    const TemporaryFolder folder;
    const BrainVisionBuilder builder;
    const auto header = builder.write(folder);
    std::filesystem::remove(folder / "a.vmrk");
    const auto recording = readRecording(header);
    ASSERT_TRUE(recording.has_value());
    EXPECT_THAT(recording->warnings, ElementsAre(HasSubstr("the marker file a.vmrk is absent")));
    EXPECT_EQ(recording->segments.size(), 1U);
    std::filesystem::remove(folder / "a.eeg");
    const auto none = readRecording(header);
    EXPECT_EQ(none.error().code, ErrorCode::UnreadableInput);
    EXPECT_THAT(none.error().sentence(),
                HasSubstr("a.vhdr: its data file is absent: expected a.eeg beside it, found no such file"));
}

TEST(BrainVision, DataAndMarkerFilesLeadToTheHeader)
{
    const TemporaryFolder folder;
    static_cast<void>(BrainVisionBuilder().write(folder));
    for (const char* name : { "a.eeg", "a.vmrk" }) {
        const auto recording = readRecording(folder / name);
        ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
        EXPECT_EQ(recording->channels.size(), 3U);
    }
    std::filesystem::remove(folder / "a.vhdr");
    for (const char* name : { "a.eeg", "a.vmrk" })
        EXPECT_THAT(readRecording(folder / name).error().sentence(),
                    HasSubstr("cannot be read without its BrainVision header: expected a.vhdr beside it"));
}

struct BadHeader {
    const char* name;
    void (*change)(BrainVisionBuilder&);
    const char* sentencePart;
};

TEST(BrainVision, BadFilesEndInTheirSentence)
{
    using B = BrainVisionBuilder;
    const BadHeader bad[] = {
        { "version", [](B& b) { b.heading.back() = '0', b.heading[b.heading.size() - 3] = '3'; },
          "expected version 1.0 or 2.0, found 'Version 3.0'" },
        { "ascii", [](B& b) { b.common.replace(b.common.find("BINARY"), 6, "ASCII"); },
          "DataFormat is one that is not read: expected BINARY, found 'ASCII'" },
        { "domain", [](B& b) { b.common += "DataType=FREQUENCYDOMAIN\n"; }, "DataType is one that is not read" },
        { "orientation", [](B& b) { b.orientation = "SIDEWAYS"; },
          "DataOrientation: expected MULTIPLEXED or VECTORIZED" },
        { "type", [](B& b) { b.type = "INT_24"; }, "BinaryFormat is one that is not read" },
        { "no_type", [](B& b) { b.type = ""; },
          "BinaryFormat: expected INT_16, INT_32 or IEEE_FLOAT_32, found nothing" },
        { "interval", [](B& b) { b.common.replace(b.common.find("4000"), 4, "-4"); }, "SamplingInterval" },
        { "points", [](B& b) { b.common += "DataPoints=many\n"; }, "DataPoints: expected a number of samples" },
        { "cut", [](B& b) { b.common += "SegmentationType=MARKERBASED\n"; }, "SegmentDataPoints" },
        { "other_cut", [](B& b) { b.common += "SegmentationType=BYMOOD\n"; },
          "SegmentationType is one that is not read" },
        { "count", [](B& b) { b.common.replace(b.common.find("=3"), 2, "=2"); },
          "its size fits both: expected one number of channels, found 2 channels by NumberOfChannels, 3 lines" },
        { "no_lines", [](B& b) { b.channels.clear(); }, "Channel Infos: expected 3 channels, found 'no lines'" },
        { "truncated", [](B& b) { b.orientation = "VECTORIZED", b.common += "DataPoints=61\n"; },
          "a.eeg: is truncated within its first channel: expected 3 channels x 61 samples x 2 bytes" },
        { "vectorized", [](B& b) { b.orientation = "VECTORIZED", b.common += "DataPoints=19\n"; },
          "where a channel begins is unknown: expected 3 channels x 19 samples x 2 bytes, found 120 bytes" },
        { "empty", [](B& b) { b.samples = 0; }, "a.eeg: holds no samples" },
    };
    for (const BadHeader& row : bad) {
        SCOPED_TRACE(row.name);
        const TemporaryFolder folder;
        BrainVisionBuilder builder;
        row.change(builder);
        const auto recording = readRecording(builder.write(folder));
        ASSERT_FALSE(recording.has_value());
        EXPECT_THAT(recording.error().sentence(), HasSubstr(row.sentencePart));
    }
}

TEST(BrainVision, BytesBeyondTheLastSampleAreSaid)
{
    BrainVisionBuilder builder;
    builder.common += "DataPoints=18\n";
    const TemporaryFolder folder;
    const auto recording = readRecording(builder.write(folder)).value();
    EXPECT_EQ(recording.samples, 18);
    EXPECT_THAT(recording.warnings, ElementsAre(HasSubstr("12 bytes at the end of a.eeg belong to no whole sample")));
}

} // namespace
} // namespace maskscope::test
