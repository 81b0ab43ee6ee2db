// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// EEGLAB datasets as MATLAB 5.0 files: twins of one recording in every layout, epochs, boundaries, samples in a file of
// their own, bad and hostile files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/data/recording/recording.h"
#include "tests/recording/mat_builder.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

void expectSamples(const Recording& recording)
{
    std::vector<double> values(static_cast<std::size_t>(recording.samples));
    for (int c = 0; c < static_cast<int>(recording.channels.size()); ++c) {
        ASSERT_TRUE(recording.source->read(c, 0, values).has_value());
        for (std::size_t t = 0; t < values.size(); ++t)
            ASSERT_EQ(values[t], 100 * c + static_cast<double>(t)) << c << " " << t;
    }
    EXPECT_FALSE(recording.source->read(0, 1, values).has_value());
}

Result<Recording> readBuilt(const TemporaryFolder& folder, const EeglabBuilder& builder)
{
    return readRecording(folder.write("a.set", builder.bytes()));
}

TEST(Eeglab, TwinsOfEveryLayoutAreEqual)
{
    for (const int bits : { 0, 1, 2, 3, 4, 5, 6, 7 }) {
        SCOPED_TRACE(bits);
        EeglabBuilder builder;
        builder.flat = (bits & 1) != 0;
        builder.compressed = (bits & 2) != 0;
        builder.mat.bigEndian = (bits & 4) != 0;
        const TemporaryFolder folder;
        const auto recording = readBuilt(folder, builder);
        ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
        EXPECT_EQ(recording->samples, 20);
        EXPECT_EQ(recording->samplingRateHz, 250);
        EXPECT_THAT(recording->warnings, IsEmpty());
        ASSERT_EQ(recording->channels.size(), 3U);
        EXPECT_EQ(recording->channels[0].name, "FZ");
        EXPECT_EQ(*recording->channels[0].position, Eigen::Vector3d(0, 80, 40)); // right, front, up
        EXPECT_EQ(*recording->channels[1].position, Eigen::Vector3d(-70, 0, 40));
        EXPECT_EQ(recording->channels[2].kind, ChannelKind::Eog);
        EXPECT_FALSE(recording->channels[2].position.has_value());
        ASSERT_EQ(recording->annotations.size(), 1U);
        EXPECT_EQ(recording->annotations[0].text, "square");
        EXPECT_DOUBLE_EQ(recording->annotations[0].onsetS, 2.0 / 250);
        expectSamples(*recording);
    }
}

TEST(Eeglab, NumbersMayBeStoredInSmallerTypes)
{
    const TemporaryFolder folder;
    EeglabBuilder builder;
    std::string shorts;
    for (int t = 0; t < 20; ++t) {
        for (int c = 0; c < 3; ++c)
            shorts += builder.mat.number(static_cast<std::int16_t>(100 * c + t));
    }
    const MatBuilder& mat = builder.mat;
    builder.replaced = { { "data", mat.array(6, { 3, 20 }, "", mat.element(3, shorts)) }, // double, kept as int16
                         { "srate", mat.array(6, { 1, 1 }, "", mat.element(2, mat.number(std::uint8_t { 250 }))) } };
    const auto recording = readBuilt(folder, builder);
    ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
    expectSamples(*recording);
}

TEST(Eeglab, SamplesBesideTheDataset)
{
    const TemporaryFolder folder;
    EeglabBuilder builder;
    builder.replaced = { { "data", builder.mat.text("/home/who/a.fdt") } };
    static_cast<void>(folder.write("a.fdt", builder.samplesAsFloat32()));
    const auto recording = readBuilt(folder, builder);
    ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
    EXPECT_THAT(recording->warnings, IsEmpty());
    expectSamples(*recording);
    EXPECT_EQ(readRecording(folder / "a.fdt").value().channels.size(), 3U); // leads to its dataset
    builder.replaced = { { "data", builder.mat.text("before.fdt") } };
    EXPECT_THAT(readBuilt(folder, builder).value().warnings,
                ElementsAre("a.set names before.fdt, which is not beside it: a.fdt is read instead"));
    static_cast<void>(folder.write("a.fdt", builder.samplesAsFloat32().substr(1)));
    const auto cut = readBuilt(folder, builder);
    ASSERT_TRUE(cut.has_value()) << cut.error().sentence();
    EXPECT_EQ(cut->samples, 19);
    EXPECT_THAT(cut->warnings,
                Contains("the dataset says 3 channels x 20 samples x 1 epochs, a.fdt is truncated (239 "
                         "bytes) and holds 3 channels x 19 samples x 1 epochs: the latter counts"));
    static_cast<void>(folder.write("a.fdt", builder.samplesAsFloat32().substr(0, 11)));
    EXPECT_THAT(
        readBuilt(folder, builder).error().sentence(),
        HasSubstr("a.fdt: is truncated: expected 3 channels x 20 samples x 1 epochs x 4 bytes, found 11 bytes"));
    std::filesystem::remove(folder / "a.fdt");
    EXPECT_THAT(readBuilt(folder, builder).error().sentence(),
                HasSubstr("the file of its samples is absent: expected before.fdt or a.fdt beside it"));
}

