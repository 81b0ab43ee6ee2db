// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// GDF 1.x and 2.x from a builder of the tests' own; MNE-Python's reading of the same files: gdf_twins_test.cpp.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "analysis/data/recording/recording.h"
#include "tests/recording/bad_file.h"
#include "tests/recording/gdf_builder.h"

namespace maskscope::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Recording readGdf(const GdfBuilder& gdf)
{
    static const TemporaryFolder folder;
    auto recording = readRecording(folder.write("a.gdf", gdf.bytes()));
    EXPECT_TRUE(recording.has_value()) << recording.error().sentence();
    return recording ? std::move(*recording) : Recording {};
}

std::vector<double> samplesOf(const Recording& recording, int channel, std::int64_t first, std::size_t count)
{
    std::vector<double> out(count);
    const auto ok = recording.source->read(channel, first, out);
    EXPECT_TRUE(ok.has_value()) << ok.error().sentence();
    return out;
}

TEST(Gdf, EveryTypeOfNumberInBothVersions)
{
    for (const char* version : { "1.25", "1.93", "2.00", "2.20" })
        for (const std::uint32_t type : { 1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U, 16U, 17U, 279U, 535U }) {
            SCOPED_TRACE(std::string(version) + ", type " + std::to_string(type));
            GdfBuilder gdf;
            gdf.version = version;
            gdf.channels[0].type = type;
            gdf.channels[0].digitalMin = -100; // 200 uV over 200 numbers, with an offset of 50 uV
            gdf.channels[0].digitalMax = 100;
            gdf.channels[0].physicalMin = -50;
            gdf.channels[0].physicalMax = 150;
            const bool counts = type == 2 || type == 4 || type == 6 || type == 8 || type == 535;
            gdf.value
                = [&](std::size_t, std::int64_t s) { return static_cast<double>(counts ? 7 * s % 90 : 5 * s - 70); };
            const Recording recording = readGdf(gdf);
            EXPECT_EQ(recording.format, std::string("GDF ") + version);
            EXPECT_EQ(recording.samplingRateHz, 10);
            EXPECT_EQ(recording.samples, 30);
            EXPECT_EQ(recording.channels[0].unit, "µV");
            EXPECT_EQ(recording.channels[0].name, "CZ");
            const auto samples = samplesOf(recording, 0, 0, 30);
            for (std::int64_t s = 0; s < 30; ++s)
                EXPECT_EQ(samples[static_cast<std::size_t>(s)], gdf.value(0, s) + 50);
            EXPECT_THAT(recording.warnings, IsEmpty());
        }
}

TEST(Gdf, ChannelsOfDifferentTypesUnitsAndRates)
{
    GdfBuilder gdf;
    gdf.channels = { { .label = "EEG-Fz" },
                     { .label = "EOG:ch01", .unitCode = 4274, .type = 17 }, // mV
                     { .label = "C4",
                       .unitCode = 4256,
                       .physicalMin = -1,
                       .physicalMax = 1,
                       .digitalMin = -1,
                       .digitalMax = 1,
                       .type = 16 }, // V
                     { .label = "X1", .unitCode = 544, .type = 2, .perRecord = 5 }, // %
                     { .label = "Pz", .unitCode = 4276, .type = 279 }, // nV
                     { .label = "Oz", .unitCode = 544 } };
    gdf.durationNumerator = 1;
    gdf.durationDenominator = 25; // 10 samples in 40 ms
    const Recording recording = readGdf(gdf);
    EXPECT_EQ(recording.samplingRateHz, 250);
    EXPECT_EQ(recording.samples, 30);
    const auto& c = recording.channels;
    EXPECT_EQ(c[0].name, "FZ");
    EXPECT_EQ(c[1].kind, ChannelKind::Eog);
    EXPECT_EQ(c[3].samplingRateHz, 125);
    EXPECT_EQ(c[3].unit, "%");
    EXPECT_EQ(c[5].kind, ChannelKind::Other);
    EXPECT_THAT(recording.warnings, Contains(HasSubstr("no voltage do not count as EEG: X1 (%), Oz (%)")));
    EXPECT_THAT(recording.warnings, Contains(HasSubstr("of another sampling rate than 250 Hz are kept apart: X1")));
    EXPECT_NEAR(samplesOf(recording, 0, 11, 1)[0], 1.1, 1e-9); // 0.1 uV a step
    EXPECT_NEAR(samplesOf(recording, 1, 11, 1)[0], 101.1e3, 1e-6);
    EXPECT_NEAR(samplesOf(recording, 2, 11, 1)[0], 2011e6, 1e-3);
    EXPECT_NEAR(samplesOf(recording, 4, 11, 1)[0], 401.1e-3, 1e-9);
    EXPECT_EQ(samplesOf(recording, 3, 14, 1).size(), 1U);
}

