// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <set>

#include <nlohmann/json.hpp>

#include "tests/checkpoint/checkpoint_fixtures.h"

using namespace maskscope;
using testing::Contains;
using testing::HasSubstr;

namespace {

const std::string script = MASKSCOPE_SOURCE_DIR "/tests/checkpoint/make_checkpoints.py";

#define REQUIRE_TORCH()                                                                                                \
    if (!haveTorch())                                                                                                  \
    GTEST_SKIP() << "/usr/bin/python3 has no torch"

/// Bit for bit: NaN and signed zeros included.
void expectAsWritten(const std::filesystem::path& path)
{
    SCOPED_TRACE(path.filename().string());
    const auto checkpoint = Checkpoint::open(path);
    ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
    auto beside = path;
    const auto names = nlohmann::json::parse(readBytes(beside.replace_extension(".json")));
    const std::string raw = readBytes(beside.replace_extension(".raw"));
    ASSERT_EQ(checkpoint->tensors().size(), names.size());
    std::string found;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const CheckpointTensor& tensor = checkpoint->tensors()[i];
        EXPECT_EQ(tensor.name, names[i][0]);
        EXPECT_EQ(tensor.shape, names[i][1].get<std::vector<std::int64_t>>());
        const auto values = checkpoint->values(tensor);
        ASSERT_TRUE(values) << values.error().sentence();
        found += floatBytes(*values);
    }
    EXPECT_EQ(found, raw) << "values differ";
}

TEST(TorchFiles, NamesShapesAndValuesAreTorchs)
{
    REQUIRE_TORCH();
    const TemporaryFolder folder;
    ASSERT_TRUE(runPython(script, folder.path().string() + " valid"));
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        if (entry.path().extension() == ".pt" || entry.path().extension() == ".safetensors") {
            expectAsWritten(entry.path());
            ++files;
        }
    }
    EXPECT_EQ(files, 33);
    const auto checkpoint = Checkpoint::open(folder.file("protocol5.pt"));
    EXPECT_EQ(checkpoint->epoch(), 4);
    EXPECT_TRUE(checkpoint->configValue("b")->boolean.value());
    EXPECT_TRUE(checkpoint->configValue("name")->isString);
    const auto tied = Checkpoint::open(folder.file("tied.pt"));
    EXPECT_EQ(tied->find("x")->storage, tied->find("z")->storage);
}

