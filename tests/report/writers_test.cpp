// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// HTML and Markdown of runs whose names come from hostile files; well-formed, whole, and escaped.
#include <algorithm>
#include <cmath>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/report/writers/html_writer.h"
#include "analysis/report/chapters/make_report.h"
#include "analysis/report/writers/markdown_writer.h"
#include "analysis/report/report_text.h"
#include "tests/cli/cli_run.h"
#include "tests/report/report_runs.h"

namespace maskscope::test {

namespace {

using testing::HasSubstr;
using testing::Not;

Report reportOn(std::vector<std::shared_ptr<const RunResult>> runs, std::optional<OldReport> old = {},
                std::vector<std::string> leftOut = {})
{
    return makeReport({ .runs = runs,
                        .thresholds = builtInThresholds(),
                        .old = std::move(old),
                        .files = { { "/data/result.h5", std::string(64, 'd') } },
                        .leftOut = std::move(leftOut),
                        .origin = "Maskscope 0.1.0" });
}

std::string html(const Report& report)
{
    const auto text = htmlReport(report, [](const Figure& figure) -> Result<std::string> {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>" + htmlEscaped(figure.title) + "</title></svg>";
    });
    EXPECT_TRUE(text);
    return text ? *text : std::string();
}

std::string markdown(const Report& report)
{
    return markdownReport(report, [](const Figure& figure) { return "a b_figures/" + figure.metric + ".svg"; });
}

/// What Python's XML parser says of a document: nothing where it is well-formed.
std::string xmlComplaint(const std::string& document)
{
    const TemporaryFolder folder;
    std::ofstream(folder / "report.html", std::ios::binary) << document;
    const CliRun run = runShell("/usr/bin/python3 -c 'import sys, xml.etree.ElementTree as t; t.parse(sys.argv[1])' "
                                    + (folder / "report.html").string(),
                                folder);
    return run.status == 0 ? "" : run.error;
}

std::size_t unescapedBars(const std::string& line)
{
    std::size_t count = 0;
    for (std::size_t i = 0; i < line.size(); ++i)
        count += line[i] == '|' && (i == 0 || line[i - 1] != '\\') ? 1 : 0;
    return count;
}

/// Every table has a rule below its head, and as many cells in each row.
void expectTablesAreWhole(const std::string& text, std::size_t atLeast)
{
    std::istringstream in(text);
    std::string line;
    std::size_t tables = 0, bars = 0, row = 0;
    while (std::getline(in, line)) {
        if (!line.starts_with("|")) {
            row = 0;
            continue;
        }
        if (row == 0)
            bars = unescapedBars(line);
        if (row == 1) {
            EXPECT_EQ(line.find_first_not_of("|-:"), std::string::npos) << line;
        }
        EXPECT_EQ(unescapedBars(line), bars) << line;
        tables += row == 1 ? 1 : 0;
        ++row;
    }
    EXPECT_GE(tables, atLeast);
}

const std::string hostile = "<script>alert('x')</script> & \"M\" | `a` *b* _c_ [d](http://e.f) \x01\xff\xc3";

RunResult hostileRun()
{
    RunResult run = knownRun(hostile);
    run.checkpoint.path = "/data/" + hostile;
    run.recordings[0].id = hostile;
    run.recordings[0].format = hostile;
    run.device = hostile;
    run.warnings = { hostile, "two\nlines" };
    run.versions = { { hostile, hostile } };
    run.checkpoint.loadReport = { { hostile, { hostile } } };
    metricOf(run, "gains").values[1].note = hostile;
    std::get<MetricNumbers>(metricOf(run, "legacy").values.back().value)[0].first = hostile;
    return run;
}

TEST(SettingsChapter, SaysTheChoicesAboutChannels)
{
    RunResult run = knownRun("M75 @ 0.75");
    EXPECT_THAT(markdown(reportOn({ sharedRun(run) })), HasSubstr("Choices about channels | `none`"));
    ASSERT_GE(run.recordings.size(), 2U);
    for (RecordingSummary& recording : run.recordings)
        recording.choices = { .exclude = { "Cz" }, .unit = "mV" };
    EXPECT_THAT(markdown(reportOn({ sharedRun(run) })), HasSubstr("Choices about channels | `--exclude Cz --unit mV`"));
    run.recordings[0].choices = {};
    EXPECT_THAT(markdown(reportOn({ sharedRun(run) })),
                HasSubstr("Choices about channels | `" + run.recordings[1].id + ": --exclude Cz --unit mV"));
}

TEST(HtmlReport, IsWellFormedAndNeedsNothingElse)
{
    const std::string text = html(reportOn({ sharedRun(knownRun("M @ 0.5")), sharedRun(knownRun("N @ 0.5")) }));
    EXPECT_EQ(xmlComplaint(text), "");
    for (const char* reference : { "<script", "src=", "@import", "<link", "url(", "javascript:" })
        EXPECT_THAT(text, Not(HasSubstr(reference)));
    EXPECT_THAT(text, HasSubstr("prefers-color-scheme: dark"));
}

TEST(HtmlReport, EscapesWhatFilesSay)
{
    OldReport old = *oldNumbers("position=0.4028");
    old.verdict = hostile;
    old.source = hostile;
    const std::string text = html(reportOn({ sharedRun(hostileRun()) }, old, { hostile }));
    EXPECT_EQ(xmlComplaint(text), "");
    EXPECT_THAT(text, Not(HasSubstr("<script")));
    EXPECT_THAT(text, HasSubstr("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;M&quot;"));
}

TEST(HtmlReport, HoldsEveryAnswerAndNumber)
{
    const std::string text = html(reportOn({ sharedRun(knownRun("M @ 0.5")) }));
    for (const char* expected :
         { "Has the model learned from the position?", "not supported", "position_gain", "[0.15, 0.25] over sequences",
           "[−0.001, 0.001]", "0.4028", "17436", "3.5, 0.25, 0.0625", "learned from the position, not from the channel",
           "practical_share", "What would change this", "seed 7", "4443648", "token_encoder.proj.weight (512, 2048)",
           "the model rate is assumed" })
        EXPECT_THAT(text, HasSubstr(expected));
    for (const char digit : { 'a', 'b', 'c', 'd' }) // checkpoint, projection, recordings, the result file
        EXPECT_THAT(text, HasSubstr(std::string(64, digit)));
}

TEST(HtmlReport, AFigureThatFailsIsAnError)
{
    const auto text = htmlReport(reportOn({ sharedRun(knownRun("M")) }), [](const Figure&) -> Result<std::string> {
        return failure(ErrorCode::OutOfMemory, "figure", "could not be drawn");
    });
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().code, ErrorCode::OutOfMemory);
}

TEST(MarkdownReport, TablesAreWhole)
{
    std::vector<std::shared_ptr<const RunResult>> runs;
    for (int i = 0; i < 7; ++i)
        runs.push_back(sharedRun(knownRun("M " + std::to_string(i) + " | @ 0.5")));
    expectTablesAreWhole(markdown(reportOn(runs, *oldNumbers("position=0.4028,verdict=position-only"))), 12);
    expectTablesAreWhole(markdown(reportOn({ sharedRun(hostileRun()) })), 8);
}

TEST(MarkdownReport, EscapesWhatFilesSay)
{
    const std::string text = markdown(reportOn({ sharedRun(hostileRun()) }));
    EXPECT_THAT(text, Not(HasSubstr("| <script>")));
    EXPECT_THAT(text, Not(HasSubstr("\n<script>")));
    EXPECT_THAT(text, HasSubstr("\\<script>alert('x')\\</script> \\&"));
    EXPECT_THAT(text, HasSubstr("[d\\](http"));
    EXPECT_THAT(text, HasSubstr("![What each input is worth](a%20b_figures/gains.svg)"));
}

TEST(MarkdownText, ShowsAsItIs)
{
    EXPECT_EQ(markdownEscaped("# no heading"), "\\# no heading");
    EXPECT_EQ(markdownEscaped("1. no list"), "1\\. no list");
    EXPECT_EQ(markdownEscaped("0.4028 [0.1, 0.2]"), "0.4028 [0.1, 0.2]");
    EXPECT_EQ(markdownEscaped("min_recordings _x_"), "min_recordings \\_x\\_");
    EXPECT_EQ(markdownEscaped("a\nb"), "a b");
    EXPECT_EQ(markdownCode("a`b"), "`` a`b ``");
}

TEST(Report, SaysWhatIsMissing)
{
    RunResult bare = knownRun("old file");
    std::erase_if(bare.metrics, [](const MetricResult& m) { return m.metric != "legacy"; });
    bare.checkpoint.loadReport.clear();
    const std::string text = markdown(reportOn({ sharedRun(bare) }, {}, { "x.h5: is not a result file." }));
    EXPECT_THAT(text, HasSubstr("No numbers of diag.v1"));
    EXPECT_THAT(text, HasSubstr("No load report"));
    EXPECT_THAT(text, HasSubstr("Left out: x.h5: is not a result file."));
    EXPECT_THAT(text, HasSubstr("too little data"));
    RunResult untouched = knownRun("no copies");
    for (MetricResult& metric : untouched.metrics)
        for (MetricValue& value : metric.values)
            value.untrained.clear();
    EXPECT_THAT(markdown(reportOn({ sharedRun(untouched) })), HasSubstr("No untrained copies"));
    RunResult noGains = knownRun("no gains");
    std::erase_if(noGains.metrics, [](const MetricResult& m) { return m.metric == "gains"; });
    EXPECT_THAT(markdown(reportOn({ sharedRun(noGains), sharedRun(knownRun("all")) })),
                HasSubstr("no gains: No gains:"));
    EXPECT_THAT(markdown(reportOn({ sharedRun(knownRun("all")) })), Not(HasSubstr("What this report lacks")));
}

TEST(ReportText, NumbersAreShort)
{
    EXPECT_EQ(reportNumber(0.40284), "0.4028");
    EXPECT_EQ(reportNumber(17436), "17436");
    EXPECT_EQ(reportNumber(0.0), "0");
    EXPECT_EQ(reportNumber(-0.0), "0");
    EXPECT_EQ(reportNumber(2.3123e-5), "2.312e-05");
    EXPECT_EQ(reportNumber(std::nan("")), "–");
}

TEST(ReportText, IsSetForPrint)
{
    EXPECT_EQ(typographic("-0.1 [-0.2, 3e-05] =-1"), "−0.1 [−0.2, 3\u00A0×\u00A010⁻⁵] =−1");
    EXPECT_EQ(typographic("2026-11-25, d-1, e-05, 1e-999999"), "2026-11-25, d-1, e-05, 1e-999999");
    EXPECT_EQ(typographic("1.5e+12"), "1.5\u00A0×\u00A010¹²");
}

TEST(ReportText, IsValid)
{
    EXPECT_EQ(onPaper("a\tb\x01 \xc3\xa9 \xff \xed\xa0\x80"),
              "a b é \xEF\xBF\xBD \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    EXPECT_EQ(onPaper("\xc3"), "\xEF\xBF\xBD");
    EXPECT_EQ(onPaper("\xEF\xBF\xBF"), "\xEF\xBF\xBD"); // no character of XML
}

} // namespace

} // namespace maskscope::test
