// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// resources/python/export_for_maskscope.py: what it writes is what the reader reads, and what it must not write it
// does not. (Running such archives: tests/model.)
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/checkpoint/checkpoint_fixtures.h"

using namespace maskscope;
using testing::ElementsAre;

namespace {

const std::string exporter = MASKSCOPE_SOURCE_DIR "/resources/python/export_for_maskscope.py";
const std::string models = MASKSCOPE_SOURCE_DIR "/tests/checkpoint/tiny_models.py";

bool exported(const std::string& function, const std::filesystem::path& out, const std::string& options)
{
    return runPython(exporter,
                     "'" + models + "':" + function + " '" + out.string() + "' --name Net --sampling-rate-hz 128 "
                         + "--mask-ratio 0.75 --window-length 16 " + options + " 2>&1");
}

TEST(ExportScript, ScriptedModelsWithAllInputs)
{
    if (!haveTorch())
        GTEST_SKIP() << "/usr/bin/python3 has no torch";
    const TemporaryFolder folder;
    ASSERT_TRUE(exported("scripted", folder.file("s.pt"), "--output embedding"));
    const auto checkpoint = Checkpoint::open(folder.file("s.pt"));
    ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
    ASSERT_NE(checkpoint->script(), nullptr);
    const ScriptManifest& manifest = *checkpoint->script();
    EXPECT_EQ(manifest.name, "Net");
    EXPECT_EQ(manifest.windowLength, 16);
    EXPECT_EQ(manifest.samplingRateHz, 128);
    EXPECT_EQ(manifest.maskRatio, 0.75);
    EXPECT_FALSE(manifest.givesSignal);
    EXPECT_EQ(manifest.source, "maskscope.json inside the archive");
    EXPECT_THAT(manifest.inputs,
                ElementsAre(ScriptInput::Windows, ScriptInput::Coords, ScriptInput::Lengths, ScriptInput::TokenMask));
    for (const char* name : { "encode.weight", "encode.bias", "place.weight", "place.bias", "hidden" })
        EXPECT_NE(checkpoint->find(name), nullptr) << name;
    EXPECT_THAT(checkpoint->find("encode.weight")->shape, ElementsAre(6, 16));
    EXPECT_EQ(describeCheckpoint(*checkpoint)->parameters, 6 * 16 + 6 + 6 * 3 + 6 + 6);
}

TEST(ExportScript, TracedWhereAModelCannotBeScripted)
{
    if (!haveTorch())
        GTEST_SKIP() << "/usr/bin/python3 has no torch";
    const TemporaryFolder folder;
    ASSERT_TRUE(exported("traced", folder.file("t.pt"), "--inputs windows --output signal"));
    const auto checkpoint = Checkpoint::open(folder.file("t.pt"));
    ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
    EXPECT_TRUE(checkpoint->script()->givesSignal);
    EXPECT_THAT(checkpoint->find("inner.weight")->shape, ElementsAre(1, 1, 5));
}

TEST(ExportScript, TheTrainedWeightsThemselvesAreNotReplaced)
{
    if (!haveTorch())
        GTEST_SKIP() << "/usr/bin/python3 has no torch";
    const TemporaryFolder folder;
    const auto weights = folder.file("model.pt");
    std::ofstream(weights) << "hours of training";
    EXPECT_FALSE(exported("scripted", weights, "--output embedding"));
    EXPECT_EQ(std::filesystem::file_size(weights), 17U);
    EXPECT_TRUE(exported("scripted", weights, "--output embedding --overwrite"));
    EXPECT_TRUE(exported("scripted", weights, "--output embedding")) << "is ours now";
    EXPECT_TRUE(Checkpoint::open(weights));
    const std::filesystem::directory_iterator files(folder.file(""));
    EXPECT_EQ(std::distance(begin(files), end(files)), 1) << "nothing half written is left";
}

TEST(ExportScript, NothingIsWrittenWhereTheExportWouldBeWrong)
{
    if (!haveTorch())
        GTEST_SKIP() << "/usr/bin/python3 has no torch";
    const TemporaryFolder folder;
    EXPECT_FALSE(exported("baked", folder.file("b.pt"), "--inputs windows --output signal")); // a trace loses a value
    EXPECT_FALSE(exported("scripted", folder.file("b.pt"), "--output signal")); // 6 numbers a token are no window
    EXPECT_FALSE(exported("scripted", folder.file("b.pt"), "--inputs coords --output embedding"));
    EXPECT_FALSE(exported("absent", folder.file("b.pt"), "--output embedding"));
    EXPECT_FALSE(std::filesystem::exists(folder.file("b.pt")));
}

} // namespace