void expectRichConfig(const Checkpoint& checkpoint)
{
    const auto text = [&](const char* key) {
        const ConfigValue* value = checkpoint.configValue(key);
        return value != nullptr ? value->text : std::string("absent");
    };
    EXPECT_EQ(text("d_model"), "8");
    EXPECT_EQ(text("lr"), "0.0001");
    EXPECT_EQ(text("small"), "-2.5e-07");
    EXPECT_EQ(checkpoint.configValue("lr")->number, 1e-4);
    EXPECT_EQ(text("flag"), "True");
    EXPECT_TRUE(checkpoint.configValue("none")->isNone);
    EXPECT_EQ(text("list"), "[1, 2.5, 'x']");
    EXPECT_EQ(text("nested.a.b"), "7");
    EXPECT_EQ(text("path"), "<pathlib.PurePosixPath>");
    EXPECT_EQ(checkpoint.configValue("np")->number, 0.5);
    EXPECT_EQ(checkpoint.configValue("npi")->number, -3);
    EXPECT_EQ(checkpoint.configValue("npb")->boolean, true);
    EXPECT_EQ(text("device"), "cpu");
    EXPECT_EQ(text("size"), "(2, 3)");
    EXPECT_EQ(text("dd.k"), "[1]");
    EXPECT_EQ(text("counter.a"), "2");
    EXPECT_EQ(text("set"), "{5}");
    EXPECT_EQ(text("nan"), "nan");
    EXPECT_EQ(text("inf"), "inf");
    EXPECT_EQ(text("huge"), "1e+22");
    EXPECT_EQ(text("namespace.inner"), "4");
    EXPECT_EQ(text("unicode"), "µV ✓");
    EXPECT_EQ(text("cycle.name"), "cycle");
    EXPECT_LT(text("wide").size(), 10'000U);
    EXPECT_THAT(text("deep"), HasSubstr("..."));
}

TEST(TorchFiles, UnknownClassesStayOpaqueAndAreNamed)
{
    REQUIRE_TORCH();
    const TemporaryFolder folder;
    ASSERT_TRUE(runPython(script, folder.path().string() + " rich"));
    for (const char* name : { "rich2.pt", "rich4.pt" }) {
        SCOPED_TRACE(name);
        const auto checkpoint = Checkpoint::open(folder.file(name));
        ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
        EXPECT_EQ(checkpoint->epoch(), 12);
        EXPECT_EQ(checkpoint->bestLoss(), 0.625);
        expectRichConfig(*checkpoint);
        ASSERT_EQ(checkpoint->warnings().size(), 1U);
        for (const char* known :
             { "pathlib.PurePosixPath", "datetime.datetime", "__main__.Custom", "functools.partial" })
            EXPECT_THAT(checkpoint->warnings()[0], HasSubstr(known));
        EXPECT_TRUE(nlohmann::json::accept(checkpointJson(*checkpoint)));
    }
    const auto space = Checkpoint::open(folder.file("namespace.pt"));
    ASSERT_TRUE(space);
    EXPECT_EQ(space->configValue("mask_ratio")->number, 0.5);
}

TEST(TorchFiles, OtherFormsAreRefusedWithAdvice)
{
    REQUIRE_TORCH();
    const TemporaryFolder folder;
    ASSERT_TRUE(runPython(script, folder.path().string() + " refused"));
    const std::vector<std::pair<const char*, const char*>> cases {
        { "legacy.pt", "old format of torch.save" },   { "module.pt", "torch.nn.modules.linear.Linear" },
        { "inner_module.pt", "whole pickled module" }, { "script.pt", "TorchScript" },
        { "tensor.pt", "found a single tensor" },      { "list.pt", "found a list of 2 values" },
    };
    for (const auto& [name, needle] : cases) {
        SCOPED_TRACE(name);
        const auto checkpoint = Checkpoint::open(folder.file(name));
        ASSERT_FALSE(checkpoint);
        EXPECT_EQ(checkpoint.error().code, ErrorCode::UnsupportedFormat);
        EXPECT_THAT(checkpoint.error().sentence(), HasSubstr(needle));
        EXPECT_THAT(checkpoint.error().sentence(), HasSubstr(name));
    }
    for (const char* name : { "legacy.pt", "module.pt", "inner_module.pt" })
        EXPECT_THAT(Checkpoint::open(folder.file(name)).error().sentence(), HasSubstr("model.state_dict()")) << name;
    const auto complex = Checkpoint::open(folder.file("complex.pt"));
    ASSERT_TRUE(complex);
    const auto values = complex->values(complex->tensors()[0]);
    ASSERT_FALSE(values);
    EXPECT_THAT(values.error().sentence(), HasSubstr("complex64"));
}

struct OracleCase {
    const char* arguments;
    const char* generation;
    const char* backbone;
    int dModel, layers, window;
};

TEST(TorchFiles, EveryArchitectureOfTheOracle)
{
    REQUIRE_TORCH();
    const std::string oracle = MASKSCOPE_SHARED_DIR "/oracle/oracle.py";
    if (!std::filesystem::exists(oracle))
        GTEST_SKIP() << oracle << " is absent";
    const TemporaryFolder folder;
    const std::vector<OracleCase> cases {
        { "--generation A --d-model 40 --layers 3 --window 96", "A", "mamba1", 40, 3, 96 },
        { "--generation C-strided --d-model 32 --window 128", "C-strided", "mamba1", 32, 2, 128 },
        { "--generation C-pool --d-model 48 --window 100", "C-pool", "mamba1", 48, 2, 100 },
        { "--generation C-direct --d-model 64 --window 64", "C-direct", "mamba1", 64, 2, 64 },
        { "--generation transformer --d-model 64 --layers 1", "A", "transformer", 64, 1, 128 },
        { "--generation C-strided --block transformer --d-model 32", "C-strided", "transformer", 32, 2, 128 },
        { "--generation mamba2 --ngroups 2 --d-state 24", "A", "mamba2", 64, 2, 128 },
    };
    std::string arguments = folder.path().string() + " oracle '" + oracle + "'";
    for (std::size_t i = 0; i < cases.size(); ++i)
        arguments += " " + std::to_string(i) + ".pt '" + cases[i].arguments + "'";
    ASSERT_TRUE(runPython(script, arguments));
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const OracleCase& expected = cases[i];
        SCOPED_TRACE(expected.arguments);
        const auto checkpoint = Checkpoint::open(folder.file(std::to_string(i) + ".pt"));
        ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
        const auto report = describeCheckpoint(*checkpoint);
        ASSERT_TRUE(report) << report.error().sentence();
        EXPECT_TRUE(report->usable());
        EXPECT_TRUE(report->unexpected.empty());
        // Shapes cannot tell the groups of a Mamba-2 block; everything else is certain.
        const bool groups = std::string_view(expected.backbone) == "mamba2";
        EXPECT_TRUE(report->warnings.empty());
        ASSERT_EQ(allCautions(*report).size(), groups ? 1U : 0U);
        if (groups) {
            EXPECT_THAT(allCautions(*report)[0], HasSubstr("--mamba-groups"));
            EXPECT_THAT(report->mambaGroups, Contains(2));
        }
        EXPECT_EQ(generationName(report->network.generation), expected.generation);
        EXPECT_EQ(backboneName(report->network.backbone), expected.backbone);
        EXPECT_EQ(report->network.dModel, expected.dModel);
        EXPECT_EQ(report->network.layers, expected.layers);
        EXPECT_EQ(report->network.window, expected.window);
        EXPECT_TRUE(nonFiniteTensors(*checkpoint, *report)->empty());
    }
}

} // namespace
