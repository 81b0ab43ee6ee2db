// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Every architecture against the reference implementation: at most 1e-4 of the predictions' standard deviation apart.
#include <gtest/gtest.h>

#include "tests/model/model_run.h"
#include "tests/model/random_values.h"

namespace maskscope::test {

namespace {

constexpr double kTolerance = 1e-4;

struct Case {
    std::string line;
    ForwardSwitches switches {};
    int groups = 1;
    int batch = 0;
};

void expectParity(const std::vector<Case>& cases)
{
    std::vector<std::string> lines;
    for (const auto& c : cases)
        lines.push_back(c.line);
    const ReferenceCases reference(lines);
    if (!reference.unavailable().empty())
        GTEST_SKIP() << reference.unavailable();
    double worst = 0;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        SCOPED_TRACE(cases[i].line);
        const auto inputs = reference.inputs(i);
        ASSERT_TRUE(inputs) << inputs.error().sentence();
        InferenceOptions options {
            .device = "cpu", .batch = cases[i].batch, .threads = 2, .mambaGroups = cases[i].groups
        };
        const auto found = predict(*inputs, options, cases[i].switches);
        ASSERT_TRUE(found) << found.error().sentence();
        const auto expected = reference.expected(i);
        const double distance = relativeDistance(found->predictions, expected.predictions);
        EXPECT_LE(distance, kTolerance);
        worst = std::max(worst, distance);
        if (cases[i].switches.signal) {
            EXPECT_LE(relativeDistance(found->targets, expected.targets), kTolerance);
        }
        EXPECT_EQ(found->position, expected.position);
        EXPECT_EQ(found->tokenIndex, expected.tokenIndex);
        EXPECT_EQ(found->seqLen, expected.seqLen);
        EXPECT_EQ(found->sequence, expected.sequence);
    }
    std::printf("%zu cases, worst difference %.2g of the standard deviation\n", cases.size(), worst);
}

const std::vector<std::string> kGenerations { "generation=A d-model=32 window=96",
                                              "generation=C-strided d-model=32 window=96",
                                              "generation=C-pool d-model=32 window=100",
                                              "generation=C-direct d-model=64 window=64" };
/// Lengths differ between recordings, and 7 channels do not divide by 4: groups straddle recordings.
const std::string kRecording = " layers=2 recordings=3 channels=7 tokens=11 ";

std::string block(const std::string& generation, const std::string& name)
{
    return generation + kRecording + "block=" + name;
}

void expectParityOverStyles(const std::string& backbone)
{
    std::vector<Case> cases;
    for (const auto& generation : kGenerations)
        for (const std::string style : { "mae", "bert", "within_token", "multi_channel", "multi_channel within=on" })
            cases.push_back({ block(generation, backbone) + " ratio=0.6 noise=on style=" + style });
    expectParity(cases);
}

TEST(OracleParity, Mamba1OverGenerationsAndStyles) { expectParityOverStyles("mamba1"); }

TEST(OracleParity, TransformerOverGenerationsAndStyles) { expectParityOverStyles("transformer"); }

TEST(OracleParity, Mamba2)
{
    std::vector<Case> cases;
    for (const std::string size :
         { "generation=A d-model=64 window=96", "generation=C-strided d-model=128 window=256" })
        for (const int groups : { 1, 2 })
            cases.push_back(
                { size + kRecording + "block=mamba2 d-state=32 style=mae ratio=0.6 ngroups=" + std::to_string(groups),
                  {},
                  groups });
    expectParity(cases);
}

TEST(OracleParity, GaussianNoiseInTheMaskedPlaces)
{
    std::vector<Case> cases;
    for (const auto& generation : kGenerations)
        for (const std::string backbone : { "mamba1", "transformer" })
            for (const std::string style : { "mae", "within_token" })
                cases.push_back(
                    { block(generation, backbone) + " ratio=0.4 noise=on replacement=gaussian_noise style=" + style });
    expectParity(cases);
}

TEST(OracleParity, EverythingMaskedAndHardlyAnything)
{
    std::vector<Case> cases;
    for (const auto& generation : kGenerations)
        for (const std::string backbone : { "mamba1", "transformer" })
            for (const std::string ratio : { "1.0", "0.01" })
                cases.push_back({ block(generation, backbone) + " style=mae ratio=" + ratio });
    expectParity(cases);
}

TEST(OracleParity, SwitchesOfTheInput)
{
    std::vector<Case> cases;
    for (const auto& generation : kGenerations)
        for (const std::string backbone : { "mamba1", "transformer" }) {
            const std::string line = block(generation, backbone) + " style=mae ratio=0.5 ";
            cases.push_back({ line + "no-temporal=on", { .temporal = false } });
            cases.push_back({ line + "no-spatial=on", { .spatial = false } });
            cases.push_back({ line + "no-temporal=on no-spatial=on", { .temporal = false, .spatial = false } });
            cases.push_back({ line + "mirrored=on", { .mirrorPosition = true } });
            cases.push_back({ line + "embeddings=on", { .signal = false } });
        }
    expectParity(cases);
}

TEST(OracleParity, FineTunedModelsAreOpenedAsTheirEncoder)
{
    std::vector<Case> cases;
    for (const auto& generation : kGenerations)
        cases.push_back({ block(generation, "mamba1") + " style=mae ratio=0.5 fine-tuned=on" });
    cases.push_back({ block(kGenerations[1], "transformer") + " style=mae ratio=0.5 fine-tuned=on" });
    expectParity(cases);
}

TEST(OracleParity, TransformerGroupsOfAnySize)
{
    std::vector<Case> cases;
    for (const int batch : { 1, 3, 64 })
        cases.push_back({ block(kGenerations[1], "transformer") + " style=mae ratio=0.5 batch=" + std::to_string(batch),
                          {},
                          1,
                          batch });
    expectParity(cases);
}

TEST(OracleParity, RandomConfigurations)
{
    RandomValues random(20260101);
    std::vector<Case> cases;
    for (int i = 0; i < 32; ++i) { // in turn: Mamba-1 twice, Mamba-2, Transformer
        const bool attention = i % 4 == 3, dual = i % 4 == 2;
        // Mamba-2 has heads of 64 channels: an even number of them for two groups.
        const int d = dual ? 64 * random.integer(1, 4)
                           : (attention ? 4 : 1) * random.integer(attention ? 4 : 16, attention ? 64 : 256);
        const int groups = dual ? 1 + i / 4 % 2 : 1;
        const int layout = random.integer(0, 3);
        const int window = layout == 1 ? d * random.integer(2, 5)
            : layout == 3              ? d
                                       : d * random.integer(1, 3) + random.integer(1, d - 1);
        const char* generations[] = { "A", "C-strided", "C-pool", "C-direct" };
        const char* styles[] = { "mae", "bert", "within_token", "multi_channel" };
        const auto text = [](int n) { return std::to_string(n); };
        std::string line = "generation=" + std::string(generations[layout]) + " block="
            + (attention  ? "transformer"
                   : dual ? "mamba2"
                          : "mamba1")
            + " d-model=" + text(d) + " window=" + text(window) + " layers=" + text(random.integer(1, 4))
            + " seed=" + text(i) + " recordings=" + text(random.integer(1, 3))
            + " channels=" + text(random.integer(1, 9)) + " tokens=" + text(random.integer(6, 40))
            + " noise=on style=" + styles[random.integer(0, 3)] + " ratio=0." + text(random.integer(1, 9));
        if (!attention)
            line += " d-state=" + text(random.integer(1, 24));
        if (dual)
            line += " ngroups=" + text(groups);
        const ForwardSwitches switches { .temporal = i % 5 != 1, .spatial = i % 5 != 2 && i % 5 != 3 };
        line += switches.temporal ? "" : " no-temporal=on";
        line += switches.spatial ? "" : " no-spatial=on";
        cases.push_back({ line, switches, groups });
    }
    expectParity(cases);
}

} // namespace

} // namespace maskscope::test
