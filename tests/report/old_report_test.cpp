// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Old reports in the forms that people have them.
#include <fstream>

#include <gtest/gtest.h>

#include "analysis/report/old/old_report.h"
#include "tests/cli/cli_run.h"

namespace maskscope::test {

namespace {

/// A report whose four numbers are those of the reference study, in whatever form.
void expectReference(const std::string& text)
{
    const auto report = parseOldReport(text, "old.txt");
    ASSERT_TRUE(report) << report.error().sentence();
    EXPECT_TRUE(report->missing().empty());
    ASSERT_TRUE(report->positionCorrelation && report->channelDiversity && report->top3Share) << text;
    EXPECT_DOUBLE_EQ(report->positionCorrelation->value, 0.4028);
    EXPECT_DOUBLE_EQ(report->positionCorrelation->halfStep, 0.00005);
    EXPECT_DOUBLE_EQ(report->channelDiversity->value, 0);
    EXPECT_DOUBLE_EQ(report->channelDiversity->halfStep, 0.00005);
    EXPECT_DOUBLE_EQ(report->top3Share->value, 0.009);
    EXPECT_NEAR(report->top3Share->halfStep, 0.0005, 1e-15);
    EXPECT_TRUE(report->saysPositionOnly()) << report->verdict;
}

TEST(OldReports, AreReadInEveryForm)
{
    expectReference("Samples: 17436 (65 channels)\n"
                    "Mean |position correlation| over 512 dims: 0.4028\n"
                    "Channel diversity (5 channels): 0.0000\n"
                    "Top 3 dims explain: 0.9% of variance\n"
                    "VERDICT: POSITION-ONLY LEARNING\n");
    expectReference("| Position correlation | 0.4028 |\n| Channel diversity | 0.0000 |\n| Top-3 dimensions | 0.9 % |\n"
                    "| Verdict | position-only learning |\n");
    expectReference("{\"mean_abs_position_correlation\": 0.4028, \n \"channel_diversity\": 0.0000,\n"
                    " \"top3_raw_dims_fraction\": 0.009,\n \"verdict\": \"position-only learning\"}");
    expectReference("The correlation with position was 0.4028, the diversity of channels\n0.0000; the top three "
                    "dimensions hold 0.9 % of the variance.\nThis is position only learning.\r\n");
    expectReference("## Position correlation\n0.4028\n## Channel diversity\n**0.0000**\n## Top 3\n0.9 %\n"
                    "## Verdict\nPosition-only learning\n");
}

TEST(OldReports, CountsAndDatesAreNoNumbersOfIt)
{
    const auto report = parseOldReport("Position correlation (2026-11-25, d=512) = 0.3\nChannel diversity: over 5 "
                                       "channels 0.0123\nTop 3 of 64 dims: 11.87%\n",
                                       "t");
    ASSERT_TRUE(report);
    EXPECT_DOUBLE_EQ(report->positionCorrelation->value, 0.3);
    EXPECT_DOUBLE_EQ(report->positionCorrelation->halfStep, 0.05); // one decimal is all it says
    EXPECT_DOUBLE_EQ(report->channelDiversity->value, 0.0123);
    EXPECT_NEAR(report->top3Share->value, 0.1187, 1e-12);
    EXPECT_EQ(report->missing(), std::vector<std::string> { "verdict" });
}

TEST(OldReports, OtherVerdictsStayAsTheyAre)
{
    const auto other = parseOldReport("Verdict: context learning (not position-only)", "t");
    ASSERT_TRUE(other);
    EXPECT_EQ(other->verdict, "context learning (not position-only)");
    EXPECT_FALSE(other->saysPositionOnly());
}

TEST(OldReports, WhatIsNoneIsRefused)
{
    const auto nothing = parseOldReport("Dear diary,\nnothing happened.\n", "diary.txt");
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error().code, ErrorCode::Mismatch);
    EXPECT_NE(nothing.error().sentence().find("diary.txt"), std::string::npos);
    const TemporaryFolder folder;
    EXPECT_EQ(readOldReport(folder / "absent.txt").error().code, ErrorCode::UnreadableInput);
    EXPECT_EQ(readOldReport(folder.path()).error().code, ErrorCode::UnreadableInput);
    std::ofstream(folder / "binary", std::ios::binary) << std::string("\0position correlation 0.4", 25);
    EXPECT_EQ(readOldReport(folder / "binary").error().code, ErrorCode::UnsupportedFormat);
}

TEST(OldReports, EndlessLinesAreCut)
{
    const std::string endless(4 << 20, 'x'); // std::regex would recurse to death along it
    const auto report = parseOldReport(endless + "\nposition correlation: 0.5\n" + endless, "t");
    ASSERT_TRUE(report);
    EXPECT_DOUBLE_EQ(report->positionCorrelation->value, 0.5);
}

TEST(TypedNumbers, AreRead)
{
    const auto typed = oldNumbers("position=0.4028,diversity=0,top3=0.9%,verdict=position-only, sadly");
    ASSERT_TRUE(typed) << typed.error().sentence();
    EXPECT_DOUBLE_EQ(typed->channelDiversity->halfStep, 0.00005); // the old report has four decimals
    EXPECT_NEAR(typed->top3Share->value, 0.009, 1e-15);
    EXPECT_EQ(typed->verdict, "position-only, sadly");
    EXPECT_EQ(oldNumbers("top3=0.009")->missing().size(), 3U);
}

TEST(TypedNumbers, WithMistakesAreRefused)
{
    for (const char* wrong : { "", "position", "positions=0.4", "position=1.4", "position=-0.1", "position=nan",
                               "position=0.4,position=0.5", "top3=120%", "diversity=0,top3=", "position=0x1" }) {
        const auto typed = oldNumbers(wrong);
        ASSERT_FALSE(typed) << wrong;
        EXPECT_EQ(typed.error().code, ErrorCode::InvalidArgument) << wrong;
    }
}

TEST(TypedNumbers, BeatWhatWasRead)
{
    const auto read = parseOldReport("position correlation: 0.5\nchannel diversity: 0.1\n", "old.txt");
    const OldReport both = combined(*read, *oldNumbers("position=0.4"));
    EXPECT_DOUBLE_EQ(both.positionCorrelation->value, 0.4);
    EXPECT_DOUBLE_EQ(both.channelDiversity->value, 0.1);
    EXPECT_EQ(both.source, "old.txt and --old-numbers");
}

} // namespace

} // namespace maskscope::test