// Records of one sample, as the BCI Competitions have them, read across many blocks and in odd pieces.
TEST(Gdf, RecordsOfOneSample)
{
    GdfBuilder gdf;
    gdf.version = "1.25";
    gdf.channels.assign(5, { .perRecord = 1 });
    gdf.durationDenominator = 250;
    gdf.writtenRecords = 3000;
    gdf.value = [](std::size_t c, std::int64_t s) {
        return static_cast<double>((17 * s + 1000 * static_cast<std::int64_t>(c)) % 9000);
    };
    const Recording recording = readGdf(gdf);
    EXPECT_EQ(recording.samplingRateHz, 250);
    ASSERT_EQ(recording.samples, 3000);
    const std::vector<int> channels { 4, 1 };
    std::vector<double> out(2 * 777);
    ASSERT_TRUE(recording.source->readTogether(channels, 1234, 777, out).has_value());
    for (std::int64_t i = 0; i < 777; ++i) {
        EXPECT_NEAR(out[static_cast<std::size_t>(i)], 0.1 * gdf.value(4, 1234 + i), 1e-9);
        EXPECT_NEAR(out[static_cast<std::size_t>(777 + i)], 0.1 * gdf.value(1, 1234 + i), 1e-9);
    }
    EXPECT_FALSE(recording.source->readTogether(channels, 2500, 777, out).has_value());
}

TEST(Gdf, EventsOfBothModesAndVersions)
{
    for (const char* version : { "1.25", "2.20" }) {
        SCOPED_TRACE(version);
        GdfBuilder gdf;
        gdf.version = version;
        gdf.eventRate = 20; // twice the samples' rate
        gdf.events = { { 1, 768, 20 }, { 11, 770, 5 }, { 62, 1072, 1 } };
        Recording recording = readGdf(gdf);
        ASSERT_EQ(recording.annotations.size(), 2U);
        EXPECT_EQ(recording.annotations[0].text, "768");
        EXPECT_EQ(recording.annotations[0].durationS, 1);
        EXPECT_EQ(recording.annotations[1].onsetS, 0.5);
        EXPECT_EQ(recording.annotations[1].durationS, 0.25);
        EXPECT_THAT(recording.warnings, ElementsAre("1 event lies outside the recording: left out"));
        gdf.mode = 1;
        gdf.eventRate = 0; // as the samples
        gdf.events = { { 1, 768 }, { 6, 769 }, { 11, 768 | 0x8000 }, { 16, 769 } };
        recording = readGdf(gdf);
        ASSERT_EQ(recording.annotations.size(), 3U);
        EXPECT_EQ(recording.annotations[0].durationS, 1); // up to the entry that ends it
        EXPECT_EQ(recording.annotations[1].onsetS, 0.5);
        EXPECT_EQ(recording.annotations[1].durationS, 0);
    }
}

TEST(Gdf, TextsOfTheFilesOwnEvents)
{
    using namespace std::string_literals;
    GdfBuilder gdf;
    gdf.tagged = "\x03\x02\0\0xx\x01\x0D\0\0left\0right\0x\0"s;
    gdf.events = { { 1, 1, 0 }, { 2, 2, 0 }, { 3, 3, 0 }, { 4, 769, 0 } };
    const Recording recording = readGdf(gdf);
    std::vector<std::string> texts;
    for (const Annotation& annotation : recording.annotations)
        texts.push_back(annotation.text);
    EXPECT_THAT(texts, ElementsAre("left", "right", "x", "769"));
}

/// Three runs with 100 missing values after each but the last, as dataset 2a of BCI Competition IV has them.
GdfBuilder runs(const char* version, std::uint32_t type)
{
    GdfBuilder gdf;
    gdf.version = version;
    gdf.channels.assign(4, { .label = "EEG", .type = type, .perRecord = 1 });
    gdf.channels[3].label = "EOG-left";
    gdf.durationDenominator = 250;
    gdf.writtenRecords = 2200;
    const double nothing = type == 3 ? -32768 : std::nan("");
    gdf.value = [nothing](std::size_t c, std::int64_t s) {
        const bool missing = (s >= 500 && s < 600) || (s >= 1300 && s < 1400);
        return missing ? nothing : static_cast<double>((31 * s + static_cast<std::int64_t>(c)) % 2000 - 1000);
    };
    gdf.events = { { 1, 32766 }, { 601, 32766 }, { 1401, 32766 }, { 700, 769, 300 }, { 1500, 1023, 300 } };
    return gdf;
}

