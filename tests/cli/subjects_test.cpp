// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Who was recorded: from a CSV file and from file names.
#include <gmock/gmock.h>

#include "app/pipeline/subjects.h"
#include "tests/recording/temporary_folder.h"

namespace maskscope {
namespace {

using test::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::vector<std::filesystem::path> kRuns { "data/S001R03.edf", "data/S001R04.edf", "data/S002R03.edf" };

TEST(Subjects, FromNames)
{
    EXPECT_THAT(*subjectsFrom("names", kRuns), ElementsAre("S001", "S001", "S002"));
    EXPECT_THAT(*subjectsFrom("names", { "A01T.gdf", "A01E.gdf", "A02T.gdf" }), ElementsAre("A01", "A01", "A02"));
    EXPECT_THAT(*subjectsFrom("names", { "chb01_03.edf", "chb01_04.edf", "chb02_01.edf" }),
                ElementsAre("chb01", "chb01", "chb02"));
    // Numbers that tell each file apart tell no people.
    EXPECT_FALSE(subjectsFrom("names", { "recording_01.edf", "recording_02.edf" }));
    EXPECT_FALSE(subjectsFrom("names", { "a1x.edf", "a2x.edf" }));
}

TEST(Subjects, FromACsvFile)
{
    const TemporaryFolder folder;
    const auto comma
        = folder.write("s.csv", "age,subject,file\n31,P1,S001R03.edf\n31,\"P1\",S001R04.edf\n40,P2,data/S002R03.edf\n");
    EXPECT_THAT(*subjectsFrom(comma.string(), kRuns), ElementsAre("P1", "P1", "P2"));
    const auto semicolon = folder.write("t.csv",
                                        "\xEF\xBB\xBF"
                                        "file;subject\r\nS001R03.edf;one, two\r\n");
    EXPECT_THAT(*subjectsFrom(semicolon.string(), kRuns), ElementsAre("one, two", "", ""));
}

TEST(Subjects, BadFilesGetASentence)
{
    const TemporaryFolder folder;
    const auto problem = [&](const std::string& text) {
        const auto found = subjectsFrom(folder.write("bad.csv", text).string(), kRuns);
        return found ? std::string("read") : found.error().sentence();
    };
    EXPECT_THAT(problem(""), HasSubstr("columns file and subject"));
    EXPECT_THAT(problem("name,who\nS001R03.edf,P1\n"), HasSubstr("file and subject"));
    EXPECT_THAT(problem("file,subject\nS001R03.edf\n"), HasSubstr("line 2 is too short"));
    EXPECT_THAT(problem("file,subject\nS001R03.edf,P1\nS001R03.edf,P2\n"), HasSubstr("two subjects for S001R03.edf"));
    EXPECT_THAT(problem("file,subject\nother.edf,P1\n"), HasSubstr("names none of the recordings"));
    EXPECT_FALSE(subjectsFrom((folder / "absent.csv").string(), kRuns));
    EXPECT_FALSE(subjectsFrom(folder.write("x", "").parent_path().string(), kRuns));
}

} // namespace
} // namespace maskscope
