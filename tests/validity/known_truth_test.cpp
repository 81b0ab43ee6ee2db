// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The verdict against the truth: the table of docs/validity.md, kind by kind.
#include <ostream>

#include <gtest/gtest.h>

#include "analysis/validity/validity_table.h"

namespace maskscope {

void PrintTo(const KnownKind& kind, std::ostream* out) { *out << kind.id; }

namespace test {

namespace {

constexpr int kDraws = 25; // `maskscope-cli validity` draws 50

class KnownTruth : public testing::TestWithParam<KnownKind> { };

TEST_P(KnownTruth, IsWhatTheVerdictSays)
{
    const std::vector<KnownKind> kinds { GetParam() }; // rows point into it
    const auto rows = validityTable(kinds, { .draws = kDraws }, {}, {});
    ASSERT_TRUE(rows.has_value()) << rows.error().sentence();
    for (const std::string& line : violations(rows->front()))
        ADD_FAILURE() << line;
    for (const auto& [question, truth] : GetParam().truths)
        EXPECT_EQ(rows->front().counts.at(question).total(), kDraws) << question;
}

INSTANTIATE_TEST_SUITE_P(Kinds, KnownTruth, testing::ValuesIn(knownKinds()), [](const auto& kind) {
    std::string name = kind.param.id;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

} // namespace

} // namespace test

} // namespace maskscope