// One of the sizes is wrong: the samples tell which, as in EEGLAB's own check.
TEST(Eeglab, SizesThatContradictTheSamplesAreCorrected)
{
    const TemporaryFolder folder;
    for (const auto& [field, value] :
         { std::pair { "nbchan", 2.0 }, { "pnts", 30.0 }, { "trials", 7.0 }, { "trials", 1e8 } }) {
        SCOPED_TRACE(field);
        EeglabBuilder builder;
        builder.replaced = { { field, builder.mat.scalar(value) } };
        const auto recording = readBuilt(folder, builder);
        ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
        EXPECT_THAT(recording->warnings, Contains(HasSubstr("EEG.data holds 3 channels x 20 samples x 1 epochs")));
        EXPECT_EQ(recording->segments.size(), 1U);
        expectSamples(*recording);
    }
    EeglabBuilder beside;
    static_cast<void>(folder.write("a.fdt", beside.samplesAsFloat32()));
    beside.replaced = { { "data", beside.mat.text("a.fdt") }, { "nbchan", beside.mat.scalar(2) } };
    const auto fdt = readBuilt(folder, beside);
    ASSERT_TRUE(fdt.has_value()) << fdt.error().sentence();
    EXPECT_THAT(fdt->warnings, Contains(HasSubstr("a.fdt (240 bytes) and holds 3 channels x 20 samples")));
    expectSamples(*fdt);
}

TEST(Eeglab, EpochsMarkedForRejectionAreLeftOut)
{
    const TemporaryFolder folder;
    EeglabBuilder builder;
    builder.trials = 4;
    const auto marks = [&](std::vector<std::uint8_t> values) {
        std::string bytes;
        for (const std::uint8_t value : values)
            bytes += builder.mat.number(value);
        return builder.mat.array(6, { 1, static_cast<std::int32_t>(values.size()) }, "", builder.mat.element(2, bytes));
    };
    builder.replaced
        = { { "reject",
              builder.mat.structure({ "rejmanual", "rejglobal", "rejkurt" },
                                    { marks({ 0, 1, 0, 0 }), marks({ 0, 0, 0, 1 }), marks({ 1, 1 }) }, 1) } };
    const auto recording = readBuilt(folder, builder);
    ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
    ASSERT_EQ(recording->segments.size(), 2U);
    EXPECT_EQ(recording->segments[0].first, 0);
    EXPECT_EQ(recording->segments[1].first, 40);
    EXPECT_EQ(recording->segments[1].last, 59);
    EXPECT_THAT(recording->warnings, Contains(HasSubstr("2 spans marked as bad (BAD epoch (EEG.reject) x 2)")));
    EXPECT_EQ(readRecording(folder / "a.set", std::nullopt, true).value().segments.size(), 4U);
}

TEST(Eeglab, EpochsAreSegments)
{
    const TemporaryFolder folder;
    EeglabBuilder builder;
    builder.trials = 4;
    builder.events = { { 1, "a" }, { 45, "b" } };
    const auto recording = readBuilt(folder, builder);
    ASSERT_TRUE(recording.has_value()) << recording.error().sentence();
    EXPECT_EQ(recording->samples, 80);
    ASSERT_EQ(recording->segments.size(), 4U);
    EXPECT_EQ(recording->segments[2].first, 40);
    EXPECT_EQ(recording->segments[2].last, 59);
    EXPECT_DOUBLE_EQ(recording->annotations[1].onsetS, 44.0 / 250);
    EXPECT_THAT(recording->warnings, ElementsAre("the dataset is cut into 4 epochs: windows do not straddle them"));
    expectSamples(*recording);
}

