// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/core/printable.h"

#include <gtest/gtest.h>

namespace maskscope::test {

namespace {

using namespace std::string_literals;

TEST(Printable, OrdinaryTextStays)
{
    EXPECT_EQ(printable("Fp1\tµV Größe 脳波 🧠\n"), "Fp1\tµV Größe 脳波 🧠\n");
    EXPECT_EQ(printableLine("é\\x"), "é\\x");
}

TEST(Printable, ControlCharactersOfBothKindsAreShown)
{
    EXPECT_EQ(printable("\x1b[31mred\x07"), "\\x1b[31mred\\x07");
    EXPECT_EQ(printable("a\rb\bc\x7f"), "a\\x0db\\x08c\\x7f");
    EXPECT_EQ(printable("a\0b"s), "a\\x00b");
    EXPECT_EQ(printable("\xc2\x9b"
                        "31m"),
              "\\xc2\\x9b31m"); // CSI as one character of Unicode
    EXPECT_EQ(printable("\x9b"
                        "31m"),
              "\\x9b31m"); // and as one byte
}

TEST(Printable, WhatTurnsTheDirectionOfWritingIsShown)
{
    EXPECT_EQ(printable("gpj.\xe2\x80\xaetxt"), "gpj.\\xe2\\x80\\xaetxt");
    EXPECT_EQ(printable("\xe2\x81\xa6"), "\\xe2\\x81\\xa6");
    EXPECT_EQ(printable("\xe2\x80\xa8"), "\\xe2\\x80\\xa8"); // a separator of lines
}

TEST(Printable, BytesThatAreNoUtf8AreShown)
{
    EXPECT_EQ(printable("caf\xe9"), "caf\\xe9");
    EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf"); // longer than needed
    EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80"); // half of a pair
    EXPECT_EQ(printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80"); // beyond Unicode
    EXPECT_EQ(printable("\xe2\x82"), "\\xe2\\x82"); // cut short
}

TEST(Printable, ALineIsOneLine)
{
    EXPECT_EQ(printableLine("a\nb\tc"), "a\\x0ab\\x09c");
    EXPECT_EQ(printable("a\nb"), "a\nb");
}

} // namespace

} // namespace maskscope::test
