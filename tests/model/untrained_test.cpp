// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions of untrained networks, and their weights beside those of PyTorch's own modules.
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>

#include "model/architectures/untrained_weights.h"
#include "tests/masking/python.h"
#include "tests/masking/windows.h"
#include "tests/model/model_run.h"
#include "tests/model/untrained_networks.h"

namespace maskscope::test {

namespace {

using testing::HasSubstr;

constexpr int kSeeds = 10; // copies whose numbers are taken together

struct Input {
    WindowSet windows;
    MaskPlan mask;
};

Input inputOf(int window, MaskStyle style = MaskStyle::Mae)
{
    auto windows = windowSet({ { 0, 9 }, { 0, 9 }, { 1, 13 }, { 1, 13 } }, window);
    auto mask = makeMask(windows, { .ratio = 0.5, .style = style, .seed = 1 });
    return { std::move(windows), *mask };
}

SpatialProjection projectionOf(const NetworkDescription& network, const std::string& source = "seed:0")
{
    return *loadSpatialProjection(source, network.dModel);
}

struct Choice {
    int threads = 1;
    std::string projection = "seed:0";
    MaskStyle style = MaskStyle::Mae;
};

Result<PredictionSet> predictUntrained(const NetworkDescription& network, std::uint64_t seed, const Choice& choice = {})
{
    auto session = InferenceSession::createUntrained(network, seed, projectionOf(network, choice.projection),
                                                     { .device = "cpu", .threads = choice.threads });
    if (!session)
        return tl::unexpected(session.error());
    const auto input = inputOf(network.window, choice.style);
    return session->run(input.windows, input.mask, {}, {}, {});
}

/// Untrained, such a network answers a token without samples with a constant (see the test of that).
bool silentWhereMasked(const NetworkDescription& network)
{
    return network.generation != Generation::A && network.backbone != Backbone::Transformer;
}

TEST(Untrained, EveryArchitecturePredictsAndTheSeedDecides)
{
    for (const auto& network : everyNetwork()) {
        SCOPED_TRACE(nameOf(network));
        const auto style = silentWhereMasked(network) ? MaskStyle::WithinToken : MaskStyle::Mae;
        const auto first = predictUntrained(network, 3, { .style = style });
        ASSERT_TRUE(first) << first.error().sentence();
        EXPECT_EQ(first->rows(), inputOf(network.window, style).mask.maskedTokens());
        EXPECT_TRUE(first->predictions.allFinite());
        EXPECT_TRUE(first->targets.allFinite());
        const auto again = predictUntrained(network, 3, { .style = style }),
                   other = predictUntrained(network, 4, { .style = style }),
                   threaded = predictUntrained(network, 3, { .threads = 2, .style = style }),
                   placed = predictUntrained(network, 3, { .projection = "seed:1", .style = style });
        ASSERT_TRUE(again && other && threaded && placed);
        EXPECT_TRUE(again->predictions == first->predictions);
        EXPECT_LE(relativeDistance(threaded->predictions, first->predictions), 1e-5);
        EXPECT_GT(relativeDistance(other->predictions, first->predictions), 0.1);
        if (!silentWhereMasked(network)) { // there, no shown token carries a code
            EXPECT_GT(relativeDistance(placed->predictions, first->predictions), 1e-3);
        }
    }
}

/// In generation C a masked token is a row of zeros without codes. A Mamba block multiplies its output by silu(z), z a
/// linear layer of the token without a bias: zero stays zero through blocks and norms (their biases start at 0), and
/// the decoder's bias, in C-pool alone, is all that is left. Context, channel and position cannot reach such a token.
TEST(Untrained, AMambaOfGenerationCAnswersMaskedTokensWithAConstant)
{
    for (const auto& network : everyNetwork()) {
        if (!silentWhereMasked(network))
            continue;
        SCOPED_TRACE(nameOf(network));
        const auto found = predictUntrained(network, 3);
        ASSERT_TRUE(found);
        RowMatrixF expected = RowMatrixF::Zero(found->rows(), network.window);
        if (network.generation == Generation::CPool) {
            const auto weights = untrainedWeights(network, 3);
            const auto* bias = weights.find("output_proj.1.bias")->second.data_ptr<float>();
            expected.rowwise() = Eigen::Map<const Eigen::RowVectorXf>(bias, network.window);
        }
        EXPECT_TRUE(found->predictions == expected);
    }
}

TEST(Untrained, WhatMakesNoNetworkIsSaid)
{
    const auto fault
        = [](const NetworkDescription& network, const SpatialProjection& projection, const InferenceOptions& options) {
              const auto session = InferenceSession::createUntrained(network, 3, projection, options);
              return session ? std::string("created") : session.error().sentence();
          };
    auto network = describedNetwork(Generation::A, Backbone::Transformer);
    const auto projection = projectionOf(network);
    network.heads = 5;
    EXPECT_THAT(fault(network, projection, {}), HasSubstr("untrained copy, seed 3"));
    network = describedNetwork(Generation::A, Backbone::Mamba2);
    EXPECT_THAT(fault(network, projection, { .mambaGroups = 3 }), HasSubstr("3 group(s)"));
    EXPECT_THAT(fault(network, projection, { .batch = -1 }), HasSubstr("batch"));
    EXPECT_THAT(fault(network, projection, { .device = "tpu" }), HasSubstr("tpu"));
    network.dModel = 128;
    EXPECT_THAT(fault(network, projection, {}), HasSubstr("spatial projection"));
    network.window = 0;
    EXPECT_THAT(fault(network, projection, {}), HasSubstr("window 0"));
}

/// Everything as files of raw float32 for untrained_reference.py, which answers with distances and checkpoints.
class BesidePyTorch : public testing::Test {
protected:
    void SetUp() override
    {
        if (!pythonHas("torch, numpy"))
            GTEST_SKIP() << "/usr/bin/python3 lacks torch or numpy";
        std::ofstream cases(m_folder / "cases.txt");
        for (const auto& network : everyNetwork()) {
            cases << nameOf(network) << ' ' << generationName(network.generation) << ' '
                  << backboneName(network.backbone) << ' ' << network.dModel << ' ' << network.window << '\n';
            for (int seed = 0; seed < kSeeds; ++seed)
                write(network, seed);
        }
        cases.close();
        const std::string command = "/usr/bin/python3 " MASKSCOPE_SOURCE_DIR "/tests/model/untrained_reference.py "
            + (m_folder / "").string() + " " + std::to_string(kSeeds);
        ASSERT_EQ(std::system(command.c_str()), 0) << command;
    }

