// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Paired differences of runs, likeness of layers and groups of seeds, against what the made-up runs say.
#include <gmock/gmock.h>

#include "analysis/results/comparisons.h"
#include "tests/report/report_runs.h"

namespace maskscope {
namespace {

using namespace test;

RunResult runWith(const std::string& label, const std::vector<double>& errors)
{
    RunResult run = knownRun(label);
    run.id = label;
    run.metrics.clear();
    MetricValue value = number("diag.v1.masked_mse", 0);
    double sum = 0;
    for (const double e : errors)
        sum += e;
    value.value = sum / static_cast<double>(errors.size());
    value.intervalUnit = "recording";
    value.perUnit = { { "", errors } };
    run.metrics.push_back({ "gains", { value }, {} });
    return run;
}

TEST(Comparisons, ArePairedOverUnits)
{
    // Units differ a lot, the two runs by 0.1 on each of them: unpaired, nothing could be told.
    const std::vector<double> a { 1, 2, 3, 4, 5, 6 }, b { 1.11, 2.09, 3.1, 4.12, 5.08, 6.1 };
    const std::vector runs { sharedRun(runWith("A", a)), sharedRun(runWith("B", b)) };
    const auto found = compareRuns(runs);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].key, "diag.v1.masked_mse");
    EXPECT_EQ(found[0].runs, (std::array<std::string, 2> { "A", "B" }));
    EXPECT_NEAR(found[0].difference, -0.1, 1e-12);
    EXPECT_LT(found[0].interval.high, -0.08);
    EXPECT_GT(found[0].interval.low, -0.13);
    EXPECT_EQ(found[0].n, 6);
}

TEST(Comparisons, StandBesideTheCurves)
{
    const std::vector<double> a { 1, 2, 3, 4, 5, 6 }, b { 1.11, 2.09, 3.1, 4.12, 5.08, 6.1 };
    const std::vector runs { sharedRun(runWith("A", a)), sharedRun(runWith("B", b)) };
    EXPECT_THAT(
        differencesText(runs, "gains"),
        testing::StartsWith("Paired over the same 6 recordings, diag.v1.masked_mse less that of A: B 0.1 [0.0"));
    EXPECT_EQ(differencesText(runs, "pca_spectrum"), "") << "no such numbers";
    EXPECT_EQ(differencesText(std::vector { runs[0] }, "gains"), "");
    RunResult elsewhere = runWith("C", b);
    elsewhere.recordings.front().sha256 = "another file";
    EXPECT_EQ(differencesText(std::vector { runs[0], sharedRun(elsewhere) }, "gains"), "");
    const Metric* metric = findMetric("gains");
    ASSERT_TRUE(metric);
    EXPECT_THAT(makeFigure(*metric, runs).caption, testing::HasSubstr("Paired over the same 6 recordings"));
}

TEST(Comparisons, NeedTheSameRecordingsAndFiveUnits)
{
    const auto first = sharedRun(runWith("A", { 1, 2, 3, 4, 5 }));
    RunResult other = runWith("B", { 1, 2, 3, 4, 5 });
    other.recordings.front().sha256 = "another file";
    EXPECT_TRUE(compareRuns(std::vector { first, sharedRun(other) }).empty());
    const auto few = [](const char* label) { return sharedRun(runWith(label, { 1, 2, 3, 4 })); };
    EXPECT_TRUE(compareRuns(std::vector { few("A"), few("B") }).empty());
}

TEST(Comparisons, LayersOfTheSameTokens)
{
    const auto withStates = [](const char* label, double sign, double token) {
        RunResult run = runWith(label, { 1, 2, 3, 4, 5 });
        std::vector<double> states;
        for (int i = 0; i < 24; ++i)
            states.push_back(sign * static_cast<double>((i * 7) % 11));
        run.metrics.push_back({ "representation",
                                {},
                                { { "states_layer_0", { { "token", 8 }, { "dim", 3 } }, states },
                                  { "state_sequence", { { "token", 8 } }, std::vector<double>(8, 0.0) },
                                  { "state_token", { { "token", 8 } }, std::vector<double>(8, token) } } });
        return sharedRun(run);
    };
    const auto same = compareLayers(std::vector { withStates("A", 1, 0), withStates("B", -2, 0) });
    ASSERT_EQ(same.size(), 1U);
    EXPECT_NEAR(same[0].cka, 1, 1e-9); // a turn and a scale
    EXPECT_TRUE(compareLayers(std::vector { withStates("A", 1, 0), withStates("B", 1, 1) }).empty());
}

TEST(SeedGroups, AreRunsThatDifferInTheSeedAlone)
{
    const auto trained = [](const char* label, const char* seed, const char* width, double error) {
        RunResult run = runWith(label, std::vector<double>(5, error));
        run.checkpoint.sha256 = label;
        run.checkpoint.loadReport
            = { { "config", { std::string("seed: ") + seed, std::string("hidden_dim: ") + width } } };
        return sharedRun(run);
    };
    const auto groups = seedGroups(
        std::vector { trained("A", "1", "64", 1), trained("B", "2", "64", 3), trained("C", "3", "128", 9) });
    ASSERT_EQ(groups.size(), 1U);
    EXPECT_EQ(groups[0].runs, (std::vector<std::string> { "A", "B" }));
    ASSERT_EQ(groups[0].numbers.size(), 1U);
    EXPECT_NEAR(groups[0].numbers[0].mean, 2, 1e-12);
    EXPECT_NEAR(groups[0].numbers[0].sd, std::sqrt(2.0), 1e-12);
}

} // namespace
} // namespace maskscope
