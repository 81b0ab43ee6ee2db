// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// FIF files built from the format's description: what MNE-Python does not write, and what is broken.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "analysis/data/recording/recording.h"
#include "tests/recording/fif_builder.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope::test {
namespace {

using testing::Contains;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pointwise;

std::vector<double> samplesOf(const Recording& recording, int channel)
{
    std::vector<double> values(static_cast<std::size_t>(recording.samples));
    EXPECT_TRUE(recording.source->read(channel, 0, values).has_value());
    return values;
}

std::string sentenceOf(const std::filesystem::path& path)
{
    const auto recording = readRecording(path);
    return recording ? std::string("was read") : recording.error().sentence();
}

Recording opened(const std::filesystem::path& path)
{
    auto recording = readRecording(path);
    EXPECT_TRUE(recording.has_value()) << recording.error().sentence();
    return recording.value();
}

TEST(FifReader, PickedByContentThenBySuffix)
{
    const TemporaryFolder folder;
    const std::string good = fifStart().buffer(2, 5).raw();
    EXPECT_EQ(opened(folder.write("recording.dat", good)).format, "FIF");
    EXPECT_THAT(sentenceOf(folder.write("a.fif", "\x01\x02\x03")), HasSubstr("ends within its first tag"));
    EXPECT_THAT(sentenceOf(folder.write("b.fif", "\x01" + good)), HasSubstr("b.fif: is"));
    EXPECT_THAT(sentenceOf(folder.write("c_raw.fif.gz", "\x1F\x8B\x08\x01\x02")),
                HasSubstr("unpack it (gunzip) first: expected a .fif file"));
}

// Range x calibration x power of ten; int16 as the acquisition writes it, and a plain one, in one file.
TEST(FifReader, NumbersBecomeMicrovolt)
{
    const TemporaryFolder folder;
    FifBuilder fif = fifStart({ { .name = "Fz", .range = 0.5F, .cal = 0.25F, .unitExponent = -6 },
                                { .name = "Cz", .range = 4, .cal = 0.5F, .unit = -1 },
                                { .name = "csd", .unit = 117 },
                                { .name = "STI 101", .kind = 3, .range = 1, .cal = 1 },
                                { .name = "STATUS", .range = 1, .cal = 1 },
                                { .name = "Pz", .cal = 0 } });
    const std::string shorts("\x00\x08\xFF\xFF\x00\x01\x01\x00\x00\x05\x00\x09", 12);
    const auto recording = opened(folder.write("a.fif", fif.tag(300, 16, shorts).tag(300, 2, shorts).raw()));
    EXPECT_EQ(recording.samples, 2);
    EXPECT_THAT(samplesOf(recording, 0), Pointwise(DoubleNear(1e-12), { 1.0, 1.0 })); // 8 x 0.125 microvolt
    EXPECT_THAT(samplesOf(recording, 1), ElementsAre(-2, -2));
    EXPECT_EQ(recording.channels[0].unit, "µV");
    EXPECT_EQ(recording.channels[1].kind, ChannelKind::Eeg);
    EXPECT_EQ(recording.channels[1].unit, "");
    EXPECT_EQ(recording.channels[2].kind, ChannelKind::Other);
    EXPECT_EQ(recording.channels[2].unit, "V/m²");
    EXPECT_THAT(samplesOf(recording, 3), ElementsAre(256, 256));
    EXPECT_EQ(recording.channels[4].kind, ChannelKind::Trigger); // by its label, though the file says EEG
    EXPECT_THAT(samplesOf(recording, 4), ElementsAre(5, 5));
    EXPECT_THAT(recording.warnings,
                Contains(HasSubstr("multiples of a volt, which are applied (MNE-Python applies none): Fz")));
    EXPECT_THAT(recording.warnings, Contains(HasSubstr("without a unit keep their numbers as they are: Cz")));
    EXPECT_THAT(recording.warnings, Contains(HasSubstr("no voltage do not count as EEG: csd (V/m²)")));
    EXPECT_THAT(recording.warnings, Contains(HasSubstr("set aside: PZ: its calibration is 0 or no finite number")));
}

TEST(FifReader, PlacesThatAreNone)
{
    const TemporaryFolder folder;
    constexpr float none = std::numeric_limits<float>::quiet_NaN();
    const auto recording = opened(folder.write("a.fif",
                                               fifStart({ {},
                                                          { .name = "x1", .place = { 0, 0, 0 } },
                                                          { .name = "x2", .place = { 0, none, 0 } },
                                                          { .name = "HEOG", .kind = 202 } })
                                                   .buffer(4, 3)
                                                   .raw()));
    ASSERT_TRUE(recording.channels[0].position.has_value());
    EXPECT_EQ(*recording.channels[0].position, Eigen::Vector3f(0.01F, 0.08F, 0.05F).cast<double>());
    for (const std::size_t c : { 1U, 2U, 3U })
        EXPECT_FALSE(recording.channels[c].position.has_value()) << c;
}

// A skip counts buffers of the length of the next one, or samples; one at the beginning is none.
TEST(FifReader, SkipsAreGaps)
{
    const TemporaryFolder folder;
    FifBuilder fif = fifStart();
    fif.number(208, 1000).number(301, 4).buffer(2, 10).number(301, 3).buffer(2, 20, 10).buffer(2, 5, 30).number(303, 7);
    const auto recording = opened(folder.write("a.fif", fif.buffer(2, 5, 35).number(301, 9).raw()));
    ASSERT_EQ(recording.samples, 40);
    ASSERT_EQ(recording.segments.size(), 3U);
    EXPECT_EQ(recording.segments[1].first, 10);
    EXPECT_EQ(recording.segments[1].last, 34);
    EXPECT_DOUBLE_EQ(*recording.segments[0].startS, 0);
    EXPECT_DOUBLE_EQ(*recording.segments[1].startS, 0.70); // 10 samples and three buffers of 20 later, at 100 Hz
    EXPECT_DOUBLE_EQ(*recording.segments[2].startS, 1.02); // 25 samples and 7 later
    std::vector<double> straddling(15);
    ASSERT_TRUE(recording.source->read(1, 3, straddling).has_value());
    for (std::size_t i = 0; i < straddling.size(); ++i) // counts up in steps of 2 through the gap
        EXPECT_NEAR(straddling[i], static_cast<double>(2 * (i + 3) + 1), 1e-4);
}

TEST(FifReader, AnnotationsCountFromTheFirstSample)
{
    const TemporaryFolder folder;
    const auto file = [&](bool dated, bool origin) {
        FifBuilder fif;
        fif.begin(100).begin(101).number(200, 1).floats(201, { 100 }).channel({}, 1);
        if (dated)
            fif.tag(204, 3, fifBytes(1'000'000) + fifBytes(500'000));
        fif.end(101).begin(3810).floats(3568, { 12.0F, 12.5F, 99.0F }).floats(3569, { 12.0F, 13.0F, 99.0F });
        fif.text(206, "a{COLON}b:S\xFC\xDF:late");
        if (origin)
            fif.tag(204, 3, fifBytes(1'000'001) + fifBytes(0)); // half a second after the measurement's date
        return fif.end(3810).begin(102).number(208, 1200).buffer(1, 1000).raw();
    };
    const auto onset = [&](bool dated, bool origin) {
        const auto recording = opened(folder.write("a.fif", file(dated, origin)));
        EXPECT_EQ(recording.annotations.front().text, "a:b");
        EXPECT_EQ(recording.annotations.at(1).text, "Süß");
        EXPECT_EQ(recording.annotations.size(), 2U);
        EXPECT_THAT(recording.warnings, Contains("1 annotation outside the recording left out"));
        return recording.annotations.at(1).onsetS;
    };
    EXPECT_DOUBLE_EQ(onset(false, false), 0.5);
    EXPECT_DOUBLE_EQ(onset(true, true), 1.0);
}

// Joined recordings: where the border's time was stored too coarsely, what may be the border belongs to no piece.
TEST(FifReader, ACoarselyTimedBorderIsCutWide)
{
    const TemporaryFolder folder;
    FifBuilder fif;
    fif.begin(100).info({ {} }, 1000).begin(3810).floats(3568, { 40000.123F }).floats(3569, { 40000.123F });
    fif.text(206, "BAD boundary").end(3810).begin(102).number(208, 40'000'000);
    const auto recording = opened(folder.write("a.fif", fif.buffer(1, 500).raw()));
    ASSERT_EQ(recording.segments.size(), 2U); // float32 has steps of 3.9 ms here
    EXPECT_LE(recording.segments[0].last, 122);
    EXPECT_GE(recording.segments[1].first, 123);
    EXPECT_LT(recording.segments[1].first - recording.segments[0].last, 6);
    EXPECT_FALSE(recording.segments[1].startS.has_value());
}

// Tools that edit a file in place put a longer tag at its end and lead there and back again.
TEST(FifReader, TagsMayBeElsewhere)
{
    const TemporaryFolder folder;
    FifBuilder fif;
    fif.begin(100).begin(101).number(200, 1).floats(201, { 100 });
    const std::int32_t jump = fif.size();
    const auto file = [&](std::int32_t there) {
        FifBuilder f;
        f.begin(100).begin(101).number(200, 1).floats(201, { 100 }).tag(108, 0, "", there);
        const std::int32_t back = f.size();
        f.end(101).begin(102).buffer(1, 10).end(102).end(100).tag(108, 0, "", -1);
        const std::int32_t end = f.size();
        f.channel({ .name = "Moved" }, 1).tag(108, 0, "", back);
        return std::pair { f.bytes(), end };
    };
    const auto recording = opened(folder.write("a.fif", file(file(0).second).first));
    EXPECT_EQ(recording.channels.front().label, "Moved");
    EXPECT_EQ(recording.samples, 10);
    EXPECT_THAT(sentenceOf(folder.write("b.fif", file(jump).first)), HasSubstr("its tags lead in a circle"));
    EXPECT_THAT(sentenceOf(folder.write("c.fif", file(1 << 30).first)), HasSubstr("leads out of the file"));
}

// Parts known by number alone; one that says no time of its own gets a border without a date.
TEST(FifReader, PartsByNumber)
{
    const TemporaryFolder folder;
    static_cast<void>(
        folder.write("a-1.fif", fifStart().part(1, "", 0).number(208, 10).buffer(2, 5).part(2, "", 2).raw()));
    static_cast<void>(
        folder.write("a-2.fif", fifStart().part(1, "", 1).number(208, 25).buffer(2, 5).part(2, "", 3).raw()));
    static_cast<void>(folder.write("a-3.fif", fifStart().part(1, "", 2).buffer(2, 5).raw()));
    const auto recording = opened(folder.write("a.fif", fifStart().buffer(2, 10).part(2, "", 1).raw()));
    EXPECT_EQ(recording.samples, 25);
    ASSERT_EQ(recording.segments.size(), 3U);
    EXPECT_EQ(recording.segments[0].last, 14); // goes on in the first
    EXPECT_DOUBLE_EQ(*recording.segments[1].startS, 0.25);
    EXPECT_EQ(recording.segments[2].first, 20);
    EXPECT_FALSE(recording.segments[2].startS.has_value());
    EXPECT_THAT(recording.warnings, Contains(HasSubstr("a-3.fif does not say when it begins")));
    EXPECT_THAT(sentenceOf(folder.write("b.fif", fifStart().buffer(2, 10).begin(118).number(115, 2).end(118).raw())),
                HasSubstr("expected a file that it does not name beside it"));
    EXPECT_THAT(sentenceOf(folder.write("c.fif", fifStart().buffer(2, 10).part(2, "../c.fif", 1).raw())),
                HasSubstr("lead in a circle")); // only what lies beside it is read
}

TEST(FifReader, PartsThatDoNotFit)
{
    const TemporaryFolder folder;
    const auto whole = folder.write("a.fif", fifStart().buffer(2, 10).part(2, "a-1.fif", 1).raw());
    const auto with = [&](FifBuilder part) {
        static_cast<void>(folder.write("a-1.fif", part.part(1, "a.fif", 0).number(208, 10).buffer(2, 5).raw()));
        return sentenceOf(whole);
    };
    EXPECT_EQ(with(fifStart()), "was read");
    EXPECT_THAT(with(fifStart({ {}, { .name = "Cz" } }, 200)),
                HasSubstr("expected 100.000000 Hz, found 200.000000 Hz"));
    EXPECT_THAT(with(fifStart({ {}, { .name = "Oz" } })),
                HasSubstr("a-1.fif: does not continue a.fif: expected the same"));
    EXPECT_THAT(with(fifStart({ {}, { .name = "Cz", .cal = 1 } })), HasSubstr("the same channels and calibrations"));
    FifBuilder dated;
    dated.begin(100).begin(101).number(200, 2).floats(201, { 100 }).channel({}, 1).channel({ .name = "Cz" }, 2);
    dated.tag(204, 3, fifBytes(1'000'000) + fifBytes(0)).end(101).begin(102);
    EXPECT_THAT(with(dated), HasSubstr("a measurement of the same date"));
    EXPECT_THAT(with(FifBuilder().begin(100).info({ {} }).begin(118)), HasSubstr("a FIF file without a recording"));
}

TEST(FifReader, DamagedAnnotationsAreSaid)
{
    const TemporaryFolder folder;
    FifBuilder fif;
    fif.begin(100).info({ {} }).begin(3810).floats(3568, { 0.01F, 0.02F }).text(206, "one").end(3810).begin(102);
    const auto recording = opened(folder.write("a.fif", fif.buffer(1, 5).raw()));
    EXPECT_TRUE(recording.annotations.empty());
    EXPECT_THAT(recording.warnings, Contains(HasSubstr("are not read: 2 onsets, 0 ends, 1 texts")));
}

} // namespace
} // namespace maskscope::test
