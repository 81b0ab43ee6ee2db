// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/core/json_nesting.h"

#include <string>

#include <gtest/gtest.h>

namespace maskscope::test {

namespace {

TEST(JsonNesting, CountsWhatStandsInWhat)
{
    EXPECT_FALSE(jsonNestsDeeper("", 0));
    EXPECT_FALSE(jsonNestsDeeper("1", 0));
    EXPECT_TRUE(jsonNestsDeeper("{}", 0));
    EXPECT_FALSE(jsonNestsDeeper(R"({"a": [1, [2]]})", 3));
    EXPECT_TRUE(jsonNestsDeeper(R"({"a": [1, [2]]})", 2));
    EXPECT_FALSE(jsonNestsDeeper("[[],[],[],[]]", 2));
}

TEST(JsonNesting, BracketsInTextsAreText)
{
    EXPECT_FALSE(jsonNestsDeeper(R"(["[[[[["])", 1));
    EXPECT_FALSE(jsonNestsDeeper(R"(["\"[[[[", "\\"])", 1));
    EXPECT_TRUE(jsonNestsDeeper(R"(["\\", [[]]])", 2));
}

TEST(JsonNesting, MillionsOfBracketsCostNoStack)
{
    EXPECT_TRUE(jsonNestsDeeper(std::string(10'000'000, '['), 16));
    EXPECT_TRUE(jsonNestsDeeper(std::string(10'000'000, '{'), 9'000'000));
}

} // namespace

} // namespace maskscope::test