TEST(Gdf, RunsAndMissingValuesAreBorders)
{
    for (const std::uint32_t type : { 3U, 16U })
        for (const char* version : { "1.25", "2.20" }) {
            SCOPED_TRACE(std::string(version) + ", type " + std::to_string(type));
            const Recording recording = readGdf(runs(version, type));
            ASSERT_EQ(recording.segments.size(), 3U);
            EXPECT_EQ(recording.segments[0].last, 499);
            EXPECT_EQ(recording.segments[1].first, 600);
            EXPECT_EQ(recording.segments[1].last, 1299);
            EXPECT_EQ(recording.segments[2].first, 1400);
            EXPECT_EQ(recording.segments[2].last, 2199);
            EXPECT_EQ(recording.segments[0].startS, 0);
            EXPECT_EQ(recording.segments[1].startS, std::nullopt); // a break of unknown length lies before it
            EXPECT_EQ(recording.annotations.size(), 5U);
            EXPECT_THAT(
                recording.warnings,
                Contains("2 pieces of missing values (200 samples) are left out: windows do not straddle them"));
            EXPECT_THAT(recording.warnings, Contains(HasSubstr("1 event marks artefacts (257 to 271) or rejected")));
            const auto border = samplesOf(recording, 0, 598, 4);
            EXPECT_TRUE(std::isnan(border[0]) && std::isnan(border[1]));
            EXPECT_FALSE(std::isnan(border[2]));
            const auto statistics = channelStatistics(recording).value();
            double sum = 0;
            for (const auto& [first, last] : { std::pair(0, 499), std::pair(600, 1299), std::pair(1400, 2199) })
                for (int s = first; s <= last; ++s)
                    sum += 0.1 * ((31 * s) % 2000 - 1000);
            EXPECT_NEAR(statistics[0].mean, sum / 2000, 1e-9);
        }
}

TEST(Gdf, BordersWithoutMissingValuesAndMissingValuesWithoutBorders)
{
    GdfBuilder gdf;
    gdf.writtenRecords = 10;
    gdf.events = { { 1, 32766 }, { 41, 32766 } };
    Recording recording = readGdf(gdf);
    ASSERT_EQ(recording.segments.size(), 2U);
    EXPECT_EQ(recording.segments[1].first, 40);
    EXPECT_THAT(recording.warnings, ElementsAre(HasSubstr("new segments are marked (event 32766)")));
    gdf.events.clear();
    gdf.channels.assign(3, {});
    gdf.value = [](std::size_t, std::int64_t s) { return s >= 20 && s < 25 ? -32768.0 : static_cast<double>(s); };
    recording = readGdf(gdf);
    ASSERT_EQ(recording.segments.size(), 2U);
    EXPECT_EQ(recording.segments[1].first, 25);
    EXPECT_EQ(recording.segments[1].startS, 2.5); // samples were lost, time went on
    // One channel alone that clips is no missing value, neither are all of two for a moment.
    gdf.value
        = [](std::size_t c, std::int64_t s) { return s >= 20 && s < 25 && c == 1 ? -32768.0 : static_cast<double>(s); };
    EXPECT_EQ(readGdf(gdf).segments.size(), 1U);
    gdf.channels.resize(2);
    gdf.value = [](std::size_t, std::int64_t s) { return s >= 20 && s < 25 ? -32768.0 : static_cast<double>(s); };
    EXPECT_EQ(readGdf(gdf).segments.size(), 1U);
}

TEST(Gdf, CutFilesAreReadAsFarAsTheyAreSound)
{
    const TemporaryFolder folder;
    GdfBuilder gdf;
    gdf.events = { { 1, 769, 0 }, { 3, 770, 2 } };
    const std::string whole = gdf.bytes();
    const auto cut = readRecording(folder.write("cut.gdf", whole.substr(0, 2 * 256 + 2 * 20 + 13)));
    ASSERT_TRUE(cut.has_value()) << cut.error().sentence();
    EXPECT_EQ(cut->samples, 20);
    EXPECT_THAT(cut->warnings, ElementsAre(HasSubstr("is truncated: its header says 3 data records, 2 whole ones")));
    const auto noTable = readRecording(folder.write("events.gdf", whole.substr(0, whole.size() - 3)));
    ASSERT_TRUE(noTable.has_value());
    EXPECT_EQ(noTable->samples, 30);
    EXPECT_THAT(noTable->annotations, IsEmpty());
    EXPECT_THAT(noTable->warnings, ElementsAre(HasSubstr("the event table is cut short: it says 2 events")));
    gdf.mode = 0;
    gdf.statedRecords = -1;
    const Recording open = readGdf(gdf);
    EXPECT_EQ(open.samples, 30);
    EXPECT_THAT(open.warnings, ElementsAre(HasSubstr("was not closed): 3 whole ones by the size of the file")));
    gdf.statedRecords = -2;
    EXPECT_THAT(readGdf(gdf).warnings, IsEmpty()); // a file without an event table
}

