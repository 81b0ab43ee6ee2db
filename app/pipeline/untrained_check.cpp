// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pipeline/untrained_check.h"

#include <array>
#include <cmath>
#include <numbers>

#include "analysis/metrics/intervals/untrained.h"
#include "analysis/data/random/numpy_random.h"
#include "app/pipeline/plan_inference.h"

namespace maskscope {

namespace {

constexpr int kWidth = 32, kRecordings = 8, kChannels = 6, kTokens = 12;
constexpr double kRateHz = 256, kMaskRatio = 0.5;
enum Stream : std::uint64_t { RecordingStream = 21, SeedStream };

NetworkDescription network(Generation generation, Backbone backbone)
{
    NetworkDescription n { .generation = generation, .backbone = backbone, .dModel = kWidth, .layers = 2 };
    n.window = generation == Generation::CDirect ? kWidth : 2 * kWidth;
    n.feedForward = 4 * kWidth;
    n.dInner = 2 * kWidth;
    n.dState = 16;
    n.dtRank = (kWidth + 15) / 16;
    n.convWidth = 4;
    n.ssmHeads = 4;
    n.ssmInner = n.dInner;
    n.convChannels = n.ssmInner + 2 * n.dState;
    return n;
}

struct NetworkKind {
    NetworkDescription network;
    std::string name;
};

const std::vector<NetworkKind>& networkKinds()
{
    static const std::vector<NetworkKind> kinds = [] {
        std::vector<NetworkKind> all;
        for (const auto generation : { Generation::A, Generation::CStrided, Generation::CPool, Generation::CDirect })
            for (const auto backbone : { Backbone::Mamba1, Backbone::Mamba2, Backbone::Transformer })
                all.push_back({ network(generation, backbone),
                                std::string(generationName(generation)) + " " + std::string(backboneName(backbone)) });
        return all;
    }();
    return kinds;
}

/// Microvolt at 256 Hz: a slow background (first-order, 0.98), alpha of a strength of its own in every channel, and a
/// drift over the recording that all recordings share: there is something to learn from each factor.
WindowSet drawnRecordings(int window, std::uint64_t seed)
{
    WindowSet set;
    set.windowLength = window;
    set.samplingRateHz = kRateHz;
    for (int c = 0; c < kChannels; ++c) {
        const double angle = 2 * std::numbers::pi * c / kChannels;
        set.channels.push_back(
            { "C" + std::to_string(c + 1), Eigen::Vector3d(std::cos(angle), std::sin(angle), 0.5), "drawn" });
    }
    for (int r = 0; r < kRecordings; ++r) {
        set.recordings.push_back({ "recording " + std::to_string(r + 1), {}, "drawn", kRateHz });
        for (int c = 0; c < kChannels; ++c) {
            NumpyRandom random { seed, RecordingStream, static_cast<std::uint64_t>(r), static_cast<std::uint64_t>(c) };
            set.sequences.push_back({ r, c, kTokens, static_cast<std::int64_t>(set.samples.size()) });
            const int samples = kTokens * window;
            double background = 10 * random.standardNormal(), phase = 2 * std::numbers::pi * random.random();
            for (int i = 0; i < samples; ++i) {
                background = 0.98 * background + 2 * random.standardNormal();
                phase += 2 * std::numbers::pi * 10 / kRateHz + 0.05 * random.standardNormal();
                set.samples.push_back(
                    static_cast<float>(background + 3 * (c + 1) * std::sin(phase) + 15.0 * i / samples));
            }
        }
    }
    return set;
}

/// Numbers of one untrained network.
Result<std::vector<MetricResult>> untrainedNumbers(const NetworkDescription& description, std::uint64_t seed,
                                                   const WindowSet& windows, const MaskPlan& mask,
                                                   const SpatialProjection& projection, const MetricOptions& options,
                                                   const std::stop_token& stop)
{
    InferenceOptions inference;
    inference.device = "cpu";
    inference.threads = 1; // so small a network gains nothing from more
    auto session = InferenceSession::createUntrained(description, seed, projection, inference);
    if (!session)
        return tl::unexpected(session.error());
    return numbersOf(*session, windows, mask, fullInferencePlan(), options, stop);
}

Result<Verdict> untrainedVerdict(const NetworkDescription& description, std::uint64_t draw,
                                 const ValidityOptions& options, const std::stop_token& stop)
{
    NumpyRandom seeds { options.seed, SeedStream, draw };
    const WindowSet windows = drawnRecordings(description.window, seeds.next64());
    const auto mask = makeMask(windows, { .ratio = kMaskRatio, .seed = seeds.next64() });
    const auto projection = loadSpatialProjection("seed:" + std::to_string(draw), description.dModel);
    if (!mask || !projection)
        return tl::unexpected(mask ? projection.error() : mask.error());
    MetricOptions own = options.metrics, plain = options.metrics;
    plain.permutations = 0;
    plain.intervals = false;
    auto metrics = untrainedNumbers(description, seeds.next64(), windows, *mask, *projection, own, stop);
    for (int copy = 0; metrics && copy < options.copies; ++copy) {
        const auto copied = untrainedNumbers(description, seeds.next64(), windows, *mask, *projection, plain, stop);
        if (!copied)
            return tl::unexpected(copied.error());
        addUntrained(*metrics, *copied);
    }
    if (!metrics)
        return tl::unexpected(metrics.error());
    const VerdictContext context { .recordings = kRecordings,
                                   .untrainedCopies = options.copies,
                                   .maskRatio = kMaskRatio,
                                   .trainedMaskRatio = kMaskRatio,
                                   .architecture = std::string(generationName(description.generation)),
                                   .projection = projection->source,
                                   .projectionKnown = true };
    return judge(*metrics, context, builtInThresholds());
}

} // namespace

std::vector<KnownKind> untrainedNetworkKinds()
{
    std::vector<KnownKind> kinds;
    for (const NetworkKind& kind : networkKinds())
        kinds.push_back({ "network: " + kind.name,
                          "an untrained network, 2 layers, width " + std::to_string(kWidth) + ", on drawn EEG",
                          {},
                          {},
                          { { "position.learned", Truth::No },
                            { "channel.learned", Truth::No },
                            { "context.learned", Truth::No },
                            { "position_only", Truth::No } },
                          true,
                          {},
                          true });
    return kinds;
}

Result<std::vector<ValidityRow>> untrainedNetworkRows(const std::vector<KnownKind>& kinds,
                                                      const ValidityOptions& options,
                                                      const std::function<void(int done, int total)>& progress,
                                                      const std::stop_token& stop)
{
    std::vector<ValidityRow> rows;
    const int total = static_cast<int>(kinds.size()) * options.draws;
    for (std::size_t k = 0; k < kinds.size(); ++k) {
        rows.push_back({ &kinds[k], {} });
        for (int draw = 0; draw < options.draws; ++draw) {
            const auto verdict
                = untrainedVerdict(networkKinds()[k].network, static_cast<std::uint64_t>(draw), options, stop);
            if (!verdict)
                return tl::unexpected(verdict.error());
            count(rows.back(), *verdict);
            if (progress)
                progress(static_cast<int>(k) * options.draws + draw + 1, total);
        }
    }
    return rows;
}

} // namespace maskscope
