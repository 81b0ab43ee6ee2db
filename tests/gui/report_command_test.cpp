// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// `maskscope report` as a user runs it: what it writes, and what it says where it cannot.
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/results/result_file.h"
#include "tests/cli/cli_run.h"
#include "tests/report/report_runs.h"

namespace maskscope::test {

namespace {

using testing::HasSubstr;

CliRun briefReport(const std::string& arguments, const TemporaryFolder& folder)
{
    return runShell("env -u DISPLAY -u WAYLAND_DISPLAY XDG_RUNTIME_DIR='" + folder.path().string()
                        + "' '" MASKSCOPE_BINARY_DIR "/bin/maskscope' report " + arguments,
                    folder);
}

CliRun report(const std::string& arguments, const TemporaryFolder& folder)
{
    return briefReport("--full " + arguments, folder);
}

std::string quoted(const std::filesystem::path& path) { return "'" + path.string() + "'"; }

/// A small result file.
std::filesystem::path resultFile(const TemporaryFolder& folder, const std::string& name, RunResult run)
{
    const std::vector runs { sharedRun(std::move(run)) };
    const auto written = writeResultFile(folder / name, runs, false);
    EXPECT_TRUE(written) << (written ? "" : written.error().sentence());
    return folder / name;
}

/// The trained reference models analysed with two untrained copies: result and metrics side by side.
void analyseTrained(const TemporaryFolder& folder, const std::string& model, const std::string& mask)
{
    const std::string at = shared("trained").string() + "/";
    const CliRun run
        = runShell(cli() + "analyze --progress none --threads 2 --baselines 2 --recording " + at
                       + "val.h5 --checkpoint " + at + model + ".pt --mask-file " + at + "mask_" + mask
                       + ".h5 --projection " + at + model + ".projection.npy --out "
                       + (folder / (model + ".h5")).string() + " --json " + (folder / (model + ".json")).string(),
                   folder);
    ASSERT_EQ(run.status, 0) << run.error;
}

TEST(ReportCommand, HoldsEveryVerdictAndNumberOfTheTrainedModels)
{
    const TemporaryFolder folder;
    NEEDS_SHARED("trained/val.h5");
    if (runShell("command -v pdftotext pdfinfo", folder).status != 0)
        GTEST_SKIP() << "needs pdftotext and pdfinfo (poppler-utils)";
    analyseTrained(folder, "M100", "1.0");
    analyseTrained(folder, "M50", "0.5");
    const std::string results = quoted(folder / "M100.h5") + " " + quoted(folder / "M50.h5");
    for (const char* suffix : { "html", "md", "pdf" }) {
        const CliRun run = report(results
                                      + " --old-numbers 'position=0.4028,diversity=0,top3=0.9%,verdict=position-only "
                                        "learning' --out "
                                      + quoted(folder / ("trained." + std::string(suffix))),
                                  folder);
        ASSERT_EQ(run.status, 0) << run.error;
        EXPECT_EQ(run.error, "");
    }
    const CliRun check = runShell("/usr/bin/python3 '" MASKSCOPE_SOURCE_DIR "/tests/gui/check_report.py' "
                                      + (folder / "trained").string() + " " + (folder / "M100.json").string() + " "
                                      + (folder / "M50.json").string(),
                                  folder);
    EXPECT_EQ(check.status, 0) << check.out << check.error;
    EXPECT_THAT(check.out, HasSubstr("2 runs, 22 figures")) << check.out;
}

TEST(ReportCommand, WritesEachFormatOfOneRun)
{
    const TemporaryFolder folder;
    const auto result = resultFile(folder, "a result.h5", knownRun("M @ 0.5"));
    for (const char* name : { "r.HTML", "r.pdf", "r one.md" }) {
        const CliRun run = report(quoted(result) + " --out " + quoted(folder / name), folder);
        EXPECT_EQ(run.status, 0) << run.error;
        EXPECT_EQ(run.out, (folder / name).string() + "\n");
    }
    EXPECT_THAT(fileText(folder / "r.HTML"), HasSubstr("<svg role=\"img\""));
    EXPECT_TRUE(fileText(folder / "r.pdf").starts_with("%PDF-"));
    EXPECT_THAT(fileText(folder / "r one.md"), HasSubstr("](r%20one_figures/gains.svg)"));
    EXPECT_TRUE(std::filesystem::exists(folder / "r one_figures" / "gains.svg"));
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) // nothing half written is left
        EXPECT_EQ(entry.path().filename().string().find(".part"), std::string::npos) << entry.path();
}

TEST(ReportCommand, IsBriefUnlessAskedForTheWhole)
{
    const TemporaryFolder folder;
    const auto result = resultFile(folder, "result.h5", knownRun("M @ 0.5"));
    for (const char* name : { "r.html", "r.pdf", "r.md", "r.tex" }) {
        const CliRun run = briefReport(quoted(result) + " --out " + quoted(folder / name), folder);
        EXPECT_EQ(run.status, 0) << run.error;
    }
    EXPECT_THAT(fileText(folder / "r.md"), HasSubstr("## Methods"));
    EXPECT_EQ(fileText(folder / "r.md").find("## Settings"), std::string::npos);
    EXPECT_THAT(fileText(folder / "r.html"), HasSubstr("<svg role=\"img\""));
    EXPECT_THAT(fileText(folder / "r.tex"), HasSubstr("{r_figures/carries}"));
    EXPECT_TRUE(fileText(folder / "r_figures" / "carries.pdf").starts_with("%PDF-"));
    EXPECT_THAT(fileText(folder / "r.bib"), HasSubstr("@misc{gu2023,"));
    std::ofstream(folder / "s.bib") << "@book{somebody's}";
    const CliRun refused = briefReport(quoted(result) + " --out " + quoted(folder / "s.html"), folder);
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.error, HasSubstr("s.bib"));
    if (runShell("command -v pdfinfo", folder).status != 0)
        return;
    const std::string pages = "test $(pdfinfo " + quoted(folder / "r.pdf") + " | sed -n 's/^Pages: *//p') -le 4";
    EXPECT_EQ(runShell(pages, folder).status, 0);
}

