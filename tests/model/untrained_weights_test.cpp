// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Every tensor of every architecture against the closed form of its law.
#include "model/architectures/untrained_weights.h"

#include <cmath>
#include <numeric>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/masking/python.h"
#include "tests/model/untrained_networks.h"

namespace maskscope::test {

namespace {

std::vector<double> valuesOf(const at::Tensor& tensor)
{
    const auto* first = tensor.data_ptr<float>();
    return { first, first + tensor.numel() };
}

/// Uniform in [low, high]: inside, up to both ends, and with the law's mean and variance within five standard errors
/// (of the variance: var(x^2) of a uniform x in [-b, b] is 4 b^4 / 45).
void expectUniform(const std::vector<double>& values, double low, double high)
{
    const auto n = static_cast<double>(values.size());
    const double bound = (high - low) / 2, centre = (high + low) / 2, rounding = 1e-6 * std::abs(high);
    double sum = 0, squares = 0, least = values[0], most = values[0];
    for (const double v : values) {
        sum += v - centre;
        squares += (v - centre) * (v - centre);
        least = std::min(least, v);
        most = std::max(most, v);
    }
    EXPECT_GE(least, low - rounding);
    EXPECT_LE(most, high + rounding);
    EXPECT_LT(std::abs(sum / n), 5 * bound / std::sqrt(3 * n));
    EXPECT_LT(std::abs(squares / n - bound * bound / 3), 5 * bound * bound * std::sqrt(4 / (45 * n)));
    if (n >= 40) { // chance of a gap of 20 mean spacings: 2e-9
        EXPECT_LT(least, low + 20 * (high - low) / n);
        EXPECT_GT(most, high - 20 * (high - low) / n);
    }
}

void expectAll(const std::vector<double>& values, double expected)
{
    for (const double v : values)
        ASSERT_EQ(v, expected);
}

/// log softplus(s) is uniform between log 0.001 and log 0.1; never at the floor of 1e-4.
void expectSteps(std::vector<double> values)
{
    for (double& v : values)
        v = std::log(std::log1p(std::exp(v)));
    expectUniform(values, std::log(1e-3), std::log(1e-1));
}

void expectDecays(std::vector<double> values, const std::vector<std::int64_t>& shape)
{
    if (shape.size() == 2) {
        for (std::size_t i = 0; i < values.size(); ++i)
            ASSERT_FLOAT_EQ(static_cast<float>(std::exp(values[i])), static_cast<float>(i % 16 + 1));
        return;
    }
    for (double& v : values)
        v = std::exp(v);
    expectUniform(values, 1, 16);
}

/// 1 / sqrt(fan_in) of a Linear or convolution, its bias included, written out module by module; 0: none of these.
double boundOf(const std::string& name, const NetworkDescription& n)
{
    const auto in = [&](const char* part) { return name.find(part) != std::string::npos; };
    const double fanIn = in("token_encoder.proj")                                             ? n.window
        : in("input_proj.0") || (in("output_proj.1") && n.generation == Generation::CStrided) ? n.window / n.dModel
        : in("temporal_encoder.lin")                                                          ? 1
        : in("conv1d")                                                                        ? 4
        : in("x_proj") || (in(".out_proj") && n.backbone != Backbone::Transformer)            ? 2 * n.dModel
        : in("dt_proj.weight")                                                                ? (n.dModel + 15) / 16
        : in("linear2")                                                                       ? 4 * n.dModel
        : in("output_proj.1") || in("linear1") || in(".in_proj.") || in("self_attn.out_proj.weight") ? n.dModel
                                                                                                     : 0;
    return fanIn > 0 ? 1 / std::sqrt(fanIn) : 0;
}

bool isNorm(const std::string& name)
{
    return name.find("norm") != std::string::npos || name.find("input_proj.1") != std::string::npos
        || name.find("output_proj.0") != std::string::npos;
}

void expectLaw(const std::string& name, const std::vector<double>& values, const std::vector<std::int64_t>& shape,
               const NetworkDescription& network)
{
    const double bound = boundOf(name, network);
    if (name.ends_with("A_log"))
        expectDecays(values, shape);
    else if (name.ends_with(".dt_bias") || name.ends_with("dt_proj.bias"))
        expectSteps(values);
    else if (name.ends_with(".D") || (isNorm(name) && name.ends_with(".weight")))
        expectAll(values, 1);
    else if (isNorm(name) || name.ends_with("in_proj_bias") || name.ends_with("self_attn.out_proj.bias"))
        expectAll(values, 0);
    else if (name.ends_with("in_proj_weight"))
        expectUniform(values, -std::sqrt(1.5 / network.dModel), std::sqrt(1.5 / network.dModel));
    else if (bound > 0)
        expectUniform(values, -bound, bound);
    else
        FAIL() << "no law known";
}

TEST(UntrainedWeights, EveryTensorFollowsItsLaw)
{
    auto networks = everyNetwork();
    auto& variant = networks.emplace_back(describedNetwork(Generation::A, Backbone::Mamba2));
    variant.projectionBias = variant.skipPerChannel = true;
    variant.ssmInner = 64; // a gated MLP of 64 channels beside the state space
    variant.ssmHeads = 32;
    variant.convChannels = 64 + 64;
    networks.emplace_back(describedNetwork(Generation::A, Backbone::Mamba1)).convBias = false;
    for (const auto& network : networks) {
        const auto weights = untrainedWeights(network, 11);
        const auto expected = expectedTensors(network);
        EXPECT_EQ(weights.size(), expected.size());
        for (const auto& [name, shape] : expected) {
            SCOPED_TRACE(nameOf(network) + " " + name);
            ASSERT_TRUE(weights.contains(name));
            const auto& tensor = weights.find(name)->second;
            ASSERT_EQ(tensor.sizes().vec(), shape);
            expectLaw(name, valuesOf(tensor), shape, network);
        }
    }
}

TEST(UntrainedWeights, ASeedIsRepeatedAndNoTwoTensorsShareTheirNumbers)
{
    const auto network = describedNetwork(Generation::A, Backbone::Mamba1);
    const auto first = untrainedWeights(network, 5), again = untrainedWeights(network, 5),
               other = untrainedWeights(network, std::uint64_t { 5 } << 32);
    std::set<double> seen;
    std::size_t drawn = 0;
    for (const auto& [name, tensor] : first) {
        EXPECT_TRUE(tensor.equal(again.find(name)->second)) << name;
        const auto values = valuesOf(tensor);
        if (name.find("norm") != std::string::npos || name.ends_with("A_log") || name.ends_with(".D"))
            continue;
        EXPECT_FALSE(tensor.equal(other.find(name)->second)) << name;
        const double bound = name.ends_with("dt_proj.bias") ? 1 : boundOf(name, network);
        for (const auto& weights : { first, other })
            seen.insert(std::round(valuesOf(weights.find(name)->second)[0] / bound * 1e5)); // u of the first element
        drawn += 2;
    }
    EXPECT_EQ(seen.size(), drawn);
}

TEST(UntrainedWeights, NumpyDrawsTheSameNumbers)
{
    if (!pythonHas("numpy"))
        GTEST_SKIP() << "/usr/bin/python3 has no numpy";
    const auto network = describedNetwork(Generation::A, Backbone::Mamba2);
    const auto weights = untrainedWeights(network, 7);
    const auto expected = expectedTensors(network);
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const auto& name = expected[i].first;
        const bool steps = name.ends_with("dt_bias"), decays = name.ends_with("A_log");
        if (name != "token_encoder.proj.weight" && name != "backbone.layers.1.conv1d.bias" && !steps && !decays)
            continue;
        SCOPED_TRACE(name);
        const auto values = valuesOf(weights.find(name)->second);
        const std::string law = steps ? "numpy.log(numpy.expm1(10 ** (2 * u - 3)))"
            : decays                  ? "numpy.log(1 + 15 * u)"
                                      : "(2 * u - 1) * " + std::to_string(boundOf(name, network));
        const auto output
            = runPython("import numpy\nu = numpy.random.default_rng([0x756e7472, 7, " + std::to_string(i) + "]).random("
                        + std::to_string(values.size()) + ")\nfor v in " + law + ": print('%.9g' % v)\n");
        ASSERT_TRUE(output);
        std::istringstream lines(*output);
        for (const double v : values) {
            double drawn = 0;
            ASSERT_TRUE(lines >> drawn);
            ASSERT_NEAR(v, drawn, 1e-5 * std::max(std::abs(drawn), 0.1)); // to_string keeps six digits of the bound
        }
    }
}

TEST(UntrainedWeights, SizesThatMakeNoNetworkAreSaid)
{
    const auto fault = [](Generation generation, Backbone backbone, int NetworkDescription::*size, int value) {
        auto network = describedNetwork(generation, backbone);
        network.*size = value;
        const auto checked = checkSizes(network);
        return checked ? std::string("fits") : checked.error().sentence();
    };
    const auto has = [](const std::string& sentence, const char* part) {
        EXPECT_NE(sentence.find(part), std::string::npos) << sentence;
    };
    for (const auto& network : everyNetwork())
        EXPECT_TRUE(checkSizes(network)) << nameOf(network);
    has(fault(Generation::A, Backbone::Mamba1, &NetworkDescription::dModel, 0), "d_model 0");
    has(fault(Generation::A, Backbone::Mamba1, &NetworkDescription::layers, -1), "-1 layers");
    has(fault(Generation::CStrided, Backbone::Mamba1, &NetworkDescription::window, 100), "a multiple of 64");
    has(fault(Generation::CDirect, Backbone::Mamba1, &NetworkDescription::window, 100), "C-direct");
    has(fault(Generation::A, Backbone::Mamba1, &NetworkDescription::dState, 0), "A_log");
    has(fault(Generation::A, Backbone::Mamba2, &NetworkDescription::ssmHeads, 0), "dt_bias");
    has(fault(Generation::A, Backbone::Transformer, &NetworkDescription::feedForward, 0), "linear1");
}

} // namespace

} // namespace maskscope::test