TEST(Gdf, OneBadChannelDoesNotRefuseTheOthers)
{
    GdfBuilder gdf;
    gdf.channels = { { .label = "Fz" },
                     { .label = "Cz", .digitalMin = 0, .digitalMax = 0 },
                     { .label = "Pz", .physicalMin = 5, .physicalMax = 5 },
                     { .label = "Oz", .digitalMin = 0, .digitalMax = 0, .type = 16 },
                     { .label = "C3", .unit = "uV", .unitCode = 0 },
                     { .label = "C4", .unit = "", .unitCode = 0 },
                     { .label = "HR", .perRecord = 0 } };
    std::swap(gdf.channels[0].digitalMin, gdf.channels[0].digitalMax);
    gdf.events = { { 5, 0x7FFF, 70, 7 } };
    const Recording recording = readGdf(gdf);
    ASSERT_EQ(recording.channels.size(), 6U);
    EXPECT_EQ(recording.channels[1].kind, ChannelKind::Other);
    EXPECT_EQ(recording.channels[2].kind, ChannelKind::Other);
    EXPECT_EQ(recording.channels[4].unit, "µV"); // by the text, where no code is given
    EXPECT_THAT(recording.warnings, Contains(HasSubstr("no physical range tells their amplitudes: Cz, Pz")));
    EXPECT_THAT(recording.warnings, Contains(HasSubstr("no ranges are given for Oz: the stored numbers")));
    EXPECT_THAT(recording.warnings, Contains(HasSubstr("does not state the unit of C4")));
    EXPECT_THAT(recording.warnings, Contains(HasSubstr("single values among the events): HR")));
    EXPECT_THAT(recording.warnings, Contains(HasSubstr("1 single value of channels without a sampling rate")));
    EXPECT_THAT(recording.annotations, IsEmpty());
    EXPECT_NEAR(samplesOf(recording, 0, 3, 1)[0], -0.1 - 0.3, 1e-9); // the range is turned round
    EXPECT_EQ(samplesOf(recording, 3, 3, 1)[0], 3003);
}

TEST(Gdf, DurationOfARecordAsAFloatSinceVersion221)
{
    GdfBuilder gdf;
    gdf.version = "2.51";
    gdf.floatDuration = 0.04;
    EXPECT_EQ(readGdf(gdf).samplingRateHz, 250);
    gdf.floatDuration = 0; // some writers go on with the fraction
    gdf.durationDenominator = 25;
    EXPECT_EQ(readGdf(gdf).samplingRateHz, 250);
}

TEST(Gdf, PositionsCountWhereNamesConfirmThem)
{
    GdfBuilder gdf;
    gdf.channels = { { .label = "Cz", .position = { 0, 0, 0.09F } },
                     { .label = "Fz", .position = { 0, 0.06F, 0.065F } },
                     { .label = "C4", .position = { 0.06F, 0, 0.065F } } };
    const Recording right = readGdf(gdf);
    ASSERT_TRUE(right.channels[1].position.has_value());
    EXPECT_EQ(right.channels[1].positionSource, "file");
    EXPECT_NEAR(right.channels[1].position->y(), 0.06, 1e-6);
    for (GdfBuilderChannel& channel : gdf.channels)
        channel.position = { channel.position[2], channel.position[0], channel.position[1] };
    const Recording turned = readGdf(gdf);
    EXPECT_EQ(turned.channels[1].positionSource, "built-in 10-05");
    EXPECT_THAT(turned.warnings, Contains(HasSubstr("electrode positions are not used")));
}

TEST(Gdf, LabelsOfTheBciCompetitions)
{
    GdfBuilder gdf;
    gdf.channels = { { .label = "EEG-Fz" }, { .label = "EEG" },         { .label = "EEG:C3" },
                     { .label = "EEG" },    { .label = "EOG-central" }, { .label = "EOG:ch02" } };
    const Recording recording = readGdf(gdf);
    std::vector<std::string> names;
    for (const Channel& channel : recording.channels)
        names.push_back(channel.name);
    EXPECT_THAT(names, ElementsAre("FZ", "EEG-0", "C3", "EEG-1", "CENTRAL", "CH02"));
    EXPECT_EQ(recording.channels[4].kind, ChannelKind::Eog);
    EXPECT_EQ(recording.channels[5].kind, ChannelKind::Eog);
}

} // namespace
} // namespace maskscope::test
