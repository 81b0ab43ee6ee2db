// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include <nlohmann/json.hpp>

#include "tests/checkpoint/checkpoint_fixtures.h"

using namespace maskscope;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

Result<LoadReport> reportOf(const std::filesystem::path& path)
{
    const auto checkpoint = Checkpoint::open(path);
    if (!checkpoint)
        return tl::unexpected(checkpoint.error());
    return describeCheckpoint(*checkpoint);
}

NetworkDescription variant(Generation generation, Backbone backbone)
{
    NetworkDescription network = smallMamba();
    network.generation = generation;
    network.backbone = backbone;
    network.window = generation == Generation::CDirect ? 8 : generation == Generation::CPool ? 30 : 32;
    network.feedForward = 32;
    network.ssmHeads = 4;
    network.ssmInner = 16;
    network.convChannels = 16 + 2 * network.dState;
    return network;
}

TEST(LoadReport, RecognisesEveryCombination)
{
    const TemporaryFolder folder;
    for (const auto generation : { Generation::A, Generation::CStrided, Generation::CPool, Generation::CDirect }) {
        for (const auto backbone : { Backbone::Mamba1, Backbone::Mamba2, Backbone::Transformer }) {
            SCOPED_TRACE(std::string(generationName(generation)) + " " + std::string(backboneName(backbone)));
            const NetworkDescription network = variant(generation, backbone);
            writeModel(folder.file("m.pt"), tensorsOf(network));
            const auto report = reportOf(folder.file("m.pt"));
            ASSERT_TRUE(report) << report.error().sentence();
            EXPECT_TRUE(report->usable());
            EXPECT_EQ(report->network.generation, generation);
            EXPECT_EQ(report->network.backbone, backbone);
            EXPECT_EQ(report->network.window, network.window);
            EXPECT_EQ(report->network.layers, 2);
            EXPECT_THAT(report->unexpected, IsEmpty());
            EXPECT_EQ(report->tensorsUsed, expectedTensors(network).size());
            EXPECT_THAT(report->absentBuffers, ElementsAre("spatial_encoder.proj (3, 8)"));
        }
    }
}

TEST(LoadReport, NamesMissingUnexpectedAndMisshaped)
{
    auto tensors = tensorsOf(smallMamba());
    const auto at = [&tensors](const std::string& name) {
        return std::find_if(tensors.begin(), tensors.end(), [&](const auto& tensor) { return tensor.name == name; });
    };
    at("backbone.layers.1.D")->shape = { 15 };
    tensors.erase(at("backbone.out_norm.bias"));
    tensors.push_back({ "extra.weight", { 2 } });
    tensors.push_back({ "token_encoder.mask_token", { 8 } });
    const TemporaryFolder folder;
    writeModel(folder.file("m.pt"), tensors, { { "d_model", 256 }, { "num_layers", 2 } });
    const auto report = reportOf(folder.file("m.pt"));
    ASSERT_TRUE(report) << report.error().sentence();
    EXPECT_FALSE(report->usable());
    EXPECT_THAT(report->missing, ElementsAre("backbone.out_norm.bias"));
    EXPECT_THAT(report->unexpected, ElementsAre("extra.weight", "token_encoder.mask_token"));
    ASSERT_EQ(report->misshaped.size(), 1U);
    EXPECT_EQ(report->misshaped[0].name, "backbone.layers.1.D");
    EXPECT_THAT(report->misshaped[0].expected, ElementsAre(16));
    EXPECT_THAT(report->misshaped[0].found, ElementsAre(15));
    EXPECT_THAT(report->warnings, Contains(AllOf(HasSubstr("learned mask token"), HasSubstr("not supported"))));
    EXPECT_THAT(report->warnings, Contains(HasSubstr("config says d_model 256")));
    EXPECT_THAT(report->warnings, Not(Contains(HasSubstr("num_layers"))));
}

TEST(LoadReport, FineTunedModelsAreReadAsTheirEncoder)
{
    auto tensors = tensorsOf(smallMamba(), "backbone.");
    for (const char* name : { "classifier.0.weight", "classifier.2.weight", "classifier.5.bias" })
        tensors.push_back({ name, { 4 } });
    const TemporaryFolder folder;
    writeModel(folder.file("m.pt"), tensors);
    const auto report = reportOf(folder.file("m.pt"));
    ASSERT_TRUE(report) << report.error().sentence();
    EXPECT_TRUE(report->usable());
    EXPECT_TRUE(report->network.fineTuned);
    EXPECT_EQ(tensorPrefix(report->network), "backbone.");
    EXPECT_THAT(report->unexpected, IsEmpty());
    EXPECT_THAT(report->warnings, Contains(HasSubstr("classifier")));
    EXPECT_THAT(report->absentBuffers, ElementsAre("backbone.spatial_encoder.proj (3, 8)"));
}

