// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What a user keeps of an afternoon: nothing goes, nothing is twice, names and colours stay.
#include "app/session/run_book.h"

#include <gmock/gmock.h>

#include "tests/report/report_runs.h"

namespace maskscope::test {

namespace {

using testing::ElementsAre;

std::shared_ptr<const RunResult> runOf(const std::string& path, double ratio, const std::string& content = {})
{
    RunResult run = knownRun("best @ " + std::to_string(ratio).substr(0, 4));
    run.id = "best@" + std::to_string(ratio).substr(0, 4);
    run.checkpoint.path = path;
    run.checkpoint.sha256 = content.empty() ? path : content;
    run.mask.ratio = ratio;
    return sharedRun(run);
}

std::vector<std::string> labelsOf(const RunBook& book)
{
    std::vector<std::string> labels;
    for (const KeptRun& kept : book.runs())
        labels.push_back(kept.run->label);
    return labels;
}

TEST(RunBook, RunsAccumulateWithColoursOfTheirOwn)
{
    RunBook book;
    book.add(runOf("a/best.pt", 0.5));
    book.add(runOf("a/best.pt", 0.75));
    const Rgb first = book.runs()[0].color, second = book.runs()[1].color;
    for (int i = 0; i < 12; ++i)
        book.add(runOf("c" + std::to_string(i) + "/best.pt", 0.5));
    EXPECT_EQ(book.runs().size(), 14U);
    EXPECT_EQ(book.runs()[0].color, first);
    EXPECT_EQ(book.runs()[1].color, second);
    EXPECT_FALSE(first == second);
    book.remove(std::vector<std::size_t> { 0 });
    EXPECT_EQ(book.runs()[0].color, second) << "a colour is no place in a list";
}

TEST(RunBook, EqualNamesAreToldApart)
{
    RunBook book;
    book.add(runOf("x/a/best.pt", 0.5));
    EXPECT_THAT(labelsOf(book), ElementsAre("best @ 0.50"));
    book.add(runOf("x/b/best.pt", 0.5));
    EXPECT_THAT(labelsOf(book), ElementsAre("a/best @ 0.50", "b/best @ 0.50"));
    book.add(runOf("y/b/best.pt", 0.5)); // the folder has the same name, too
    EXPECT_THAT(labelsOf(book), ElementsAre("a/best @ 0.50", "b/best @ 0.50", "b/best @ 0.50 #2"));
    std::vector<std::string> ids;
    for (const KeptRun& kept : book.runs())
        ids.push_back(kept.run->id);
    EXPECT_THAT(ids, ElementsAre("best@0.50", "best@0.50#2", "best@0.50#3"));
}

TEST(RunBook, TheSameAnalysisTakesItsOldPlace)
{
    RunBook book;
    book.add(runOf("a/best.pt", 0.5));
    book.add(runOf("b/other.pt", 0.5));
    book.rename(0, "mine");
    book.setVisible(0, false);
    const Rgb color = book.runs()[0].color;
    book.add(runOf("moved/best.pt", 0.5, "a/best.pt")); // the same bytes elsewhere
    ASSERT_EQ(book.runs().size(), 2U);
    EXPECT_EQ(book.runs()[0].run->label, "mine");
    EXPECT_EQ(book.runs()[0].run->checkpoint.path, "moved/best.pt");
    EXPECT_EQ(book.runs()[0].color, color);
    EXPECT_FALSE(book.runs()[0].visible);
    RunResult otherSeed = *runOf("a/best.pt", 0.5);
    otherSeed.mask.seed += 1;
    book.add(sharedRun(otherSeed));
    EXPECT_EQ(book.runs().size(), 3U) << "another mask is another run";
}

TEST(RunBook, EditsAreUndoneAndRedone)
{
    RunBook book;
    EXPECT_FALSE(book.canUndo());
    for (const char* path : { "a.pt", "b.pt", "c.pt" }) {
        RunResult run = *runOf(path, 0.5);
        run.label = path;
        book.add(sharedRun(run));
    }
    EXPECT_FALSE(book.canUndo()) << "what arrived cannot be undone away";
    book.rename(0, "mine");
    book.move(0, 2);
    book.remove(std::vector<std::size_t> { 0, 1 });
    EXPECT_THAT(labelsOf(book), ElementsAre("mine"));
    book.undo();
    EXPECT_THAT(labelsOf(book), ElementsAre("b.pt", "c.pt", "mine"));
    book.undo();
    EXPECT_THAT(labelsOf(book), ElementsAre("mine", "b.pt", "c.pt"));
    book.undo();
    EXPECT_THAT(labelsOf(book), ElementsAre("a.pt", "b.pt", "c.pt"));
    EXPECT_FALSE(book.canUndo());
    book.redo();
    EXPECT_THAT(labelsOf(book), ElementsAre("mine", "b.pt", "c.pt"));
    book.recolor(1, { 1, 2, 3 });
    EXPECT_FALSE(book.canRedo()) << "a new edit takes another way";
}

/// A run that finished after an edit is still there when the edit is undone.
TEST(RunBook, UndoLosesNoRunThatArrivedSince)
{
    RunBook book;
    book.add(runOf("a/best.pt", 0.5));
    book.remove(std::vector<std::size_t> { 0 });
    book.add(runOf("b/new.pt", 0.75));
    book.undo();
    EXPECT_EQ(book.runs().size(), 2U);
    book.redo();
    ASSERT_EQ(book.runs().size(), 1U);
    EXPECT_EQ(book.runs()[0].run->checkpoint.path, "b/new.pt");
}

} // namespace

} // namespace maskscope::test
