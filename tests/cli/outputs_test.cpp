// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What a command line may write over, tried with the programs themselves on the demo's files.
#include <algorithm>
#include <map>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/cli/cli_run.h"

namespace maskscope::test {

namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// The demo's inputs in a folder where a mistake would show.
class OutputFiles : public testing::Test {
protected:
    void SetUp() override
    {
        const fs::path demo = fs::path(MASKSCOPE_SOURCE_DIR) / "resources/demo";
        for (const char* name :
             { "recording_01.edf", "recording_02.edf", "M50.pt", "M50.projection.npy", "electrodes.sfp" })
            fs::copy_file(demo / name, m_folder / name);
        fs::copy_file(fs::path(MASKSCOPE_SOURCE_DIR) / "resources/verdict_thresholds.json", m_folder / "limits.json");
        m_before = contents();
    }

    std::map<std::string, std::string> contents() const
    {
        std::map<std::string, std::string> all;
        for (const auto& entry : fs::directory_iterator(m_folder.path()))
            all[entry.path().filename().string()] = fileText(entry.path());
        return all;
    }

    CliRun run(const std::string& line) const
    {
        return runShell("cd '" + m_folder.path().string() + "' && " + cli() + line, m_folder);
    }

    CliRun analyze(const std::string& outputs) const
    {
        return run("analyze -r recording_01.edf recording_02.edf -c M50.pt --projection M50.projection.npy --montage "
                   "electrodes.sfp --thresholds limits.json --model-rate-hz 128 --baselines 0 --projections 0 "
                   "--progress none --threads 1 "
                   + outputs);
    }

    void expectRefused(const CliRun& run, const std::string& said) const
    {
        EXPECT_EQ(run.status, 2) << run.error;
        EXPECT_THAT(run.error, HasSubstr(said));
        EXPECT_EQ(std::ranges::count(run.error, '\n'), 1) << run.error;
        EXPECT_TRUE(contents() == m_before) << "a file was changed or made";
    }

