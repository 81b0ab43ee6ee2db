// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// No output takes the place of an input, of another output or of somebody's file.
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/data/core/maker_mark.h"
#include "analysis/data/core/output_check.h"
#include "tests/cli/cli_run.h"

namespace maskscope::test {

namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

bool never(const fs::path& /*file*/) { return false; }
bool always(const fs::path& /*file*/) { return true; }

NamedOutput out(const fs::path& path, bool (*isOurs)(const fs::path&) = never, const std::string& option = "--out")
{
    return { option, path, "a result file", isOurs };
}

Result<void> check(const std::vector<NamedInput>& inputs, const std::vector<NamedOutput>& outputs,
                   bool overwrite = false)
{
    return checkOutputs(inputs, outputs, overwrite);
}

void write(const fs::path& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

TEST(OutputCheck, AnInputIsNeverReplacedByWhateverName)
{
    const TemporaryFolder folder;
    fs::create_directory(folder / "sub");
    write(folder / "a.edf", "recording");
    fs::create_symlink("a.edf", folder / "link");
    fs::create_hard_link(folder / "a.edf", folder / "hard.h5");
    fs::create_directory_symlink(".", folder / "here");
    const std::vector<NamedInput> inputs { { "a recording", folder / "a.edf" } };
    for (const fs::path& path :
         { folder / "a.edf", folder / "link", folder / "hard.h5", folder / "here/a.edf", folder / "sub/../a.edf" })
        for (const bool overwrite : { false, true }) {
            const auto checked = check(inputs, { out(path, always) }, overwrite);
            ASSERT_FALSE(checked) << path;
            EXPECT_EQ(checked.error().code, ErrorCode::InvalidArgument);
            EXPECT_THAT(checked.error().sentence(), HasSubstr("a recording"));
        }
    // The input itself may be named through a link.
    EXPECT_FALSE(check({ { "a recording", folder / "link" } }, { out(folder / "a.edf", always) }, true));
}

TEST(OutputCheck, WhatBelongsToARecordingIsNeverReplaced)
{
    const TemporaryFolder folder;
    write(folder / "a.vhdr", "[Common Infos]\nDataFile=raw of a.eeg\r\nMarkerFile=a.vmrk\n");
    write(folder / "raw of a.eeg", "samples");
    write(folder / "a.vmrk", "marks");
    write(folder / "other.eeg", "other");
    const std::vector<NamedInput> inputs { { "a recording", folder / "a.vhdr", true } };
    for (const char* name : { "raw of a.eeg", "a.vmrk" })
        EXPECT_FALSE(check(inputs, { out(folder / name) }, true)) << name;
    EXPECT_TRUE(check(inputs, { out(folder / "other.eeg") }, true));
    EXPECT_TRUE(check(inputs, { out(folder / "a.vmrk", always) })) << "a result of ours may lie beside its recording";
}

TEST(OutputCheck, TwoOutputsAreTwoFiles)
{
    const TemporaryFolder folder;
    fs::create_directory_symlink(".", folder / "here");
    fs::create_symlink("new.h5", folder / "link");
    const auto both = [&](const fs::path& first, const fs::path& second) {
        return check({}, { out(first), out(second, never, "--json") });
    };
    EXPECT_FALSE(both(folder / "new.h5", folder / "new.h5"));
    EXPECT_FALSE(both(folder / "new.h5", folder / "here/new.h5"));
    EXPECT_FALSE(both(folder / "new.h5", folder / "link"));
    EXPECT_TRUE(both(folder / "new.h5", folder / "new.json"));
    EXPECT_TRUE(both(folder / "new.h5", "-"));
    EXPECT_TRUE(both(folder / "new.h5", ""));
    EXPECT_TRUE(both("/dev/null", "/dev/null"));
}

TEST(OutputCheck, SomebodysFileStaysUnlessTheUserSaysSo)
{
    const TemporaryFolder folder;
    write(folder / "thesis.h5", "precious");
    const auto refused = check({}, { out(folder / "thesis.h5") });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
    EXPECT_THAT(refused.error().sentence(), HasSubstr("--overwrite"));
    EXPECT_TRUE(check({}, { out(folder / "thesis.h5") }, true));
    EXPECT_TRUE(check({}, { out(folder / "thesis.h5", always) }));
    write(folder / "empty", ""); // as mktemp makes them
    EXPECT_TRUE(check({}, { out(folder / "empty") }));
    EXPECT_TRUE(check({}, { out(folder / "new") }));
}

TEST(OutputCheck, OwnDocumentsAreKnownByTheirMark)
{
    const TemporaryFolder folder;
    using namespace std::string_literals;
    const std::string far(200000, 'x'); // the mark stands at either end of a long file
    write(folder / "figure.svg", "<?xml?>\n" + makerComment("figure") + far);
    write(folder / "report.md", "# Title\n" + far + makerComment("report") + "\n");
    write(folder / "figure.csv", "# Title\n" + std::string(csvMakerLine) + "\npanel,series\n");
    write(folder / "figure.png", "\x89PNG....tEXtSoftware\0Maskscope"s + far);
    write(folder / "figure.pdf", "%PDF-1.4\n/Creator (\xfe\xff\0M\0a\0s\0k\0s\0c\0o\0p\0e)"s);
    write(folder / "somebody.svg", "<svg>made with Maskscope's help</svg>");
    write(folder / "somebody.png", "\x89PNG....tEXtSoftware\0GIMP"s);
    write(folder / "somebody.pdf", "%PDF-1.4\n/Creator (TeX) Maskscope");
    write(folder / "somebody.csv", "# Maskscope\nx,y\n");
    for (const char* name : { "figure.svg", "figure.csv", "figure.png", "figure.pdf" })
        EXPECT_TRUE(isOwnDocument(folder / name, "figure")) << name;
    EXPECT_TRUE(isOwnDocument(folder / "report.md", "report"));
    EXPECT_FALSE(isOwnDocument(folder / "figure.svg", "report"));
    for (const char* name : { "somebody.svg", "somebody.png", "somebody.pdf", "somebody.csv", "absent" })
        EXPECT_FALSE(isOwnDocument(folder / name, "figure")) << name;
    write(folder / "m.json", "{\n  \"schema\": \"maskscope.metrics/1\",\n");
    write(folder / "result.h5", "\x89HDF....{ \"schema\": \"maskscope.metrics/1\" }");
    EXPECT_TRUE(isOwnJson(folder / "m.json", metricsMark));
    EXPECT_FALSE(isOwnJson(folder / "m.json", inspectionMark));
    EXPECT_FALSE(isOwnJson(folder / "result.h5", metricsMark));
}

} // namespace

} // namespace maskscope::test