TEST(ReportCommand, FillsATemplate)
{
    const TemporaryFolder folder;
    const auto result = resultFile(folder, "result.h5", knownRun("M @ 0.5"));
    const auto form = folder / "form.md";
    std::ofstream(form) << "# Mine\n{{the-answer}}\nand {{methods}}\n";
    const auto run = [&](const std::string& out) {
        return briefReport(quoted(result) + " --template " + quoted(form) + " --out " + quoted(folder / out), folder);
    };
    EXPECT_EQ(run("r.md").status, 0);
    EXPECT_TRUE(fileText(folder / "r.md").starts_with("# Mine\n## The answer\n\nM @ 0.5: "));
    EXPECT_EQ(run("r.md").status, 0) << "its own file, again";
    EXPECT_EQ(run("r.pdf").status, 2);
    EXPECT_EQ(run("form.md").status, 2) << "an input";
    std::ofstream(form) << "x {{nothing}}";
    const CliRun bad = run("new.md");
    EXPECT_EQ(bad.status, 4);
    EXPECT_THAT(bad.error, HasSubstr("line 1"));
    EXPECT_FALSE(std::filesystem::exists(folder / "new.md"));
}

TEST(ReportCommand, ReplacesItsOwnFilesAndNobodyElses)
{
    const TemporaryFolder folder;
    const auto result = resultFile(folder, "result.h5", knownRun("M @ 0.5"));
    const std::string bytes = fileText(result);
    std::filesystem::create_hard_link(result, folder / "link.html");
    std::ofstream(folder / "page.html") << "<html>somebody's</html>";
    std::filesystem::create_directory(folder / "page_figures");
    std::ofstream(folder / "page_figures/gains.svg") << "<svg>somebody's</svg>";
    for (const char* name : { "r.html", "r.pdf", "r.md" })
        for (int i = 0; i < 2; ++i) // the second time over the first one's
            EXPECT_EQ(report(quoted(result) + " --out " + quoted(folder / name), folder).status, 0) << name;
    for (const char* out : { "link.html", "page.html", "page.md" }) {
        const CliRun refused = report(quoted(result) + " --out " + quoted(folder / out), folder);
        EXPECT_EQ(refused.status, 2) << out;
        EXPECT_THAT(refused.error, HasSubstr(std::string(out) == "link.html" ? "an input's place" : "--overwrite"));
    }
    EXPECT_EQ(fileText(folder / "page.html"), "<html>somebody's</html>");
    EXPECT_EQ(fileText(folder / "page_figures/gains.svg"), "<svg>somebody's</svg>");
    EXPECT_FALSE(std::filesystem::exists(folder / "page.md"));
    EXPECT_EQ(report(quoted(result) + " --overwrite --out " + quoted(folder / "link.html"), folder).status, 2);
    EXPECT_EQ(report(quoted(result) + " --overwrite --out " + quoted(folder / "page.html"), folder).status, 0);
    EXPECT_EQ(fileText(result), bytes);
}