    TemporaryFolder m_folder;
    std::map<std::string, std::string> m_before;
};

TEST_F(OutputFiles, JsonWithoutANameIsNoticed)
{
    for (const char* line :
         { "inspect --json recording_01.edf recording_02.edf", "inspect --json recording_01.edf",
           "inspect --json M50.pt recording_01.edf --overwrite", "inspect --json absent.vhdr M50.pt" })
        expectRefused(run(line), "was the name after --json forgotten?");
    fs::rename(m_folder / "recording_01.edf", m_folder / "S001R03");
    m_before = contents();
    expectRefused(run("inspect --json S001R03 recording_02.edf --overwrite"), "was the name after --json forgotten?");
    EXPECT_EQ(run("inspect").status, 2);
}

TEST_F(OutputFiles, NoInputIsEverReplaced)
{
    fs::create_symlink("recording_02.edf", m_folder / "link.h5");
    fs::create_hard_link(m_folder / "M50.pt", m_folder / "hard.h5");
    m_before = contents();
    const std::string said = "an output never takes an input's place";
    for (const std::string output :
         { "recording_01.edf", "M50.pt", "M50.projection.npy", "electrodes.sfp", "limits.json", "link.h5", "hard.h5" })
        expectRefused(analyze("--overwrite --out " + output), said);
    expectRefused(analyze("--out ./recording_01.edf"), said);
    expectRefused(analyze("--out new.h5 --json limits.json --overwrite"), said);
    expectRefused(analyze("--out new --json ./new"), "is also where --out is written");
    expectRefused(analyze("--out -"), "standard output");
    EXPECT_EQ(analyze("--out ''").status, 2);
    EXPECT_EQ(run("inspect --json '' M50.pt").status, 2);
}

TEST_F(OutputFiles, SomebodysFileNeedsAWordAndOursDoesNot)
{
    std::ofstream(m_folder / "notes.txt") << "notes";
    std::ofstream(m_folder / "mine.json") << "{\"schema\": 1}";
    m_before = contents();
    expectRefused(analyze("--out notes.txt"), "--overwrite");
    expectRefused(analyze("--out new.h5 --json mine.json"), "--overwrite");
    expectRefused(run("inspect recording_01.edf --json mine.json"), "--overwrite");
    EXPECT_EQ(analyze("--out notes.txt --json mine.json --overwrite").status, 0);
    EXPECT_THAT(fileText(m_folder / "mine.json"), HasSubstr("maskscope.metrics/1"));
    EXPECT_EQ(analyze("--out notes.txt --json mine.json").status, 0) << "both are ours now";
    m_before = contents();
    expectRefused(analyze("--out mine.json"), "is not a result file");
    expectRefused(run("inspect recording_01.edf --json mine.json"), "is not inspection JSON");
    for (int i = 0; i < 2; ++i) // the second time over the first one's
        EXPECT_EQ(run("inspect recording_01.edf M50.pt --json seen.json").status, 0);
    const auto seen = nlohmann::json::parse(fileText(m_folder / "seen.json"));
    EXPECT_EQ(seen.at(0).at("kind"), "recording");
    EXPECT_EQ(seen.at(1).at("written_by"), "maskscope-cli inspect");
}

TEST_F(OutputFiles, AFullStandardOutputIsAnError)
{
    for (const std::string line :
         { "inspect recording_01.edf", "inspect --json - recording_01.edf", "--version", "--help", "analyze --help" }) {
        const CliRun full = run(line + " >/dev/full");
        EXPECT_EQ(full.status, 4) << line;
        EXPECT_THAT(full.error, HasSubstr("standard output: cannot be written: No space left on device")) << line;
    }
    const CliRun kept = analyze("--out o.h5 --json - >/dev/full");
    EXPECT_EQ(kept.status, 3) << "the result file is there, the JSON is not";
    EXPECT_THAT(kept.error, HasSubstr("standard output: cannot be written"));
    EXPECT_TRUE(fs::exists(m_folder / "o.h5"));
}

TEST_F(OutputFiles, AStandardErrorThatCannotBeReadLosesNothing)
{
    for (const std::string where : { "2>&-", "2>/dev/full", "2>&1 >/dev/null | true" }) {
        const CliRun said
            = run("analyze -r recording_01.edf recording_02.edf -c M50.pt --projection "
                  "M50.projection.npy --model-rate-hz 128 --baselines 0 --projections 0 --threads 1 --progress jsonl "
                  "--out o.h5 "
                  + where);
        EXPECT_EQ(said.status, 0) << where;
        EXPECT_EQ(run("inspect o.h5").status, 0) << where;
        fs::remove(m_folder / "o.h5");
    }
}

TEST_F(OutputFiles, GoThroughLinksAndIntoPipes)
{
    fs::create_directory(m_folder / "far");
    fs::create_symlink("far/o.h5", m_folder / "o.h5");
    EXPECT_EQ(analyze("--out o.h5 --json /dev/stdout >m.json").status, 0);
    EXPECT_TRUE(fs::is_symlink(m_folder / "o.h5"));
    EXPECT_TRUE(fs::is_regular_file(m_folder / "far/o.h5"));
    EXPECT_THAT(fileText(m_folder / "m.json"), HasSubstr("maskscope.metrics/1"));
    if (const fs::path null = deviceNode(m_folder, "null"); !null.empty()) {
        const CliRun device = analyze("--out " + null.string());
        EXPECT_EQ(device.status, 4);
        EXPECT_THAT(device.error, HasSubstr("a pipe or device"));
        EXPECT_TRUE(fs::is_character_file(null));
    }
}

TEST_F(OutputFiles, AFullDiskEndsWithASentence)
{
    for (const int kilobytes : { 0, 4, 64, 128 }) {
        const CliRun full = runShell(
            "cd '" + m_folder.path().string() + "' && ulimit -f " + std::to_string(kilobytes) + " && " + cli()
                + "analyze -r recording_01.edf recording_02.edf -c M50.pt --projection "
                  "M50.projection.npy --model-rate-hz 128 --baselines 0 --projections 0 --threads 1 "
                  "--progress none --save-predictions --out o.h5",
            m_folder);
        EXPECT_EQ(full.status, 4) << kilobytes << ": " << full.error;
        if (kilobytes > 0) { // at 0 the file that takes the error output holds nothing either
            EXPECT_THAT(full.error, HasSubstr("o.h5"));
        }
        EXPECT_TRUE(contents() == m_before) << kilobytes;
    }
}

} // namespace

} // namespace maskscope::test
