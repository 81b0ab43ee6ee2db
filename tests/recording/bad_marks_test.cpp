// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Marks of bad data, samples that are no numbers, flat and clipped channels, files that stand for others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "analysis/data/core/placeholder_file.h"
#include "analysis/data/recording/bad_marks.h"
#include "analysis/data/recording/samples/channel_look.h"
#include "analysis/data/recording/samples/finite_runs.h"
#include "analysis/data/windowing/window_set.h"
#include "tests/recording/stamped_edf.h"

namespace maskscope::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(BadMarks, AreThoseOfMnePython)
{
    for (const char* text :
         { "BAD", "bad_movement", "Bad Interval/Userdefined", "BADsegment", "Comment/BAD_EMG", "Comment/bad" })
        EXPECT_TRUE(marksBad(text)) << text;
    for (const char* text : { "", "not bad", "EDGE", "Stimulus/S  1", "Comment/badminton", "a/b/BAD", "boundary" })
        EXPECT_FALSE(marksBad(text)) << text;
}

TEST(BadMarks, SpansOverlapMeetAndReachOverTheEnds)
{
    const std::vector<Segment> whole { { 0, 99, 0.0 }, { 100, 199, 50.0 } };
    const auto pieces = withoutSpans(
        whole, { { -5, 10 }, { 20, 40 }, { 30, 50 }, { 50, 60 }, { 90, 120 }, { 150, 150 }, { 195, 300 } }, 10);
    std::vector<std::pair<int, int>> borders;
    for (const Segment& piece : pieces)
        borders.emplace_back(piece.first, piece.last);
    EXPECT_THAT(borders, ElementsAre(std::pair(10, 19), std::pair(60, 89), std::pair(120, 149), std::pair(150, 194)));
    EXPECT_DOUBLE_EQ(pieces[0].startS.value(), 1);
    EXPECT_DOUBLE_EQ(pieces[2].startS.value(), 52);
    EXPECT_DOUBLE_EQ(pieces[3].startS.value(), 55);
    EXPECT_THAT(withoutSpans(whole, { { 0, 200 } }, 10), IsEmpty());
}

TEST(BadMarks, EdfAnnotationsLeaveOutTheirTime)
{
    EdfBuilder edf = stamped("EDF+C", 1, [](double t) { return fixedText(t, 0); });
    edf.annotations[7] += std::string(1, '\0')
        + "+10\x15"
          "2.5\x14"
          "BAD_emg\x14";
    edf.annotations[8] += std::string(1, '\0')
        + "+20\x14"
          "bad electrode\x14";
    const Recording recording = readEdfBytes(edf.bytes());
    ASSERT_EQ(recording.segments.size(), 3U);
    EXPECT_EQ(recording.segments[0].last, 499);
    EXPECT_EQ(recording.segments[1].first, 625);
    EXPECT_EQ(recording.segments[2].first, 1000); // no time, a border
    EXPECT_EQ(readEdfBytes(edf.bytes(), true).segments.size(), 1U);
    edf.annotations[7] = "+7\x14\x14" + std::string(1, '\0')
        + "+0\x15"
          "60\x14"
          "BAD all\x14";
    const Recording nothing = readEdfBytes(edf.bytes());
    const auto windows = makeWindows({ &nothing, 1 }, { .windowLength = 50, .samplingRateHz = 50 });
    ASSERT_FALSE(windows.has_value());
    EXPECT_THAT(windows.error().sentence(), AllOf(HasSubstr("all of it is marked as bad"), HasSubstr("--keep-bad")));
}

FiniteRuns runsOf(std::vector<double> samples, std::initializer_list<std::pair<int, int>> holes)
{
    for (const auto& [first, end] : holes)
        std::fill(samples.begin() + first, samples.begin() + end, std::nan(""));
    FiniteRuns runs;
    runs.add(samples, 0, 1);
    return runs;
}

