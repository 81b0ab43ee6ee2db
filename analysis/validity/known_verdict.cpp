// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/validity/known_verdict.h"

#include "analysis/metrics/intervals/untrained.h"
#include "analysis/data/random/numpy_random.h"

namespace maskscope {

namespace {

/// Seeds of draws have nothing to do with each other, and none is used twice.
std::uint64_t seedOf(const ValidityOptions& options, std::uint64_t draw, std::uint64_t part)
{
    return NumpyRandom { options.seed, draw, part }.next64();
}

} // namespace

Result<Verdict> knownVerdict(const KnownKind& kind, std::uint64_t draw, const ValidityOptions& options)
{
    const KnownWorld world(kind.world, seedOf(options, draw, 0));
    const std::uint64_t modelSeed = seedOf(options, draw, 1);
    const std::uint64_t architecture = seedOf(options, draw, 2);
    const auto numbersOf = [&](const ModelSpec& model, std::uint64_t seed, const MetricOptions& metrics) {
        const KnownRun run = runKnownModel(world, model, seed);
        return computeMetrics(run.predictions, metrics, {}, {}, run.plan);
    };
    MetricOptions own = options.metrics;
    own.seed = draw;
    auto metrics = numbersOf(kind.untrained ? untrainedModel(architecture, modelSeed) : kind.model, modelSeed, own);
    if (!metrics)
        return tl::unexpected(metrics.error());
    MetricOptions plain = own;
    plain.permutations = 0;
    plain.intervals = false;
    for (int copy = 0; copy < options.copies; ++copy) {
        const std::uint64_t seed = seedOf(options, draw, static_cast<std::uint64_t>(copy) + 3);
        ModelSpec untrained = untrainedModel(architecture, seed);
        untrained.hidesCodes = kind.model.hidesCodes;
        const auto copied = numbersOf(untrained, seed, plain);
        if (!copied)
            return tl::unexpected(copied.error());
        addUntrained(*metrics, *copied);
    }
    const VerdictContext context { .recordings = kind.world.recordings,
                                   .untrainedCopies = options.copies,
                                   .maskRatio = kind.world.maskRatio,
                                   .trainedMaskRatio = kind.world.maskRatio,
                                   .architecture = "known",
                                   .projection = "known",
                                   .projectionKnown = true };
    return judge(*metrics, context, builtInThresholds());
}

} // namespace maskscope
