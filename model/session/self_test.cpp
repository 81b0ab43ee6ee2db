// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/self_test.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <limits>

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/zeros.h>
#include <c10/core/InferenceMode.h>

#include "model/architectures/network.h"
#include "model/architectures/untrained_weights.h"
#include "model/session/batch_plan.h"
#include "model/session/batch_preparation.h"
#include "model/session/compute_device.h"
#include "model/session/reference_network.h"
#include "model/session/torch_errors.h"

namespace maskscope {

namespace {

constexpr int kWidth = 128, kLayers = 2, kChannels = 4;
constexpr std::array kTokens { 19, 11, 26 }; // of each recording
constexpr int kPaddingGroup = 5; // straddles recordings of kChannels sequences: a Transformer sees padding
constexpr int kPasses = 3;
constexpr std::uint64_t kSeed = 20260;

struct Architecture {
    NetworkDescription network;
    int groups = 1;
};

int windowOf(Generation generation)
{
    switch (generation) {
    case Generation::CStrided:
        return 2 * kWidth;
    case Generation::CDirect:
        return kWidth;
    case Generation::A:
    case Generation::CPool:
        break;
    }
    return 300;
}

Architecture architecture(Generation generation, Backbone backbone, int groups)
{
    NetworkDescription n { .generation = generation,
                           .backbone = backbone,
                           .dModel = kWidth,
                           .layers = kLayers,
                           .window = windowOf(generation) };
    n.dInner = 2 * kWidth;
    n.dState = 16;
    n.dtRank = (kWidth + 15) / 16;
    n.convWidth = 4;
    n.feedForward = 4 * kWidth;
    if (backbone == Backbone::Mamba2) {
        n.dState = 64;
        n.ssmHeads = n.dInner / 64;
        n.ssmInner = n.dInner;
        n.convChannels = n.ssmInner + 2 * groups * n.dState;
    }
    return { n, groups };
}

std::vector<Architecture> everyArchitecture()
{
    std::vector<Architecture> all;
    for (const auto generation : { Generation::A, Generation::CStrided, Generation::CPool, Generation::CDirect }) {
        all.push_back(architecture(generation, Backbone::Mamba1, 1));
        all.push_back(architecture(generation, Backbone::Mamba2, 1));
        all.push_back(architecture(generation, Backbone::Mamba2, 2));
        all.push_back(architecture(generation, Backbone::Transformer, 1));
    }
    return all;
}

at::Tensor randomNormal(at::IntArrayRef shape, std::uint64_t seed)
{
    return at::randn(shape, at::make_generator<at::CPUGeneratorImpl>(seed));
}

/// As before training, but moved off the ones and zeros behind which a term could hide.
WeightMap randomWeights(const NetworkDescription& network)
{
    WeightMap weights = untrainedWeights(network, kSeed);
    std::uint64_t seed = kSeed;
    for (auto& [name, tensor] : weights)
        if (tensor.dim() == 1 || name.ends_with("A_log"))
            tensor = tensor + randomNormal(tensor.sizes(), ++seed) * 0.05;
    return weights;
}

/// Noise of 20 microvolt in recordings of unequal length, drawn like the weights.
WindowSet randomWindows(int window)
{
    WindowSet set;
    set.windowLength = window;
    std::int64_t offset = 0;
    for (int c = 0; c < kChannels; ++c)
        set.channels.push_back({ "C" + std::to_string(c), Eigen::Vector3d(std::cos(c), std::sin(c), 0.5), "" });
    for (std::size_t r = 0; r < kTokens.size(); ++r) {
        set.recordings.push_back({ "R" + std::to_string(r), {}, "", 256 });
        for (int c = 0; c < kChannels; ++c, offset += std::int64_t { kTokens[r] } * window)
            set.sequences.push_back({ static_cast<int>(r), c, kTokens[r], offset });
    }
    const at::Tensor noise = randomNormal({ offset }, kSeed) * 20;
    set.samples.assign(noise.data_ptr<float>(), noise.data_ptr<float>() + offset);
    return set;
}

/// The whole set as one batch.
PreparedBatch prepare(const WindowSet& windows, const MaskPlan& mask, const SignalCodec::Traits& traits,
                      bool seesPadding, bool standardises)
{
    PreparedBatch batch;
    const auto padded = paddedLengths(windows, seesPadding, kPaddingGroup);
    prepareBatch(batch, windows, mask, SequenceRange { 0, windows.sequences.size() }, padded,
                 { standardises, traits.noiseScale, traits.hidesCodes, false });
    return batch;
}

template <typename Pass>
double medianMilliseconds(const Pass& pass, int passes)
{
    std::vector<double> times;
    for (int i = 0; i < passes; ++i) {
        const auto start = std::chrono::steady_clock::now();
        pass();
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::ranges::nth_element(times, times.begin() + passes / 2);
    return times[static_cast<std::size_t>(passes / 2)];
}

/// Largest difference over the standard deviation of the second.
double relativeDistance(const at::Tensor& found, const at::Tensor& expected)
{
    const at::Tensor e = expected.to(at::kDouble);
    const double distance = ((found.to(at::kDouble) - e).abs().max() / e.std(false)).item<double>();
    return std::isnan(distance) ? std::numeric_limits<double>::infinity() : distance;
}

class Comparison {
public:
    explicit Comparison(const ComputeDevice& device)
        : m_device(device)
    {
    }

    Result<SelfTestRow> row(const Architecture& a)
    {
        const auto windows = randomWindows(a.network.window);
        const auto mask = makeMask(windows, { .ratio = 0.5, .seed = kSeed });
        if (!mask)
            return tl::unexpected(mask.error());
        const WeightMap weights = randomWeights(a.network);
        const at::Tensor projection = randomNormal({ 3, a.network.dModel }, kSeed + 1) * 0.3;
        SelfTestRow row { a.network.generation, a.network.backbone, a.groups };
        auto found = predictions(a, weights, projection, windows, *mask, m_device.device, row.milliseconds);
        if (!found)
            return tl::unexpected(found.error());
        auto expected = m_device.device.is_cpu()
            ? inDoubles(a, weights, projection, windows, *mask, row.referenceMilliseconds)
            : predictions(a, weights, projection, windows, *mask, at::kCPU, row.referenceMilliseconds);
        if (!expected)
            return tl::unexpected(expected.error());
        row.difference = relativeDistance(*found, *expected);
        return row;
    }

private:
    static Result<at::Tensor> predictions(const Architecture& a, const WeightMap& weights, const at::Tensor& projection,
                                          const WindowSet& windows, const MaskPlan& mask, const at::Device& device,
                                          double& milliseconds)
    {
        WeightMap onDevice;
        for (const auto& [name, value] : weights)
            onDevice[name] = value.to(device);
        auto network = Network::create(a.network, onDevice, projection, device, a.groups);
        if (!network)
            return tl::unexpected(network.error());
        const auto traits = network->traits();
        const auto batch = prepare(windows, mask, traits, network->seesPadding(), traits.standardises);
        at::Tensor out = at::zeros({ static_cast<std::int64_t>(batch.maskedRows.size()), network->outputWidth(true) });
        const auto pass = [&] { network->predict(batch, {}, true, out.data_ptr<float>()); };
        pass(); // libraries load and buffers grow in the first one
        milliseconds = medianMilliseconds(pass, kPasses);
        return out;
    }

    Result<at::Tensor> inDoubles(const Architecture& a, const WeightMap& weights, const at::Tensor& projection,
                                 const WindowSet& windows, const MaskPlan& mask, double& milliseconds) const
    {
        const SignalCodec::Traits traits { .hidesCodes = a.network.generation != Generation::A };
        const auto batch = prepare(windows, mask, traits, a.network.backbone == Backbone::Transformer, false);
        at::Tensor out;
        at::set_num_threads(1); // tiny operations: threads would only wait for each other
        milliseconds = medianMilliseconds(
            [&] { out = referencePredictions(a.network, weights, projection, batch, a.groups); }, 1);
        useDevice(m_device);
        return out;
    }

    ComputeDevice m_device;
};

} // namespace

Result<bool> runSelfTest(const std::string& device, int threads, const SelfTestObserver& observer)
{
    bool passed = true;
    auto finished = catchingTorch(device, [&]() -> Result<void> {
        const at::InferenceMode inference;
        const auto opened = openDevice(device, threads);
        if (!opened)
            return tl::unexpected(opened.error());
        useDevice(*opened);
        int tokens = 0;
        for (const int t : kTokens)
            tokens += kChannels * t;
        if (observer.started)
            observer.started({ opened->description,
                               opened->device.is_cpu() ? "the equations in double precision" : "the CPU", tokens });
        Comparison comparison(*opened);
        for (const auto& a : everyArchitecture()) {
            const auto row = comparison.row(a);
            if (!row)
                return tl::unexpected(row.error());
            passed = passed && row->passed();
            if (observer.rowDone)
                observer.rowDone(*row);
        }
        return {};
    });
    if (!finished)
        return tl::unexpected(finished.error());
    return passed;
}

} // namespace maskscope