TEST(FiniteRuns, WhatLacksNumbersCostsAsLittleAsItCan)
{
    const std::vector<double> hundred(100, 1.0);
    const auto places = [](const NonFinite& decision) {
        std::vector<std::pair<int, int>> all;
        for (const LeftOutSpan& span : decision.spans)
            all.emplace_back(span.first, span.end);
        return all;
    };
    // A row: no channel goes.
    const std::vector<FiniteRuns> row(4, runsOf(hundred, { { 10, 12 } }));
    EXPECT_THAT(decideNonFinite(row).channels, IsEmpty());
    EXPECT_THAT(places(decideNonFinite(row)), ElementsAre(std::pair(10, 12)));
    // One of four channels: it goes. A dead one goes whatever the others do.
    const std::vector<FiniteRuns> one { runsOf(hundred, {}), runsOf(hundred, { { 5, 6 } }), runsOf(hundred, {}),
                                        runsOf(hundred, { { 0, 80 } }) };
    EXPECT_THAT(decideNonFinite(one).channels, ElementsAre(1, 3));
    EXPECT_THAT(decideNonFinite(one).spans, IsEmpty());
    // Each at its own time: the times go, or nothing would be left.
    const std::vector<FiniteRuns> each { runsOf(hundred, { { 5, 6 } }), runsOf(hundred, { { 20, 22 } }),
                                         runsOf(hundred, { { 40, 41 } }) };
    EXPECT_THAT(decideNonFinite(each).channels, IsEmpty());
    EXPECT_THAT(places(decideNonFinite(each)), ElementsAre(std::pair(5, 6), std::pair(20, 22), std::pair(40, 41)));
    const std::vector<FiniteRuns> alone { runsOf(hundred, { { 99, 100 } }) };
    EXPECT_THAT(places(decideNonFinite(alone)), ElementsAre(std::pair(99, 100)));
    EXPECT_THAT(decideNonFinite({}).spans, IsEmpty());
}

ChannelLook lookAt(const std::function<double(int)>& sample, int samples = 6000)
{
    ChannelLook look;
    for (int first = 0; first < samples; first += 500) {
        std::vector<double> stretch;
        for (int t = first; t < first + 500; ++t)
            stretch.push_back(sample(t));
        look.add(stretch);
    }
    return look;
}

TEST(ChannelLook, TellsClippedFromSlowAndCoarse)
{
    const auto wave = [](double amplitude) {
        return [=](int t) { return amplitude * std::sin(0.05 * t) + 3 * std::sin(1.7 * t); };
    };
    EXPECT_EQ(lookAt(wave(100)).clippedShare(), 0);
    const auto coarse = [&](int t) { return std::round(20 * std::sin(0.01 * t)); }; // rests at its peaks
    EXPECT_EQ(lookAt(coarse).clippedShare(), 0);
    const auto clipped = [&](int t) { return std::clamp(std::round(10 * wave(100)(t)) / 10, -60.0, 60.0); };
    EXPECT_GT(lookAt(clipped).clippedShare(), 0.3);
    const auto rests = [&](int t) { return t < 750 ? 300.0 : wave(100)(t); }; // an electrode put on late
    EXPECT_EQ(lookAt(rests).clippedShare(), 0);
    EXPECT_TRUE(lookAt([](int) { return 7.25; }).flat());
    EXPECT_FALSE(lookAt(wave(1)).flat());
    EXPECT_NEAR(lookAt([](int t) { return t < 4500 ? 1.0 : t; }).flatShare(), 0.75, 1e-12);
    EXPECT_NEAR(lookAt([](int t) { return 1e5 + 10 * std::sqrt(2.0) * std::sin(t); }).typicalDeviation().value(), 10,
                0.1);
    EXPECT_FALSE(ChannelLook().typicalDeviation().has_value());
}

TEST(Placeholders, AreNamedForWhatTheyAre)
{
    const std::pair<const char*, const char*> rows[] = {
        { "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 77\n",
          "Git LFS pointer instead of the file of 77 bytes" },
        { "/annex/objects/MD5E-s1--00.bdf\n", "git-annex" },
        { "../.git/annex/objects/xx/yy/MD5E-s1--00.bdf", "git-annex" },
        { "\r\n <!DOCTYPE html>\n<html><body>Please log in", "web page (HTML)" },
        { "<html lang=en>", "web page (HTML)" },
        { "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code>", "server's error message" },
    };
    for (const auto& [head, said] : rows) {
        ASSERT_TRUE(placeholderIn(head).has_value()) << head;
        EXPECT_THAT(*placeholderIn(head), HasSubstr(said));
    }
    for (const char* head : { "", "0       X X", "Brain Vision Data Exchange", "<?xml version=\"1.0\"?><sbml>" })
        EXPECT_FALSE(placeholderIn(head).has_value()) << head;
    const TemporaryFolder folder;
    std::filesystem::create_symlink("../.git/annex/objects/a/b/MD5E-s3--00.edf", folder / "a.edf");
    EXPECT_THAT(readRecording(folder / "a.edf").error().sentence(),
                AllOf(HasSubstr("a.edf"), HasSubstr("datalad get")));
}

} // namespace
} // namespace maskscope::test