TEST(FiguresCommand, ReplacesItsOwnFilesAndNobodyElses)
{
    const TemporaryFolder folder;
    const auto result = resultFile(folder, "result.h5", knownRun("M @ 0.5"));
    const std::string command = "QT_QPA_PLATFORM=offscreen '" MASKSCOPE_BINARY_DIR "/bin/maskscope' figures "
        + quoted(result) + " --format svg,pdf,png,csv --dpi 60 --out " + quoted(folder / "figures");
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(runShell(command, folder).status, 0);
    std::ofstream(folder / "figures/gains.csv") << "somebody's";
    std::filesystem::remove(folder / "figures/gains.svg");
    const CliRun refused = runShell(command, folder);
    EXPECT_EQ(refused.status, 2) << refused.error;
    EXPECT_THAT(refused.error, HasSubstr("gains.csv"));
    EXPECT_FALSE(std::filesystem::exists(folder / "figures/gains.svg")) << "refused before anything is written";
    EXPECT_EQ(runShell(command + " --overwrite", folder).status, 0);
    const CliRun onFile = runShell("QT_QPA_PLATFORM=offscreen '" MASKSCOPE_BINARY_DIR "/bin/maskscope' figures "
                                       + quoted(result) + " --out " + quoted(folder / "figures/gains.csv"),
                                   folder);
    EXPECT_EQ(onFile.status, 4);
    EXPECT_THAT(onFile.error, HasSubstr("cannot be made"));
}

TEST(FiguresCommand, TakesASphereOfScalpMaps)
{
    const TemporaryFolder folder;
    const auto result = resultFile(folder, "result.h5", knownRun("M @ 0.5"));
    const std::string command = "QT_QPA_PLATFORM=offscreen '" MASKSCOPE_BINARY_DIR "/bin/maskscope' figures "
        + quoted(result) + " --format csv --out " + quoted(folder / "figures") + " --sphere ";
    for (const char* sphere : { "default", "auto", "eeglab" })
        EXPECT_EQ(runShell(command + sphere, folder).status, 0) << sphere;
    const CliRun refused = runShell(command + "round", folder);
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.error, HasSubstr("--sphere"));
}

TEST(ReportCommand, ComparesWithAnOldReport)
{
    const TemporaryFolder folder;
    const auto result = resultFile(folder, "r.h5", knownRun("M @ 0.5"));
    std::ofstream(folder / "old.txt") << "Position correlation: 0.4028\nChannel diversity: 0.0000\n"
                                         "Top 3 dims: 0.9%\nVerdict: position-only learning\n";
    const CliRun run = report(
        quoted(result) + " --old-report " + quoted(folder / "old.txt") + " --out " + quoted(folder / "r.md"), folder);
    ASSERT_EQ(run.status, 0) << run.error;
    const std::string text = fileText(folder / "r.md");
    EXPECT_THAT(text, HasSubstr("## The old report against these runs"));
    EXPECT_THAT(text, HasSubstr("agree · to the digits written"));
    EXPECT_THAT(text, HasSubstr("confirmed"));
}