    void write(const NetworkDescription& network, int seed)
    {
        const auto weights = untrainedWeights(network, static_cast<std::uint64_t>(seed));
        const std::string stem = nameOf(network) + "." + std::to_string(seed);
        std::ofstream names(m_folder / (stem + ".names"));
        std::ofstream values(m_folder / (stem + ".values"), std::ios::binary);
        for (const auto& [name, shape] : expectedTensors(network)) {
            names << name;
            for (const auto size : shape)
                names << ' ' << size;
            names << '\n';
            const auto& tensor = weights.find(name)->second;
            values.write(reinterpret_cast<const char*>(tensor.data_ptr<float>()), 4 * tensor.numel());
        }
    }

    TemporaryFolder m_folder;
};

TEST_F(BesidePyTorch, ModulesOfTheSameNetworkStartWithTheSameLaws)
{
    std::ifstream answers(m_folder / "distances.txt");
    std::string name;
    double distance = 0, limit = 0, closest = 1;
    std::size_t compared = 0, expected = 0;
    for (; answers >> name >> distance >> limit; ++compared) {
        EXPECT_LE(distance, limit) << name;
        closest = limit > 0 ? std::min(closest, limit) : closest;
    }
    for (const auto& network : everyNetwork())
        expected += expectedTensors(network).size();
    EXPECT_EQ(compared, expected);
    std::printf("%zu tensors, the sharpest limit is a distance of %.3f\n", compared, closest);
}

TEST_F(BesidePyTorch, ACheckpointOfTheWeightsGivesTheSamePredictions)
{
    for (const auto& network : everyNetwork()) {
        SCOPED_TRACE(nameOf(network));
        const auto checkpoint = Checkpoint::open(m_folder / (nameOf(network) + ".pt"));
        ASSERT_TRUE(checkpoint) << checkpoint.error().sentence();
        const auto report = describeCheckpoint(*checkpoint);
        ASSERT_TRUE(report) << report.error().sentence();
        EXPECT_EQ(expectedTensors(report->network), expectedTensors(network));
        auto session
            = InferenceSession::create(*checkpoint, *report, projectionOf(network), { .device = "cpu", .threads = 1 });
        ASSERT_TRUE(session) << session.error().sentence();
        const auto input = inputOf(network.window);
        const auto read = session->run(input.windows, input.mask, {}, {}, {});
        const auto drawn = predictUntrained(network, 0);
        ASSERT_TRUE(read && drawn);
        EXPECT_TRUE(read->predictions == drawn->predictions);
        EXPECT_TRUE(read->targets == drawn->targets);
    }
}

} // namespace

} // namespace maskscope::test
