// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>

#include <gmock/gmock.h>

#include "tests/recording/temporary_folder.h"
#include "tests/verdict/verdict_cases.h"

namespace maskscope::test {

namespace {

using testing::HasSubstr;

TEST(Thresholds, TheFileHoldsWhatIsBuiltIn)
{
    const std::string path = MASKSCOPE_SOURCE_DIR "/resources/verdict_thresholds.json";
    const auto read = readThresholds(path);
    ASSERT_TRUE(read) << read.error().sentence();
    EXPECT_EQ(read->values, builtInThresholds().values);
    EXPECT_THAT(read->source, HasSubstr(path + " (SHA-256 "));
    std::ifstream in(path);
    const std::string text { std::istreambuf_iterator<char>(in), {} };
    for (const auto& [name, value] : builtInThresholds().values)
        EXPECT_THAT(text, HasSubstr('"' + name + '"')); // none is there by default only
}

TEST(Thresholds, AnEditedOneChangesTheVerdict)
{
    const TemporaryFolder folder;
    const auto read = readThresholds(folder.write("t.json", R"({"practical_share": 0.2})").string());
    ASSERT_TRUE(read) << read.error().sentence();
    EXPECT_EQ(read->at("practical_share"), 0.2);
    EXPECT_EQ(read->at("min_recordings"), 2);
    JudgedRun run = positionOnlyRun();
    run.thresholds = *read;
    EXPECT_EQ(run.finding("position.learned"), Finding::NotSupported); // 0.1 [0.09, 0.11] of 1
}

struct Bad {
    const char* name;
    const char* text;
    const char* sentence;
};

class BadThresholds : public testing::TestWithParam<Bad> { };

TEST_P(BadThresholds, AreRefusedInOneSentence)
{
    const TemporaryFolder folder;
    const std::string path = folder.write("t.json", GetParam().text).string();
    const auto read = readThresholds(path);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().subject, path);
    EXPECT_THAT(read.error().sentence(), HasSubstr(GetParam().sentence));
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadThresholds,
    testing::Values(
        Bad { "NoJson", "{practical", "expected a JSON object of numbers, found no valid JSON" },
        Bad { "Empty", "", "no valid JSON" }, Bad { "Array", "[1]", "found JSON of type array" },
        Bad { "Unknown", R"({"practical_shrae": 1})", "expected one of min_recordings, " },
        Bad { "Text", R"({"practical_share": "1"})", "threshold \"practical_share\": expected a number from 0 to 1" },
        Bad { "Negative", R"({"practical_share": -1})", "found -1" },
        Bad { "Null", R"({"min_skill": null})", "found null" }, Bad { "Huge", R"({"min_skill": 1e999})", "JSON" },
        Bad { "OneRecording", R"({"min_recordings": 1})", "expected a whole number of at least 2, found 1" },
        Bad { "HalfARecording", R"({"min_recordings": 2.5})", "whole number" },
        Bad { "CosineAboveOne", R"({"learned_cosine": 1.5})", "a number from 0 to 1, found 1.5" },
        Bad { "OldName", R"({"practical_gain": 0.005})", "unknown threshold" },
        Bad { "Twice", R"({"min_skill": 0.1, "min_skill": 0.2})", "a threshold stands twice" }),
    [](const auto& c) { return std::string(c.param.name); });

TEST(Thresholds, AFileThatIsNotThereIsNamed)
{
    const auto read = readThresholds("/nowhere/t.json");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::UnreadableInput);
}

} // namespace

} // namespace maskscope::test
