// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/checkpoint/checkpoint_fixtures.h"
#include "tests/checkpoint/pickle_writer.h"

using namespace maskscope;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

const std::string goodManifest = R"({"name":"TinyNet","window_length":64,"sampling_rate_hz":128,)"
                                 R"("inputs":["windows","token_mask"],"output":"signal","mask_ratio":0.75})";

/// A module with a weight and a submodule with a bias, as torch.jit.save pickles them.
std::string modulePickle()
{
    PickleWriter pickle;
    pickle.global("__torch__.net", "TinyNet").op(')').op(0x81).op('}').op('(').text("training").op(0x89);
    pickle.text("weight").tensor("FloatStorage", "0", 4, 0, { 2, 2 }, { 2, 1 });
    pickle.text("inner").global("__torch__.net", "Inner").op(')').op(0x81).op('}').op('(');
    pickle.text("bias").tensor("FloatStorage", "0", 4, 2, { 2 }, { 1 }).op('u').op('b').op('u').op('b');
    return pickle.finish();
}

std::filesystem::path writeScript(const TemporaryFolder& folder, const std::string& manifest)
{
    ZipContent content { { "net/data.pkl", modulePickle() },
                         { "net/data/0", floatBytes({ 1, 2, 3, 4 }) },
                         { "net/code/__torch__/net.py", "import os\nos.system('touch executed')\n" },
                         { "net/constants.pkl", "\x80\x02)." } };
    if (!manifest.empty())
        content.emplace_back("net/extra/maskscope.json", manifest);
    writeZip(folder.file("net.pt"), content);
    return folder.file("net.pt");
}

TEST(ScriptArchives, AreDescribedByTheirManifest)
{
    const TemporaryFolder folder;
    const auto checkpoint = Checkpoint::open(writeScript(folder, goodManifest));
    ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
    ASSERT_NE(checkpoint->script(), nullptr);
    EXPECT_EQ(checkpoint->script()->name, "TinyNet");
    EXPECT_THAT(checkpoint->script()->inputs, ElementsAre(ScriptInput::Windows, ScriptInput::TokenMask));
    ASSERT_EQ(checkpoint->tensors().size(), 2U);
    EXPECT_THAT(*checkpoint->values(*checkpoint->find("weight")), ElementsAre(1, 2, 3, 4));
    EXPECT_THAT(*checkpoint->values(*checkpoint->find("inner.bias")), ElementsAre(3, 4));
    EXPECT_EQ(checkpoint->configValue("mask_ratio")->number, 0.75);
    const auto report = describeCheckpoint(*checkpoint);
    ASSERT_TRUE(report) << report.error().sentence();
    EXPECT_TRUE(report->usable());
    EXPECT_EQ(report->parameters, 6);
    const auto json = nlohmann::json::parse(checkpointJson(*checkpoint));
    EXPECT_EQ(json.at("architecture"), "torchscript");
    EXPECT_TRUE(json.at("backbone").is_null());
    EXPECT_EQ(json.at("window"), 64);
    EXPECT_EQ(json.at("manifest").at("inputs").at(1), "token_mask");
    EXPECT_EQ(json.at("manifest").at("output"), "signal");
    EXPECT_THAT(checkpointText(*checkpoint), HasSubstr("window 64 samples at 128 Hz"));
    EXPECT_THAT(checkpointText(*checkpoint), HasSubstr("--allow-torchscript"));
    EXPECT_FALSE(std::filesystem::exists("executed"));
}

TEST(ScriptArchives, TheManifestMayLieBeside)
{
    const TemporaryFolder folder;
    const auto path = writeScript(folder, "");
    const auto without = Checkpoint::open(path);
    ASSERT_FALSE(without);
    EXPECT_EQ(without.error().code, ErrorCode::UnsupportedFormat);
    EXPECT_THAT(without.error().sentence(), HasSubstr("TorchScript archive without a manifest"));
    EXPECT_THAT(without.error().sentence(), HasSubstr("export_for_maskscope.py"));
    writeBytes(folder.file("maskscope.json"), goodManifest);
    EXPECT_EQ(Checkpoint::open(path)->script()->source, "maskscope.json beside it");
    std::string own = goodManifest;
    own.replace(own.find("TinyNet"), 7, "OwnName");
    writeBytes(folder.file("net.maskscope.json"), own); // nearer than the folder's
    EXPECT_EQ(Checkpoint::open(path)->script()->name, "OwnName");
    writeBytes(folder.file("net.maskscope.json"), "[]");
    EXPECT_THAT(Checkpoint::open(path).error().sentence(), HasSubstr("net.maskscope.json: the manifest is no JSON"));
}

std::string changed(const std::string& from, const std::string& to)
{
    std::string text = goodManifest;
    text.replace(text.find(from), from.size(), to);
    return text;
}

TEST(ScriptArchives, HostileManifestsAreRefusedEachWithItsSentence)
{
    const std::vector<std::pair<std::string, const char*>> cases {
        { "{", "is no JSON object" },
        { "7", "is no JSON object" },
        { std::string(1000, '['), "nests too deep" },
        { std::string(70'000, ' '), "is too large" },
        { "{}", "name cannot be used: expected a text, found no such field" },
        { changed("\"TinyNet\"", "[1]"), "name cannot be used: expected a text, found [1]" },
        { changed(":64", ":0"), "window_length cannot be used" },
        { changed(":64", ":64.5"), "window_length cannot be used: expected a whole number" },
        { changed(":64", ":1e300"), "window_length cannot be used" },
        { changed(":64", ":\"64\""), "found \"64\"" },
        { changed(":128", ":-128"), "sampling_rate_hz cannot be used: expected a rate above 0 Hz, found -128" },
        { changed("0.75", "0"), "mask_ratio cannot be used: expected a share above 0 and at most 1, found 0" },
        { changed("0.75", "1.5"), "mask_ratio cannot be used" },
        { changed("\"signal\"", "\"pickle\""), "expected 'embedding' or 'signal', found 'pickle'" },
        { changed("\"token_mask\"", "\"os.system\""), "inputs cannot be used" },
        { changed("\"token_mask\"", "\"windows\""), "each at most once" },
        { changed("[\"windows\",\"token_mask\"]", "\"windows\""), "inputs cannot be used" },
        { changed("\"windows\",", ""), "expected windows among them" },
    };
    const TemporaryFolder folder;
    for (const auto& [manifest, needle] : cases) {
        SCOPED_TRACE(manifest.substr(0, 120));
        const auto checkpoint = Checkpoint::open(writeScript(folder, manifest));
        ASSERT_FALSE(checkpoint);
        EXPECT_THAT(checkpoint.error().sentence(), HasSubstr(folder.file("net.pt").string()));
        EXPECT_THAT(checkpoint.error().sentence(), HasSubstr(needle));
    }
}

} // namespace
