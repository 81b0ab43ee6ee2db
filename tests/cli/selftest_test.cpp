// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iterator>
#include <vector>

#include "tests/cli/cli_run.h"

namespace maskscope::test {

namespace {

TEST(Selftest, EveryArchitectureAgreesOnTheCpu)
{
    const TemporaryFolder folder;
    const CliRun run = runShell("cd '" + folder.path().string() + "' && " + cli() + "selftest --device cpu", folder);
    ASSERT_EQ(run.status, 0) << run.error << run.out;
    EXPECT_NE(run.out.find("device: cpu ("), std::string::npos) << run.out;
    EXPECT_NE(run.out.find("16 of 16 architectures agree"), std::string::npos) << run.out;
    int rows = 0;
    std::istringstream lines(run.out);
    for (std::string line; std::getline(lines, line);) {
        if (!line.ends_with(" ok"))
            continue;
        ++rows;
        std::istringstream words(line);
        std::vector<std::string> row { std::istream_iterator<std::string>(words), {} };
        ASSERT_GE(row.size(), 6U) << line;
        const double difference = std::stod(row[row.size() - 4]), milliseconds = std::stod(row[row.size() - 3]);
        EXPECT_GT(difference, 0) << line; // float32 against float64: equal would mean that nothing is compared
        EXPECT_LE(difference, 1e-4) << line;
        EXPECT_GT(milliseconds, 0) << line;
    }
    EXPECT_EQ(rows, 16);
    for (const char* backbone : { "mamba1", "mamba2, 1 group", "mamba2, 2 groups", "transformer" })
        EXPECT_NE(run.out.find(backbone), std::string::npos) << backbone;
    EXPECT_TRUE(std::filesystem::is_empty(folder.path())); // no files
}

TEST(Selftest, AnAbsentDeviceEndsWithFive)
{
    const TemporaryFolder folder;
    const CliRun run = runShell(cli() + "selftest --device cuda:99", folder);
    EXPECT_EQ(run.status, 5);
    EXPECT_NE(run.error.find("cuda:99"), std::string::npos) << run.error;
}

TEST(Selftest, MistakesEndWithTwo)
{
    const TemporaryFolder folder;
    for (const char* line : { "selftest --device toaster", "selftest --threads -1", "selftest --device", "selftest x" })
        EXPECT_EQ(runShell(cli() + line, folder).status, 2) << line;
}

} // namespace

} // namespace maskscope::test
