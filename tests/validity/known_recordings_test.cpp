// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings of the trained networks' worlds: the same numbers as in their training, and what each kind says.
#include <array>
#include <cmath>
#include <sstream>

#include <gtest/gtest.h>

#include "analysis/validity/trained_table.h"
#include "tests/masking/python.h"

namespace maskscope::test {

namespace {

const std::filesystem::path kNetworks = std::filesystem::path(MASKSCOPE_SOURCE_DIR) / "tests/validity/networks";

const RecordedKind& kindOf(const RecordedWorld& world, const std::string& name)
{
    return *std::ranges::find(world.kinds(), name, &RecordedKind::name);
}

TEST(RecordedWorld, DrawsWhatTheTrainingDrew)
{
    if (!pythonHas("numpy"))
        GTEST_SKIP() << "no NumPy";
    const auto world = RecordedWorld::read(kNetworks);
    ASSERT_TRUE(world) << world.error().sentence();
    const auto printed = runPython("import sys\nsys.path.insert(0, '" + (kNetworks.parent_path()).string()
                                   + "')\nimport numpy as np\nfrom known_recordings import World\n"
                                     "x = World().recording('all', 9, 1)\n"
                                     "print(x.shape[1], x.mean(), x.std(), x[0, 0, 0], x[7, 3, 100], x[-1, -1, -1])\n");
    ASSERT_TRUE(printed);
    std::istringstream in(*printed);
    double tokens = 0, mean = 0, deviation = 0, first = 0, middle = 0, last = 0;
    in >> tokens >> mean >> deviation >> first >> middle >> last;
    const std::array<std::uint64_t, 2> seed { 9, 1 };
    const Eigen::MatrixXd own = world->recording(kindOf(*world, "all"), seed).cast<double>();
    ASSERT_EQ(static_cast<double>(own.rows()), 16 * tokens);
    EXPECT_NEAR(own.mean(), mean, 1e-4);
    EXPECT_NEAR(std::sqrt((own.array() - own.mean()).square().mean()), deviation, 1e-4);
    EXPECT_NEAR(own(0, 0), first, 1e-4);
    EXPECT_NEAR(own(static_cast<Eigen::Index>(7 * tokens) + 3, 100), middle, 1e-4);
    EXPECT_NEAR(own(own.rows() - 1, 255), last, 1e-4);
}

TEST(RecordedWorld, KindsHoldWhatTheyAreSaidTo)
{
    const auto world = RecordedWorld::read(kNetworks);
    ASSERT_TRUE(world) << world.error().sentence();
    EXPECT_EQ(world->kinds().size(), 9U);
    for (const RecordedKind& kind : world->kinds()) {
        const bool position = kind.position > 0, channel = kind.channel > 0;
        EXPECT_EQ(kind.truth("position.learned", 0.5), position ? Truth::Yes : Truth::No) << kind.name;
        EXPECT_EQ(kind.truth("channel.learned", 0.5), channel ? Truth::Yes : Truth::No) << kind.name;
        EXPECT_EQ(kind.truth("context.learned", 1), Truth::Untestable) << kind.name;
        EXPECT_NE(kind.ownRatio, kind.otherRatio) << kind.name;
        for (const char* seed : { "_1", "_2", "_3" })
            for (const char* suffix : { ".pt", ".projection.npy" })
                EXPECT_TRUE(std::filesystem::exists(kNetworks / (kind.name + seed + suffix))) << kind.name;
    }
}

TEST(RecordedWorld, SaysWhatIsWrongWithAFolder)
{
    const TemporaryFolder folder;
    const auto absent = RecordedWorld::read(folder / "");
    ASSERT_FALSE(absent);
    EXPECT_NE(absent.error().sentence().find("world.json"), std::string::npos);
    std::ofstream(folder / "world.json") << "{\"kinds\": {}}";
    EXPECT_FALSE(RecordedWorld::read(folder / ""));
    std::ofstream(folder / "world.json") << "{\"kinds\": [";
    EXPECT_FALSE(RecordedWorld::read(folder / ""));
}

class Scored : public testing::Test {
protected:
    void say(const char* position, const char* context, double ratio = 0.5, int recordings = 10, std::uint64_t seed = 0)
    {
        m_answers.push_back({ &m_kind,
                              "k_1",
                              ratio,
                              recordings,
                              seed,
                              { { "position.learned", position }, { "context.learned", context } } });
    }
    [[nodiscard]] TrainedScore score() const { return scoreTrained(m_answers); }

