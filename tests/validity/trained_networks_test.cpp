// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The verdict on networks that were really trained: a part of `maskscope-cli validity --trained` (docs/validity.md).
#include <gtest/gtest.h>

#include "app/pipeline/trained_check.h"

namespace maskscope::test {

namespace {

void expectWithinLimits(const TrainedCheckOptions& options)
{
    const std::filesystem::path folder = std::filesystem::path(MASKSCOPE_SOURCE_DIR) / "tests/validity/networks";
    const auto world = RecordedWorld::read(folder);
    ASSERT_TRUE(world) << world.error().sentence();
    const auto answers = trainedAnswers(folder, *world, options, {}, {});
    ASSERT_TRUE(answers) << answers.error().sentence();
    for (const std::string& line : violations(scoreTrained(*answers)))
        ADD_FAILURE() << line;
    if (testing::Test::HasFailure())
        GTEST_LOG_(INFO) << trainedMarkdown(*answers);
}

TEST(TrainedNetworks, AreToldWhatTheyHaveLearned)
{
    expectWithinLimits({ .names = {}, .recordings = { 10 }, .otherRatio = false, .seeds = 1, .copies = 1 });
}

TEST(TrainedNetworks, AreToldNothingThatIsNotThere)
{
    expectWithinLimits({ .names = {}, .recordings = { 2 }, .seeds = 1, .copies = 1 });
}

TEST(TrainedNetworks, AreToldTheSameWithEverySeed)
{
    expectWithinLimits({ .names = { "all_1", "weak_2", "nopos_3", "chan_1" },
                         .recordings = { 10 },
                         .otherRatio = false,
                         .seeds = 5,
                         .copies = 1 });
}

} // namespace

} // namespace maskscope::test
