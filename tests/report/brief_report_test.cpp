// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The report of four pages, and text for LaTeX and templates.
#include "analysis/report/brief/brief_report.h"

#include <algorithm>

#include <gmock/gmock.h>

#include "analysis/report/brief/references.h"
#include "analysis/report/writers/latex_writer.h"
#include "analysis/report/writers/markdown_writer.h"
#include "analysis/report/writers/report_template.h"
#include "tests/report/report_runs.h"

namespace maskscope::test {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct Brief {
    std::vector<std::shared_ptr<const RunResult>> runs;
    BriefReport made;

    explicit Brief(std::vector<RunResult> of)
    {
        for (RunResult& run : of)
            runs.push_back(sharedRun(std::move(run)));
        ReportInputs inputs { .runs = runs,
                              .thresholds = builtInThresholds(),
                              .old = {},
                              .files = {},
                              .leftOut = { "x.h5: cannot be read" },
                              .origin = "Maskscope 9.9.9, 2026-01-02" };
        made = makeBriefReport(inputs);
    }
    [[nodiscard]] const ReportChapter& chapter(const std::string& key) const
    {
        const auto at = std::ranges::find(made.report.chapters, key, chapterKey);
        if (at == made.report.chapters.end())
            throw std::logic_error("no chapter " + key);
        return *at;
    }
    [[nodiscard]] std::string text(const std::string& key) const
    {
        return markdownChapter(chapter(key), [](const Figure&) { return "f.svg"; });
    }
};

RunResult runOf(const std::string& label, double ratio)
{
    RunResult run = knownRun(label);
    run.id = label;
    run.mask.ratio = ratio;
    return run;
}

TEST(BriefReport, HasTheChaptersOfAPaper)
{
    const Brief brief({ runOf("M50", 0.5) });
    std::vector<std::string> keys;
    for (const ReportChapter& chapter : brief.made.report.chapters)
        keys.push_back(chapterKey(chapter));
    EXPECT_THAT(keys,
                ElementsAre("the-question", "the-answer", "effects", "what-it-carries-and-what-it-reads", "methods",
                            "limits", "references"));
}

TEST(BriefReport, EffectsAreTheRunsNumbers)
{
    const Brief brief({ runOf("M50", 0.5), runOf("M75", 0.75) });
    const std::string text = brief.text("effects");
    // carries_position: alignment .2 +- .05, size .2, of an error of 1.5: .2 * .2 / .2 / 1.5 = 13.3 %.
    EXPECT_THAT(text,
                HasSubstr("| M50 | 0.2 [0.15, 0.25] | 13.3 % | – | 2 recordings · interval over each position bin |"));
    // position_gain .2 +- .05 of 1.5, copies -.001 to .001; its interval is over sequences of 6 recordings.
    EXPECT_THAT(text, HasSubstr("| 0.2 [0.15, 0.25] | 13.3 % | -0.001 to 0.001 | 6 recordings"));
    EXPECT_THAT(text, HasSubstr("| -0.1 [-0.12, -0.08] | -6.67 % |"));
    EXPECT_EQ(std::get<ReportTable>(brief.chapter("effects").blocks.front()).rows.size(), 12U);
}

TEST(BriefReport, WhatARunLacksIsNoNumber)
{
    RunResult run = runOf("M", 0.5);
    std::erase_if(run.metrics, [](const MetricResult& metric) { return metric.metric == "carries"; });
    for (MetricValue& value : metricOf(run, "gains").values)
        if (value.key == "diag.v1.context_gain_swapped") {
            value.value = std::nan("");
            value.untestable = "no token is visible";
        }
    const Brief brief({ run });
    EXPECT_THAT(brief.text("effects"), HasSubstr("| M | not testable | – | – | – |"));
    EXPECT_THAT(brief.text("effects"), HasSubstr("| M | – | – | – | – |"));
    EXPECT_THROW((void)brief.chapter("what-it-carries-and-what-it-reads"), std::logic_error);
}

TEST(BriefReport, TheAnswerNamesEveryRunAndTheBest)
{
    RunResult good = runOf("good", 0.5), poor = runOf("poor", 0.75);
    for (auto& [run, skill] : { std::pair { &good, 0.3 }, std::pair { &poor, 0.1 } })
        metricOf(*run, "skill").values = { number("diag.v1.skill_vs_global", skill) };
    const Brief brief({ poor, good });
    const std::string text = brief.text("the-answer");
    EXPECT_THAT(text, HasSubstr("good: "));
    EXPECT_THAT(text, HasSubstr("poor: "));
    EXPECT_THAT(text,
                HasSubstr("The highest skill has good (0.3), the next poor (0.1); they were not analysed over the "
                          "same units"));
    EXPECT_THAT(text, Not(HasSubstr("different mask ratios"))) << "only beside a paired difference";
}

TEST(BriefReport, MethodsCiteWhatTheListAndTheBibliographyHold)
{
    const Brief brief({ runOf("M", 0.5) });
    const std::string methods = brief.text("methods"), list = brief.text("references");
    EXPECT_THAT(methods, HasSubstr("windows of 2048 samples at 256 Hz"));
    EXPECT_THAT(methods, HasSubstr("Mamba (Gu and Dao, 2023)"));
    EXPECT_THAT(methods, HasSubstr("Maskscope 9.9.9 (The Maskscope developers, 2026)"));
    EXPECT_THAT(methods,
                HasSubstr("a share of 0.5 of the tokens was hidden (mae, replaced by zeros; masks from seed 7)"));
    EXPECT_THAT(methods, HasSubstr("5 untrained copies"));
    EXPECT_THAT(methods, HasSubstr("fewer than five recordings"));
    for (const Reference& r : references()) {
        const bool cited = methods.find(r.cited) != std::string::npos;
        EXPECT_EQ(list.find(markdownEscaped(r.text)) != std::string::npos, cited) << r.key;
        EXPECT_EQ(brief.made.bibtex.find(r.bibtex) != std::string::npos, cited) << r.key;
        EXPECT_EQ(std::ranges::count(r.bibtex, '{'), std::ranges::count(r.bibtex, '}')) << r.key;
        EXPECT_THAT(r.bibtex, HasSubstr("{" + r.key + ","));
    }
}

TEST(BriefReport, LimitsSayWhatChangesTheMeaning)
{
    RunResult other = runOf("M75", 0.75);
    other.checkpoint.projection = "seed:0";
    const Brief brief({ runOf("M50", 0.5), other });
    const std::string limits = brief.text("limits");
    EXPECT_THAT(limits, HasSubstr("M75: The spatial projection it was trained with is not known"));
    EXPECT_THAT(limits, HasSubstr("- Whose recordings these are is not known"));
    EXPECT_THAT(limits, HasSubstr("- the model rate is assumed"));
    EXPECT_THAT(limits, HasSubstr("x.h5: cannot be read"));
}

/// As the verdict counts: subjects where there are two and all are known.
TEST(BriefReport, CountsTheUnitsThatTheVerdictCounts)
{
    RunResult one = runOf("one", 0.5), two = runOf("two", 0.5), partly = runOf("partly", 0.5);
    one.recordings[0].subject = one.recordings[1].subject = "P1";
    two.recordings[0].subject = partly.recordings[0].subject = "P1";
    two.recordings[1].subject = "P2";
    EXPECT_THAT(Brief({ one }).text("limits"), HasSubstr("Only 2 recordings"));
    EXPECT_THAT(Brief({ two }).text("limits"), HasSubstr("Only 2 subjects"));
    EXPECT_THAT(Brief({ partly }).text("limits"), HasSubstr("Only 2 recordings"));
    EXPECT_THAT(Brief({ two }).text("methods"), HasSubstr("means of different subjects"));
}

TEST(LatexWriter, SetsEverySignAsItIs)
{
    EXPECT_EQ(latexEscaped("50 % of a_b & {c} #1 $2 ^ ~ \\"),
              "50 \\% of a\\_b \\& \\{c\\} \\#1 \\$2 \\textasciicircum{} \\textasciitilde{} \\textbackslash{}");
    EXPECT_EQ(latexEscaped("−0.1 × 10 – µV²"),
              "\\ensuremath{-}0.1 \\ensuremath{\\times} 10 -- \\textmu{}V\\textsuperscript{2}");
}

TEST(LatexWriter, WritesAWholeDocument)
{
    const Brief brief({ runOf("M_50 & co", 0.5) });
    const std::string text = latexReport(brief.made.report, [](const Figure& figure) { return "f/" + figure.metric; });
    EXPECT_THAT(text, HasSubstr("\\section{Methods}"));
    EXPECT_THAT(text,
                HasSubstr("\\includegraphics[width=\\linewidth,height=0.85\\textheight,keepaspectratio]{f/carries}"));
    EXPECT_THAT(text, HasSubstr("M\\_50 \\& co & 0.2 [0.15, 0.25] & 13.3 \\%"));
    for (const char* kind : { "longtable", "figure", "itemize", "enumerate", "document" }) {
        const auto count = [&](const std::string& what) {
            std::size_t n = 0;
            for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
                ++n;
            return n;
        };
        EXPECT_EQ(count(std::string("\\begin{") + kind + "}"), count(std::string("\\end{") + kind + "}")) << kind;
    }
}

TEST(ReportTemplate, FillsNamesAndNamesWhatItDoesNotKnow)
{
    const Brief brief({ runOf("M", 0.5) });
    const auto line = [](const std::string& text) { return "<" + text + ">"; };
    const auto chapter = [](const ReportChapter& c) -> Result<std::string> { return "[" + c.title + "]"; };
    const auto fill
        = [&](const std::string& text) { return filledTemplate(text, "t.md", brief.made.report, line, chapter); };
    EXPECT_EQ(*fill("a {{title}} b {{ the-answer }}c"), "a <What the models learned> b [The answer]c");
    EXPECT_EQ(*fill("no names }} {"), "no names }} {");
    EXPECT_THAT(*fill("{{all}}"), HasSubstr("[Methods][Limits][References]"));
    const auto unknown = fill("x\n{{anwser}}");
    ASSERT_FALSE(unknown);
    EXPECT_THAT(unknown.error().sentence(), HasSubstr("line 2"));
    EXPECT_THAT(unknown.error().sentence(), HasSubstr("the-answer"));
    EXPECT_THAT(fill("x {{title").error().sentence(), HasSubstr("line 1: a name is not closed"));
}

TEST(ReportTemplate, APartBringsTheChaptersBelowIt)
{
    Report report { "t", "s", "o", { { 2, "One", {} }, { 3, "One a", {} }, { 2, "Two", {} } } };
    const auto chapter = [](const ReportChapter& c) -> Result<std::string> { return "[" + c.title + "]"; };
    const auto fill = [&](const std::string& text) { return *filledTemplate(text, "t", report, {}, chapter); };
    EXPECT_EQ(fill("{{one}}"), "[One][One a]");
    EXPECT_EQ(fill("{{one-a}}"), "[One a]");
    EXPECT_EQ(fill("{{two}}"), "[Two]");
}

} // namespace

} // namespace maskscope::test
