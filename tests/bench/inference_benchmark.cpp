// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Inference at the reference study's size: generation A, D 512, 2 Mamba-1 layers, windows of 2048 samples, 65 channels
// of 124 tokens, all masked. Beside it the matrix products of the same pass alone: the floor it stands on.
#include <cmath>
#include <fstream>
#include <random>
#include <string>

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/log.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/zeros.h>
#include <benchmark/benchmark.h>
#include <c10/core/InferenceMode.h>

#include "model/layers/linear.h"
#include "model/session/batch_plan.h"
#include "model/session/network_run.h"

namespace maskscope {

namespace {

constexpr int kChannels = 65, kTokens = 124;
constexpr std::int64_t kBudget = 150'000'000; // as InferenceSession
constexpr NetworkDescription kNetwork { .generation = Generation::A,
                                        .backbone = Backbone::Mamba1,
                                        .dModel = 512,
                                        .layers = 2,
                                        .window = 2048,
                                        .dState = 16,
                                        .dInner = 1024,
                                        .dtRank = 32,
                                        .convWidth = 4 };

at::Tensor matrix(std::int64_t rows, std::int64_t columns)
{
    return at::randn({ rows, columns }) / std::sqrt(static_cast<double>(columns));
}

void addNorm(WeightMap& weights, const std::string& name)
{
    weights[name + ".weight"] = at::ones({ kNetwork.dModel });
    weights[name + ".bias"] = at::zeros({ kNetwork.dModel });
}

WeightMap randomWeights()
{
    const auto& n = kNetwork;
    WeightMap weights;
    weights["token_encoder.proj.weight"] = matrix(n.dModel, n.window);
    weights["token_encoder.proj.bias"] = at::zeros({ n.dModel });
    weights["temporal_encoder.lin.weight"] = at::randn({ n.dModel, 1 });
    weights["temporal_encoder.lin.bias"] = at::randn({ n.dModel });
    addNorm(weights, "token_encoder.norm");
    addNorm(weights, "backbone.out_norm");
    for (int i = 0; i < n.layers; ++i) {
        const std::string block = "backbone.layers." + std::to_string(i) + ".";
        weights[block + "A_log"]
            = at::log(at::arange(1, n.dState + 1)).to(at::kFloat).expand({ n.dInner, n.dState }).contiguous();
        weights[block + "D"] = at::ones({ n.dInner });
        weights[block + "in_proj.weight"] = matrix(2 * n.dInner, n.dModel);
        weights[block + "conv1d.weight"] = at::randn({ n.dInner, 1, n.convWidth }) * 0.3;
        weights[block + "conv1d.bias"] = at::zeros({ n.dInner });
        weights[block + "x_proj.weight"] = matrix(n.dtRank + 2 * n.dState, n.dInner);
        weights[block + "dt_proj.weight"] = matrix(n.dInner, n.dtRank);
        weights[block + "dt_proj.bias"] = at::randn({ n.dInner }) - 4;
        weights[block + "out_proj.weight"] = matrix(n.dModel, n.dInner);
        addNorm(weights, "backbone.layer_norms." + std::to_string(i));
    }
    return weights;
}

WindowSet randomWindows()
{
    WindowSet set;
    set.windowLength = kNetwork.window;
    set.recordings.push_back({ "bench", {}, "", 256 });
    set.samples.resize(static_cast<std::size_t>(kChannels) * kTokens * kNetwork.window);
    std::minstd_rand engine(1);
    std::normal_distribution<float> normal(0, 20);
    for (float& v : set.samples)
        v = normal(engine);
    for (int c = 0; c < kChannels; ++c) {
        set.channels.push_back({ "C" + std::to_string(c), Eigen::Vector3d(std::cos(c), std::sin(c), 0.5), "" });
        set.sequences.push_back({ 0, c, kTokens, static_cast<std::int64_t>(c) * kTokens * kNetwork.window });
    }
    return set;
}

/// Largest memory this process ever held, in MB.
double peakMemory()
{
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (word == "VmHWM:" && status >> word)
            return std::stod(word) / 1024;
    return 0;
}

struct Setting {
    WindowSet windows = randomWindows();
    WeightMap weights = randomWeights();
    Network network = *Network::create(kNetwork, weights, at::randn({ 3, kNetwork.dModel }), at::kCPU, 1);
};

Setting& setting()
{
    static Setting once;
    return once;
}

void finish(benchmark::State& state)
{
    state.SetItemsProcessed(state.iterations() * kChannels * kTokens);
    state.counters["peak_MB"] = peakMemory();
}

/// Masking, predictions and targets of every token. Argument: threads, mask ratio in percent.
void predictEverything(benchmark::State& state)
{
    const at::InferenceMode inference;
    auto& s = setting();
    at::set_num_threads(static_cast<int>(state.range(0)));
    const MaskSpec spec { .ratio = static_cast<double>(state.range(1)) / 100 };
    const auto mask = makeMask(s.windows, spec);
    for ([[maybe_unused]] auto _ : state) {
        NetworkRun run(s.network, { s.windows, *mask, {}, 0, kBudget });
        benchmark::DoNotOptimize(run.run({}, {}));
    }
    finish(state);
}

/// The matrix products of that pass, in the same batches. Argument: threads.
void matrixProductsAlone(benchmark::State& state)
{
    const at::InferenceMode inference;
    auto& s = setting();
    at::set_num_threads(static_cast<int>(state.range(0)));
    const auto& n = kNetwork;
    const std::vector<int> padded(kChannels, kTokens);
    const std::int64_t most = rowsWithin(kBudget, s.network.bytesPerRow());
    const auto linear = [&](const std::string& name) { return Linear { s.weights.at(name), {} }; };
    const auto product = [](const Linear& layer, const at::Tensor& x, at::Tensor& out) { layer.apply(x, out); };
    at::Tensor windows = at::randn({ most, n.window }), rows = at::randn({ most, n.dModel });
    at::Tensor inner = at::empty({ most, 2 * n.dInner }), input = at::randn({ most, n.dInner }),
               step = at::empty({ most, n.dInner });
    at::Tensor codes = at::empty({ most, n.dtRank + 2 * n.dState }), out = at::empty({ most, n.dModel });
    for ([[maybe_unused]] auto _ : state) {
        for (std::size_t first = 0; first < padded.size();) {
            const std::size_t last = batchEnd(padded, first, { most, 0 });
            const auto count = static_cast<std::int64_t>(last - first) * kTokens;
            const auto part = [&](at::Tensor& t) { return t.narrow(0, 0, count); };
            auto target = part(out), wide = part(inner), code = part(codes), delta = part(step);
            product(linear("token_encoder.proj.weight"), part(windows), target);
            for (int i = 0; i < n.layers; ++i) {
                const std::string block = "backbone.layers." + std::to_string(i) + ".";
                product(linear(block + "in_proj.weight"), part(rows), wide);
                product(linear(block + "x_proj.weight"), part(input), code);
                product(linear(block + "dt_proj.weight"), code.narrow(1, 0, n.dtRank), delta);
                product(linear(block + "out_proj.weight"), part(input), target);
            }
            first = last;
        }
    }
    finish(state);
}

BENCHMARK(predictEverything)->ArgsProduct({ { 1, 2 }, { 50, 100 } })->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(matrixProductsAlone)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

} // namespace

} // namespace maskscope