TEST(ReportCommand, TellsEqualRunsOfSeveralFilesApart)
{
    const TemporaryFolder folder;
    const std::string files = quoted(resultFile(folder, "first.h5", knownRun("M @ 0.5"))) + " "
        + quoted(resultFile(folder, "second.h5", knownRun("M @ 0.5")));
    ASSERT_EQ(report(files + " --out " + quoted(folder / "r.md"), folder).status, 0);
    EXPECT_THAT(fileText(folder / "r.md"), HasSubstr("| M @ 0.5 (first) | M @ 0.5 (second) |"));
}

TEST(ReportCommand, UsesTheThresholdsItIsGiven)
{
    const TemporaryFolder folder;
    const auto result = resultFile(folder, "r.h5", knownRun("M @ 0.5"));
    std::ofstream(folder / "strict.json") << "{\"practical_share\": 0.9}";
    const std::string common = quoted(result) + " --thresholds " + quoted(folder / "strict.json") + " --out ";
    ASSERT_EQ(report(common + quoted(folder / "r.md"), folder).status, 0);
    EXPECT_THAT(fileText(folder / "r.md"), HasSubstr("| `practical_share` | 0.9 |"));
    EXPECT_THAT(fileText(folder / "r.md"), HasSubstr("**Has the model learned from the position?** not supported"));
}

TEST(ReportCommand, WhatCanBeReadIsReported)
{
    const TemporaryFolder folder;
    const auto result = resultFile(folder, "r.h5", knownRun("M @ 0.5"));
    const CliRun run
        = report(quoted(result) + " " + quoted(folder / "absent.h5") + " --out " + quoted(folder / "r.md"), folder);
    EXPECT_EQ(run.status, 3);
    EXPECT_THAT(run.error, HasSubstr("absent.h5: is not a Maskscope result file"));
    EXPECT_THAT(fileText(folder / "r.md"), HasSubstr("Left out: "));
}

TEST(ReportCommand, SaysWhyItCannot)
{
    const TemporaryFolder folder;
    const std::string result = quoted(resultFile(folder, "r.h5", knownRun("M @ 0.5")));
    std::ofstream(folder / "text.h5") << "no result";
    std::filesystem::create_directory(folder / "folder.html");
    std::ofstream(folder / "r_figures") << "in the way";
    struct Case {
        std::string arguments;
        int status;
        std::string says;
    };
    const Case cases[] {
        { result + " --out " + quoted(folder / "r.docx"), 2,
          "a name that ends in .html, .pdf, .md or .tex, found .docx" },
        { result + " --out " + quoted(folder / "report"), 2, "no suffix" },
        { quoted(folder / "text.h5") + " --out " + quoted(folder / "r.html"), 4,
          "text.h5: is not a Maskscope result file" },
        { result + " --out " + quoted(folder / "absent" / "r.html"), 4, "does not exist" },
        { result + " --out " + quoted(folder / "folder.html"), 4, "a folder" },
        { result + " --out " + quoted(folder / "r.md"), 4, "r_figures: cannot be made" },
        { result + " --old-numbers position=2 --out " + quoted(folder / "r.html"), 2, "--old-numbers" },
        { result + " --old-report " + quoted(folder / "none.txt") + " --out " + quoted(folder / "r.html"), 4,
          "none.txt" },
        { result + " --thresholds " + quoted(folder / "none.json") + " --out " + quoted(folder / "r.html"), 4,
          "none.json" },
        { "--out " + quoted(folder / "r.html"), 2, "expected result files or --demo" },
        { result, 2, "--out" },
    };
    for (const Case& c : cases) {
        const CliRun run = report(c.arguments, folder);
        EXPECT_EQ(run.status, c.status) << c.arguments << "\n" << run.error;
        EXPECT_THAT(run.error, HasSubstr(c.says)) << c.arguments;
        EXPECT_EQ(run.out, "") << c.arguments;
    }
    EXPECT_FALSE(std::filesystem::exists(folder / "r.html"));
}

} // namespace

} // namespace maskscope::test