TEST(Eeglab, BoundariesAreBordersOfSegments)
{
    const TemporaryFolder folder;
    EeglabBuilder builder; // between the samples 5 and 6 from 1; at sample 11; before the first
    builder.events = { { 5.5, "boundary" }, { 11, "-99" }, { 0.5, "boundary" }, { 12, "7.5" }, { 30, "late" } };
    const auto recording = readBuilt(folder, builder).value();
    ASSERT_EQ(recording.segments.size(), 3U);
    EXPECT_EQ(recording.segments[1].first, 5);
    EXPECT_EQ(recording.segments[2].first, 10);
    EXPECT_EQ(recording.segments[2].last, 19);
    EXPECT_EQ(recording.segments[1].startS, std::nullopt);
    EXPECT_THAT(recording.warnings,
                ElementsAre("1 event outside the recording left out",
                            "the recording has 3 pieces: windows do not straddle their borders"));
    ASSERT_EQ(recording.annotations.size(), 4U);
    EXPECT_EQ(recording.annotations[0].onsetS, 0);
    EXPECT_EQ(recording.annotations[3].text, "7.5");
    builder.eventDuration = builder.mat.scalar(500); // samples that were cut out: 2 s
    const auto dated = readBuilt(folder, builder).value();
    EXPECT_DOUBLE_EQ(dated.segments[1].startS.value(), 5.0 / 250 + 2);
    EXPECT_DOUBLE_EQ(dated.segments[2].startS.value(), 10.0 / 250 + 4);
    EXPECT_EQ(dated.annotations[1].durationS, 0);
    EXPECT_DOUBLE_EQ(dated.annotations[3].durationS, 9.0 / 250); // ends with the recording
}

TEST(Eeglab, NoseDirectionAndPolarAngles)
{
    const TemporaryFolder folder;
    EeglabBuilder builder;
    builder.replaced = { { "chaninfo", builder.mat.structure({ "nosedir" }, { builder.mat.text("+Y") }, 1) } };
    EXPECT_EQ(*readBuilt(folder, builder).value().channels[1].position, Eigen::Vector3d(0, 70, 40));
    const auto& mat = builder.mat;
    builder.replaced
        = { { "chanlocs",
              mat.structure({ "labels", "theta", "radius" },
                            { mat.text("Fz"), mat.scalar(0), mat.scalar(0.25), mat.text("T8"), mat.scalar(90),
                              mat.scalar(0.5), mat.text("Cz"), mat.scalar(0), mat.scalar(0) },
                            3) } };
    const auto polar = readBuilt(folder, builder).value();
    EXPECT_NEAR((*polar.channels[0].position - Eigen::Vector3d(0, std::sqrt(0.5), std::sqrt(0.5))).norm(), 0, 1e-12);
    EXPECT_NEAR((*polar.channels[1].position - Eigen::Vector3d(1, 0, 0)).norm(), 0, 1e-12);
    EXPECT_NEAR((*polar.channels[2].position - Eigen::Vector3d(0, 0, 1)).norm(), 0, 1e-12);
}

TEST(Eeglab, ChannelListsOfAnotherLengthAreDropped)
{
    const TemporaryFolder folder;
    EeglabBuilder builder;
    builder.replaced = { { "chanlocs", builder.mat.structure({ "labels" }, { builder.mat.text("Fz") }, 1) } };
    const auto recording = readBuilt(folder, builder).value();
    EXPECT_EQ(recording.channels[2].label, "E3");
    EXPECT_THAT(recording.warnings,
                Contains("EEG.chanlocs lists 1 channels, the data have 3: they are called E1 to E3"));
}

struct BadSet {
    const char* name;
    void (*change)(EeglabBuilder&);
    const char* sentencePart;
};

