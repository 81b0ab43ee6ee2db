// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What recordings mark as bad: left out and said, kept on request, and the choice stands in the result.
#include <nlohmann/json.hpp>

#include "tests/cli/cli_run.h"

namespace maskscope::test {

namespace {

TEST(KeepBad, TheChoiceTravelsWithTheRun)
{
    const TemporaryFolder folder;
    NEEDS_SHARED("cases/recordings/bad_span_raw.fif");
    NEEDS_SHARED("trained/M50.pt");
    const std::string head = cli() + "analyze --progress none --baselines 0 --projections 0 --model-rate-hz 128 -r "
        + shared("cases/recordings/bad_span_raw.fif").string() + " -c " + shared("trained/M50.pt").string();
    for (const bool keep : { false, true }) {
        const std::string name = keep ? "kept" : "left";
        const CliRun run = runShell(head + (keep ? " --keep-bad" : "") + " --out " + (folder / (name + ".h5")).string()
                                        + " --json " + (folder / (name + ".json")).string(),
                                    folder);
        ASSERT_EQ(run.status, 0) << run.error;
        EXPECT_NE(
            run.error.find(keep ? "kept, as asked for (--keep-bad)" : "2 s in 1 span marked as bad (BAD_movement)"),
            std::string::npos)
            << run.error;
        const auto json = nlohmann::json::parse(fileText(folder / (name + ".json")));
        EXPECT_EQ(json["runs"][0]["keep_bad"], keep);
        // Windows of 2 s: two of the first 5 s and one of the last 3; five of all 10.
        EXPECT_EQ(json["runs"][0]["recordings"][0]["tokens"], keep ? 5 : 3);
        const CliRun inspected = runShell(cli() + "inspect --json - " + (folder / (name + ".h5")).string(), folder);
        EXPECT_EQ(nlohmann::json::parse(inspected.out)["runs"][0]["keep_bad"], keep);
    }
}

TEST(KeepBad, InspectSaysWhatAnAnalysisLeavesOut)
{
    const TemporaryFolder folder;
    NEEDS_SHARED("cases/recordings/bad_span_raw.fif");
    const std::string file = shared("cases/recordings/bad_span_raw.fif").string();
    const auto segments = [&](const std::string& options) {
        const CliRun run = runShell(cli() + "inspect " + options + " --json - " + file, folder);
        EXPECT_EQ(run.status, 0) << run.error;
        return nlohmann::json::parse(run.out)["segments"];
    };
    EXPECT_EQ(segments(""), nlohmann::json::parse("[[0, 1279], [1792, 2559]]"));
    EXPECT_EQ(segments("--keep-bad"), nlohmann::json::parse("[[0, 2559]]"));
}

} // namespace

} // namespace maskscope::test
