// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "model/session/batch_plan.h"

namespace maskscope::test {

namespace {

WindowSet sequencesOf(const std::vector<int>& tokens)
{
    WindowSet set;
    for (const int t : tokens)
        set.sequences.push_back({ 0, 0, t, 0 });
    return set;
}

TEST(BatchPlan, PadsWithinGroupsInFileOrder)
{
    const auto set = sequencesOf({ 3, 5, 4, 4, 2, 1 });
    EXPECT_THAT(paddedLengths(set, false, 4), testing::ElementsAre(3, 5, 4, 4, 2, 1));
    EXPECT_THAT(paddedLengths(set, true, 4), testing::ElementsAre(5, 5, 5, 5, 2, 2));
    EXPECT_THAT(paddedLengths(set, true, 1), testing::ElementsAre(3, 5, 4, 4, 2, 1));
    EXPECT_THAT(paddingWarning(set, paddedLengths(set, true, 4), 4), testing::HasSubstr("4 sequences are padded"));
    EXPECT_EQ(paddingWarning(set, paddedLengths(set, true, 1), 1), "");
}

TEST(BatchPlan, BatchesHoldAtLeastOneSequenceAndNoMoreThanTheLimits)
{
    const std::vector<int> padded { 10, 10, 30, 5, 5, 5 };
    EXPECT_EQ(batchEnd(padded, 0, { 20, 0 }), 2U);
    EXPECT_EQ(batchEnd(padded, 2, { 20, 0 }), 3U); // longer than the limit, alone
    EXPECT_EQ(batchEnd(padded, 3, { 20, 0 }), 6U);
    EXPECT_EQ(batchEnd(padded, 3, { 20, 2 }), 5U);
}

} // namespace

} // namespace maskscope::test
