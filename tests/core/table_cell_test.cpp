// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/core/table_cell.h"

#include <gtest/gtest.h>

namespace maskscope::test {

namespace {

TEST(TableCell, NamesAreNoFormulas)
{
    for (const char* name : { "=1+1", "+2+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "  =1", "\"=1" })
        EXPECT_EQ(noFormula(name), "'" + std::string(name));
    for (const char* name : { "", "Fp1", "C3-A2", "-3.2", "+1e-3", " -0.5 " })
        EXPECT_EQ(noFormula(name), name);
}

TEST(TableCell, ACellIsOneLineOfOneColumn)
{
    EXPECT_EQ(oneLine("a\tb\r\nc\x7f"), "a b  c ");
    EXPECT_EQ(oneLine("µV é"), "µV é");
}

} // namespace

} // namespace maskscope::test
