// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/architectures/untrained_weights.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string_view>

#include <ATen/ops/empty.h>

#include "analysis/data/random/numpy_random.h"

namespace maskscope {

namespace {

constexpr std::uint64_t kStream = 0x756e7472; // "untr"
constexpr double kStepLeast = 1e-3, kStepMost = 1e-1, kStepFloor = 1e-4; // dt_min, dt_max, dt_init_floor
constexpr double kDecayLeast = 1, kDecayMost = 16; // A_init_range

using Shape = std::vector<std::int64_t>;
using Shapes = std::map<std::string, Shape, std::less<>>;
/// Element `i` of a tensor.
using Law = std::function<double(NumpyRandom& random, std::int64_t i)>;

Law constant(double value)
{
    return [value](NumpyRandom&, std::int64_t) { return value; };
}

Law uniform(double bound)
{
    return [bound](NumpyRandom& random, std::int64_t) { return bound * (2 * random.random() - 1); };
}

double inverseSoftplusOfStep(NumpyRandom& random, std::int64_t)
{
    const double exponent = random.random() * (std::log(kStepMost) - std::log(kStepLeast)) + std::log(kStepLeast);
    const double step = std::max(std::exp(exponent), kStepFloor);
    return step + std::log(-std::expm1(-step));
}

double logOfDecay(NumpyRandom& random, std::int64_t)
{
    return std::log(kDecayLeast + (kDecayMost - kDecayLeast) * random.random());
}

std::int64_t fanIn(const Shape& weight)
{
    std::int64_t product = 1;
    for (std::size_t i = 1; i < weight.size(); ++i)
        product *= weight[i];
    return product;
}

Law ofModule(const Shape& weight, bool bias)
{
    if (weight.size() == 1) // a norm
        return constant(bias ? 0 : 1);
    return uniform(1 / std::sqrt(static_cast<double>(fanIn(weight))));
}

Law lawOf(std::string_view name, const Shape& shape, const Shapes& shapes)
{
    const auto is = [&](std::string_view end) { return name.ends_with(end); };
    if (is(".A_log") && shape.size() == 2)
        return
            [states = shape[1]](NumpyRandom&, std::int64_t i) { return std::log(static_cast<double>(i % states + 1)); };
    if (is(".A_log"))
        return logOfDecay;
    if (is(".D"))
        return constant(1);
    if (is(".dt_bias") || is(".dt_proj.bias"))
        return inverseSoftplusOfStep;
    if (is(".in_proj_weight"))
        return uniform(std::sqrt(6. / static_cast<double>(shape[0] + shape[1])));
    if (is(".in_proj_bias") || is(".self_attn.out_proj.bias"))
        return constant(0);
    constexpr std::string_view bias = ".bias";
    if (!is(bias))
        return ofModule(shape, false);
    const std::string weight = std::string(name.substr(0, name.size() - bias.size())) + ".weight";
    return ofModule(shapes.find(weight)->second, true);
}

tl::unexpected<Error> unfit(std::string message, std::string expected, std::string found)
{
    return failure(ErrorCode::Mismatch, "network description", std::move(message), std::move(expected),
                   std::move(found));
}

} // namespace

Result<void> checkSizes(const NetworkDescription& network)
{
    const int d = network.dModel, window = network.window;
    if (d < 1 || window < 1 || network.layers < 1)
        return unfit("a network has a width, a window and layers", "numbers above 0",
                     "d_model " + std::to_string(d) + ", window " + std::to_string(window) + ", "
                         + std::to_string(network.layers) + " layers");
    const bool strided = network.generation == Generation::CStrided && window % d != 0;
    if (strided || (network.generation == Generation::CDirect && window != d))
        return unfit("the window does not suit generation " + std::string(generationName(network.generation)),
                     strided ? "a multiple of " + std::to_string(d) : std::to_string(d), std::to_string(window));
    for (const auto& [name, shape] : expectedTensors(network))
        if (std::ranges::any_of(shape, [](std::int64_t size) { return size < 1; }))
            return unfit("a tensor would be empty", "sizes above 0", name);
    return {};
}

WeightMap untrainedWeights(const NetworkDescription& network, std::uint64_t seed)
{
    const auto tensors = expectedTensors(network);
    const Shapes shapes(tensors.begin(), tensors.end());
    WeightMap weights;
    for (std::size_t t = 0; t < tensors.size(); ++t) {
        const auto& [name, shape] = tensors[t];
        const Law law = lawOf(name, shape, shapes);
        NumpyRandom random { kStream, seed, t };
        const at::Tensor tensor = at::empty(shape, at::kFloat);
        auto* values = tensor.data_ptr<float>();
        for (std::int64_t i = 0; i < tensor.numel(); ++i)
            values[i] = static_cast<float>(law(random, i));
        weights.emplace(name, tensor);
    }
    return weights;
}

} // namespace maskscope