    RecordedKind m_kind { .name = "k",
                          .ownRatio = 0.5,
                          .otherRatio = 1,
                          .truths = { { "position.learned", Truth::No }, { "context.learned", Truth::Yes } } };
    std::vector<TrainedAnswers> m_answers;
};

TEST_F(Scored, RightAnswersAtTheTrainedRatio)
{
    say("not supported", "supported");
    EXPECT_EQ(score().right, 2);
    EXPECT_EQ(score().clearCut, 2);
    EXPECT_TRUE(violations(score()).empty());
    say("too little data", "supported for these recordings"); // open, and too careful: neither is right
    EXPECT_EQ(score().right, 2);
    EXPECT_EQ(score().clearCut, 4);
    EXPECT_TRUE(score().falselySupported.empty());
    EXPECT_FALSE(violations(score()).empty());
}

TEST_F(Scored, WhatIsNotThereMustNotBeSupported)
{
    say("supported", "not supported");
    EXPECT_EQ(score().falselySupported.size(), 1U);
    EXPECT_EQ(score().denied.size(), 1U);
    m_answers.clear();
    say("supported for these recordings", "supported", 1.0); // nothing visible: context cannot be asked
    EXPECT_EQ(score().falselySupported.size(), 2U);
    EXPECT_EQ(score().clearCut, 0);
}

TEST_F(Scored, FewRecordingsAnswerForThemselves)
{
    say("too little data", "supported for these recordings", 0.5, 2);
    EXPECT_TRUE(violations(score()).empty());
    say("not supported", "supported", 0.5, 4);
    EXPECT_EQ(score().tooFar.size(), 1U);
    say("supported for these recordings", "too little data", 0.5, 2);
    EXPECT_EQ(score().falselySupported.size(), 1U);
    EXPECT_EQ(score().clearCut, 0);
}

TEST_F(Scored, OneOfFifteenAnswersMayMove)
{
    for (std::uint64_t seed = 0; seed < 5; ++seed)
        say("not supported", seed == 4 ? "too little data" : "supported", 0.5, 10, seed);
    EXPECT_EQ(score().moved.at("k_1"), 1);
    EXPECT_EQ(score().asked.at("k_1"), 10);
    m_kind.truths["channel.learned"] = Truth::No;
    for (TrainedAnswers& a : m_answers)
        a.findings["channel.learned"] = "not supported";
    EXPECT_EQ(score().asked.at("k_1"), 15);
    EXPECT_TRUE(violations(score()).size() == 1); // 14 of 15 are right: 93 %
    m_answers[0].findings["channel.learned"] = "too little data";
    EXPECT_EQ(score().moved.at("k_1"), 2);
    EXPECT_EQ(violations(score()).size(), 2U);
}

TEST_F(Scored, TheTableNamesTruthFindingsAndBrokenLimits)
{
    m_kind.truths["channel.learned"] = Truth::Yes; // a kind has a truth for each column
    say("supported", "supported");
    say("not supported", "not testable", 1.0);
    const std::string text = trainedMarkdown(m_answers);
    EXPECT_NE(text.find("| k | 0.5 | 10 | no: 1 supported |"), std::string::npos) << text;
    EXPECT_NE(text.find("| k | 1 (another) | 10 | no: 1 not supported |"), std::string::npos) << text;
    EXPECT_NE(text.find("not testable: 1 not testable"), std::string::npos) << text;
    EXPECT_NE(text.find("k_1 at ratio 0.5, 10 recordings, seed 0: position.learned is \"supported\", true is \"no\""),
              std::string::npos)
        << text;
}

} // namespace

} // namespace maskscope::test