TEST(Eeglab, BadDatasetsEndInTheirSentence)
{
    using B = EeglabBuilder;
    const BadSet bad[] = {
        { "overflow",
          [](B& b) {
              b.replaced = { { "trials", b.mat.scalar(1e12) }, { "pnts", b.mat.scalar(1e12) } };
          },
          "EEG.trials: is of no use: expected sizes that a file can hold" },
        { "channels",
          [](B& b) {
              b.replaced = { { "nbchan", b.mat.scalar(2) }, { "pnts", b.mat.scalar(30) } };
          },
          "EEG.data: is of no use: expected 2 channels x 30 samples x 1 epochs, found 3 x 20" },
        { "fraction",
          [](B& b) {
              b.replaced = { { "nbchan", b.mat.scalar(2.5) } };
          },
          "EEG.nbchan: is of no use: expected a whole number from 1 to 65536, found 2.5" },
        { "text",
          [](B& b) {
              b.replaced = { { "pnts", b.mat.text("many") } };
          },
          "found 'many'" },
        { "rate",
          [](B& b) {
              b.replaced = { { "srate", b.mat.scalar(0) } };
          },
          "a sampling rate above 0 Hz" },
        { "no_pnts",
          [](B& b) {
              b.replaced = { { "pnts", "" } };
          },
          "EEG.pnts" },
        { "no_data",
          [](B& b) {
              b.replaced = { { "data", "" } };
          },
          "samples, or the name of an .fdt file" },
        { "short",
          [](B& b) {
              b.replaced = { { "data", b.mat.array(7, { 3, 20 }, "", b.mat.element(7, "12345678")) } };
          },
          "an array is shorter than its dimensions: expected 60 numbers, found 2" },
        { "negative",
          [](B& b) {
              b.replaced = { { "data", b.mat.array(7, { 3, -20 }, "", "") } };
          },
          "dimensions of an array: expected sizes of 0 and more, found -20" },
        { "events",
          [](B& b) {
              b.replaced = { { "event",
                               b.mat.array(2, { 1, 1 << 30 }, "",
                                           b.mat.element(5, b.mat.number(std::int32_t { 8 }))
                                               + b.mat.element(1, std::string("latency\0", 8))) } };
          },
          "a struct is shorter than its dimensions" },
    };
    for (const bool compressed : { false, true }) {
        for (const BadSet& row : bad) {
            SCOPED_TRACE(row.name);
            const TemporaryFolder folder;
            EeglabBuilder builder;
            builder.compressed = compressed;
            row.change(builder);
            const auto recording = readBuilt(folder, builder);
            ASSERT_FALSE(recording.has_value());
            EXPECT_THAT(recording.error().sentence(), HasSubstr(row.sentencePart));
            EXPECT_THAT(recording.error().sentence(), HasSubstr("a.set"));
        }
    }
}

TEST(Eeglab, EveryTruncationIsAnError)
{
    const TemporaryFolder folder;
    for (const bool compressed : { false, true }) {
        EeglabBuilder builder;
        builder.compressed = compressed;
        const std::string bytes = builder.bytes();
        for (std::size_t size = 128; size + 8 < bytes.size(); size += 7) {
            const auto recording = readRecording(folder.write("a.set", bytes.substr(0, size)));
            ASSERT_FALSE(recording.has_value()) << size;
            EXPECT_THAT(recording.error().sentence(), HasSubstr("a.set")) << size;
        }
    }
}

TEST(Eeglab, HostileFiles)
{
    const TemporaryFolder folder;
    const MatBuilder mat;
    EXPECT_THAT(readRecording(folder.write("m.mat", mat.file(mat.scalar(1, "x")))).error().sentence(),
                HasSubstr("is a MATLAB file without an EEGLAB dataset: expected a variable EEG, or nbchan, pnts and so "
                          "on, found x"));
    // 64 MiB of zeros in 64 KiB.
    const std::string bomb
        = mat.compressed(mat.array(6, { 1, 8 << 20 }, "EEG", mat.element(9, std::string(64U << 20U, '\0'))));
    ASSERT_LT(bomb.size(), 100'000U);
    EXPECT_THAT(
        readRecording(folder.write("b.set", mat.file(bomb))).error().sentence(),
        HasSubstr("b.set: a compressed variable inflates suspiciously: expected at most 300 times its stored size"));
    EXPECT_THAT(readRecording(folder.write("n.set", std::string("\x01\x02\x80\xFF\x00\x07", 6))).error().sentence(),
                HasSubstr("n.set: is no MATLAB"));
}

} // namespace
} // namespace maskscope::test