TEST(LoadReport, SaysWhichMambaGroupsTheShapesAllow)
{
    NetworkDescription network = variant(Generation::A, Backbone::Mamba2); // 4 heads, 4 state codes
    const TemporaryFolder folder;
    writeModel(folder.file("m.pt"), tensorsOf(network));
    auto report = reportOf(folder.file("m.pt"));
    ASSERT_TRUE(report) << report.error().sentence();
    EXPECT_THAT(report->mambaGroups, ElementsAre(1, 2, 4));
    const auto groups = [&](int used) { return allCautions(*report, used); };
    EXPECT_THAT(groups(1),
                ElementsAre(HasSubstr("Used: 1 (state size 4); also possible: 2 (state size 2), 4 (state "
                                      "size 1)")));
    EXPECT_THAT(groups(2), ElementsAre(HasSubstr("Used: 2 (state size 2); also possible: 1 (state size 4), 4")));
    EXPECT_THAT(report->warnings, IsEmpty()); // a caution, not a note among many
    writeModel(folder.file("m.pt"), tensorsOf(network), { { "ngroups", 2 } });
    report = reportOf(folder.file("m.pt"));
    ASSERT_TRUE(report) << report.error().sentence();
    EXPECT_THAT(groups(2), IsEmpty()); // the config says so
    EXPECT_THAT(groups(1), ElementsAre(HasSubstr("The config says 2")));
    network.convChannels = 16 + 2 * 3; // 3 state codes: only one group divides 3 and 4
    writeModel(folder.file("m.pt"), tensorsOf(network));
    report = reportOf(folder.file("m.pt"));
    ASSERT_TRUE(report) << report.error().sentence();
    EXPECT_THAT(report->mambaGroups, ElementsAre(1));
    EXPECT_THAT(groups(1), IsEmpty());
}

TEST(LoadReport, SaysWhatFollowsFromTheAbsentProjection)
{
    const TemporaryFolder folder;
    writeModel(folder.file("m.pt"), tensorsOf(smallMamba()));
    const auto checkpoint = Checkpoint::open(folder.file("m.pt"));
    ASSERT_TRUE(checkpoint);
    EXPECT_THAT(checkpointText(*checkpoint), HasSubstr("every number about channels depend on the draw"));
    EXPECT_THAT(nlohmann::json::parse(checkpointJson(*checkpoint)).at("absence_means"), HasSubstr("--projection"));
    auto tensors = tensorsOf(smallMamba());
    tensors.push_back({ "spatial_encoder.proj", { 3, 8 } });
    writeModel(folder.file("n.pt"), tensors);
    const auto report = reportOf(folder.file("n.pt"));
    ASSERT_TRUE(report);
    EXPECT_THAT(report->absentBuffers, IsEmpty());
    EXPECT_THAT(report->absenceMeans, IsEmpty());
}

TEST(LoadReport, RefusesSizesBeyondReason)
{
    NetworkDescription network = variant(Generation::A, Backbone::Transformer);
    network.dModel = 6; // 4 heads
    const TemporaryFolder folder;
    writeModel(folder.file("m.pt"), tensorsOf(network));
    const auto report = reportOf(folder.file("m.pt"));
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::Mismatch);
    EXPECT_THAT(report.error().sentence(), HasSubstr("4 heads"));
}

TEST(LoadReport, AnotherNetworkIsDescribed)
{
    const TemporaryFolder folder;
    writeModel(folder.file("conv.pt"), { { "conv1.weight", { 4, 1, 3 } }, { "fc.bias", { 2 } } });
    const auto checkpoint = Checkpoint::open(folder.file("conv.pt"));
    ASSERT_TRUE(checkpoint);
    const auto report = describeCheckpoint(*checkpoint);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::Mismatch);
    EXPECT_THAT(report.error().sentence(), HasSubstr("conv.pt: no known architecture: expected"));
    EXPECT_THAT(report.error().found, HasSubstr("2 tensors: conv1.weight (4, 1, 3), fc.bias (2)"));
    const auto json = nlohmann::json::parse(checkpointJson(*checkpoint));
    EXPECT_TRUE(json.at("architecture").is_null());
    EXPECT_THAT(json.at("reason").get<std::string>(), HasSubstr("no known architecture"));
    EXPECT_EQ(json.at("found").at(1).at("name"), "fc.bias");
    EXPECT_THAT(checkpointText(*checkpoint), HasSubstr("conv1.weight (4, 1, 3) float32"));
}

TEST(LoadReport, JsonAsPromised)
{
    const TemporaryFolder folder;
    writeModel(folder.file("m.pt"), tensorsOf(smallMamba()), { { "mask_ratio", 0.75 } });
    const auto checkpoint = Checkpoint::open(folder.file("m.pt"));
    ASSERT_TRUE(checkpoint);
    const auto json = nlohmann::json::parse(checkpointJson(*checkpoint));
    EXPECT_EQ(json.at("kind"), "checkpoint");
    EXPECT_EQ(json.at("architecture"), "A");
    EXPECT_EQ(json.at("backbone"), "mamba1");
    EXPECT_EQ(json.at("d_model"), 8);
    EXPECT_EQ(json.at("layers"), 2);
    EXPECT_EQ(json.at("window"), 32);
    EXPECT_EQ(json.at("config").at("mask_ratio"), 0.75);
    EXPECT_EQ(json.at("epoch"), 3);
    EXPECT_TRUE(json.at("best_loss").is_null());
    EXPECT_EQ(json.at("tensors").at("used"), expectedTensors(smallMamba()).size());
    for (const char* list : { "missing", "unexpected", "misshaped" })
        EXPECT_TRUE(json.at("tensors").at(list).empty()) << list;
    EXPECT_EQ(json.at("absent_buffers").at(0), "spatial_encoder.proj (3, 8)");
    EXPECT_TRUE(json.at("warnings").is_array());
    EXPECT_THAT(checkpointText(*checkpoint), HasSubstr("generation A, backbone mamba1"));
}

} // namespace
