// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/session_file.h"

#include <fstream>

#include <gmock/gmock.h>

#include "tests/recording/temporary_folder.h"
#include "tests/report/report_runs.h"

namespace maskscope::test {

namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

SavedSession sessionIn(const fs::path& folder)
{
    RunBook book;
    for (const char* name : { "a", "b" }) {
        RunResult run = knownRun(std::string(name) + " @ 0.5");
        run.id = std::string(name) + "@0.5";
        run.checkpoint.sha256 = name;
        book.add(sharedRun(run));
    }
    book.rename(1, "the \"second\"\none");
    book.recolor(1, { 1, 0xAB, 0xFF });
    book.setVisible(0, false);
    book.move(0, 1);
    ChannelChoices choices;
    choices.exclude = { "T8" };
    choices.kinds = { { "X1", ChannelKind::Eog } };
    choices.unit = "mV";
    return { { { folder / "data" / "s1.edf", true, {}, "P 1", choices },
               { folder / "best.pt", false, "seed:3" },
               { folder / "other.pt", true, (folder / "other.npy").string() } },
             folder / "places.elc",
             book.runs() };
}

std::string textOf(const fs::path& path)
{
    std::ifstream in(path);
    return { std::istreambuf_iterator<char>(in), {} };
}

TEST(SessionFile, ComesBackAsItWas)
{
    const TemporaryFolder folder;
    const SavedSession before = sessionIn((folder / "x").parent_path());
    const fs::path path = folder / "afternoon.maskscope";
    ASSERT_TRUE(writeSession(path, before));
    const auto after = readSession(path);
    ASSERT_TRUE(after) << after.error().sentence();
    EXPECT_TRUE(after->notes.empty());
    EXPECT_EQ(after->montage, before.montage);
    ASSERT_EQ(after->inputs.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(after->inputs[i].path, before.inputs[i].path);
        EXPECT_EQ(after->inputs[i].checked, before.inputs[i].checked);
        EXPECT_EQ(after->inputs[i].projection, before.inputs[i].projection);
        EXPECT_EQ(after->inputs[i].subject, before.inputs[i].subject);
        EXPECT_EQ(after->inputs[i].choices, before.inputs[i].choices);
    }
    ASSERT_EQ(after->runs.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(after->runs[i].run->id, before.runs[i].run->id);
        EXPECT_EQ(after->runs[i].name, before.runs[i].name);
        EXPECT_EQ(after->runs[i].ownLabel, before.runs[i].ownLabel);
        EXPECT_EQ(after->runs[i].color, before.runs[i].color);
        EXPECT_EQ(after->runs[i].visible, before.runs[i].visible);
    }
    EXPECT_THAT(textOf(path), HasSubstr("\"data/s1.edf\"")) << "paths are relative, so that the folder can move";
}

TEST(SessionFile, MovesWithItsFolder)
{
    const TemporaryFolder folder;
    fs::create_directories(folder / "old");
    ASSERT_TRUE(writeSession(folder / "old" / "s.maskscope", sessionIn(folder / "old")));
    fs::rename(folder / "old", folder / "new");
    const auto after = readSession(folder / "new" / "s.maskscope");
    ASSERT_TRUE(after) << after.error().sentence();
    EXPECT_EQ(after->inputs[0].path, folder / "new" / "data" / "s1.edf");
}

TEST(SessionFile, DamagedOnesAreRefusedWithASentence)
{
    const TemporaryFolder folder;
    const fs::path path = folder / "s.maskscope";
    ASSERT_TRUE(writeSession(path, sessionIn((folder / "x").parent_path())));
    const std::string good = textOf(path);
    for (const std::string& bad :
         { std::string("{}"), std::string("dear reader"), good.substr(0, good.size() / 2), std::string(400'000, '['),
           std::string("{\"schema\": \"maskscope.session/9\"}"), std::string() }) {
        std::ofstream(path) << bad;
        const auto read = readSession(path);
        ASSERT_FALSE(read) << bad.substr(0, 40);
        EXPECT_THAT(read.error().sentence(), HasSubstr("s.maskscope"));
    }
    std::ofstream(path) << good;
    fs::remove(sessionResults(path));
    EXPECT_FALSE(readSession(path)) << "its results are gone";
}

TEST(SessionFile, SaysThatResultsAreOthers)
{
    const TemporaryFolder folder;
    const fs::path path = folder / "s.maskscope";
    SavedSession session = sessionIn((folder / "x").parent_path());
    ASSERT_TRUE(writeSession(path, session));
    const std::string json = textOf(path);
    session.runs.pop_back();
    ASSERT_TRUE(writeSession(path, session)); // newer results, and then the old file again
    std::ofstream(path) << json;
    const auto read = readSession(path);
    ASSERT_TRUE(read) << read.error().sentence();
    EXPECT_EQ(read->runs.size(), 1U);
    EXPECT_EQ(read->notes.size(), 2U);
}

} // namespace

} // namespace maskscope::test
