// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/masking/middle_tokens.h"

#include <gmock/gmock.h>

#include "tests/masking/windows.h"

namespace maskscope {

namespace {

TEST(MiddleTokens, AreThoseOfTheOldScript)
{
    // Groups of four: the longest holds 9, then 4 tokens; a sequence that ends before the middle has none.
    const WindowSet windows
        = test::windowSet({ { 0, 3 }, { 0, 5 }, { 0, 9 }, { 0, 2 }, { 1, 4 }, { 1, 2 }, { 1, 1 } }, 2);
    EXPECT_THAT(middleTokens(windows), testing::ElementsAre(-1, 4, -1, -1, 2, -1, -1));
}

TEST(MiddleTokens, AreMaskedAloneOrWithAllOthers)
{
    const WindowSet windows = test::windowSet({ { 0, 3 }, { 0, 2 } }, 2);
    const std::vector<int> token { 1, -1 };
    const auto one = maskTokens(windows, token, false), all = maskTokens(windows, token, true);
    ASSERT_TRUE(one && all);
    EXPECT_THAT(one->bits, testing::ElementsAre(0, 1, 0, 0, 0));
    EXPECT_THAT(all->bits, testing::ElementsAre(1, 1, 1, 0, 0));
    std::vector<float> masked(6);
    one->apply(0, std::vector<float> { 1, 2, 3, 4, 5, 6 }, masked, 0);
    EXPECT_THAT(masked, testing::ElementsAre(1, 2, 0, 0, 5, 6));
    EXPECT_FALSE(maskTokens(WindowSet {}, {}, true));
}

} // namespace

} // namespace maskscope
