// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/validity/known_world.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "analysis/data/random/numpy_random.h"

namespace maskscope {

namespace {

enum Stream : std::uint64_t { FactorStream = 1, ContextStream, NoiseStream, MaskStream };

void fillNormal(RowMatrixD& values, NumpyRandom& random)
{
    for (Eigen::Index i = 0; i < values.size(); ++i)
        values.data()[i] = random.standardNormal();
}

/// Mean 0 over rows, and variance 1 on average over columns.
void standardise(RowMatrixD& values)
{
    values.rowwise() -= values.colwise().mean().eval();
    const double variance = values.squaredNorm() / static_cast<double>(values.size());
    if (variance > 0)
        values /= std::sqrt(variance);
}

RowMatrixD positionCourse(const WorldSpec& spec, NumpyRandom& random)
{
    RowMatrixD sine(1, spec.dim), cosine(1, spec.dim), course(spec.tokens, spec.dim);
    fillNormal(sine, random);
    fillNormal(cosine, random);
    for (int t = 0; t < spec.tokens; ++t) {
        const double p = static_cast<double>(t) / spec.tokens, turn = 2 * std::numbers::pi * p;
        // The mirrored token T - 1 - t lies at equal distance from the middle, (T - 1) / 2.
        const double fromMiddle = std::abs(t - (spec.tokens - 1) / 2.0) / spec.tokens;
        switch (spec.course) {
        case PositionCourse::Linear:
            course.row(t) = p * sine;
            break;
        case PositionCourse::Oscillating:
            course.row(t) = std::sin(3 * turn) * sine + std::cos(3 * turn) * cosine;
            break;
        case PositionCourse::Symmetric:
            course.row(t) = fromMiddle * sine;
            break;
        }
    }
    standardise(course);
    return course;
}

/// Nothing of it is left in the means over positions or over channels.
RowMatrixD interactionOf(const WorldSpec& spec, NumpyRandom& random)
{
    const Eigen::Index channels = spec.channels, tokens = spec.tokens;
    RowMatrixD values(channels * tokens, spec.dim);
    fillNormal(values, random);
    for (Eigen::Index c = 0; c < channels; ++c) {
        auto rows = values.middleRows(c * tokens, tokens);
        rows.rowwise() -= rows.colwise().mean().eval();
    }
    RowMatrixD mean = RowMatrixD::Zero(tokens, spec.dim);
    for (Eigen::Index c = 0; c < channels; ++c)
        mean += values.middleRows(c * tokens, tokens) / spec.channels;
    for (Eigen::Index c = 0; c < channels; ++c)
        values.middleRows(c * tokens, tokens) -= mean;
    standardise(values);
    return values;
}

WindowSet windowsOf(const WorldSpec& spec)
{
    WindowSet windows;
    windows.windowLength = 1;
    for (int c = 0; c < spec.channels; ++c)
        windows.channels.push_back({ "C" + std::to_string(c + 1), std::nullopt, {} });
    for (int r = 0; r < spec.recordings; ++r) {
        windows.recordings.push_back({ "recording " + std::to_string(r + 1), {}, {}, 0 });
        for (int c = 0; c < spec.channels; ++c)
            windows.sequences.push_back(
                { r, c, spec.tokens, static_cast<std::int64_t>(windows.sequences.size()) * spec.tokens });
    }
    windows.samples.resize(windows.sequences.size() * static_cast<std::size_t>(spec.tokens));
    return windows;
}

MaskPlan maskOf(const WorldSpec& spec, const WindowSet& windows, std::uint64_t seed)
{
    MaskPlan mask;
    mask.windowLength = 1;
    mask.spec.ratio = spec.maskRatio;
    mask.tokenOffset.push_back(0);
    const auto masked = static_cast<std::int64_t>(std::ceil(spec.maskRatio * spec.tokens));
    for (std::size_t s = 0; s < windows.sequences.size(); ++s) {
        NumpyRandom random { seed, MaskStream, s };
        const auto first = mask.bits.size();
        mask.bits.resize(first + static_cast<std::size_t>(spec.tokens));
        for (const std::int64_t token : random.choose(spec.tokens, masked))
            mask.bits[first + static_cast<std::size_t>(token)] = 1;
        mask.tokenOffset.push_back(static_cast<std::int64_t>(mask.bits.size()));
    }
    return mask;
}

/// Adds what a sequence's tokens have in common with their neighbours.
void addContext(const KnownWorld& world, std::size_t sequence, RowMatrixD& tokens)
{
    NumpyRandom random { world.seed, ContextStream, sequence };
    Eigen::RowVectorXd state(world.spec.dim);
    for (int t = 0; t < world.spec.tokens; ++t) {
        for (Eigen::Index d = 0; d < state.size(); ++d) {
            const double step = random.standardNormal();
            state(d)
                = t == 0 ? step : kContextMemory * state(d) + std::sqrt(1 - kContextMemory * kContextMemory) * step;
        }
        tokens.row(t) += std::sqrt(world.spec.context) * state;
    }
}

} // namespace

KnownFactors::KnownFactors(const WorldSpec& spec, std::uint64_t seed, std::uint64_t stream)
    : channel(spec.channels, spec.dim)
{
    NumpyRandom random { seed, FactorStream, stream };
    position = positionCourse(spec, random);
    fillNormal(channel, random);
    standardise(channel);
    interaction = interactionOf(spec, random);
}

KnownWorld::KnownWorld(const WorldSpec& worldSpec, std::uint64_t worldSeed)
    : spec(worldSpec)
    , seed(worldSeed)
    , factors(worldSpec, worldSeed, 0)
    , windows(windowsOf(worldSpec))
    , mask(maskOf(worldSpec, windows, worldSeed))
    , targets(static_cast<Eigen::Index>(windows.sequences.size()) * worldSpec.tokens, worldSpec.dim)
{
    const double noise = std::sqrt(std::max(0.0, spec.noise()));
    for (std::size_t s = 0; s < sequences(); ++s) {
        const int c = windows.sequences[s].channel;
        NumpyRandom random { seed, NoiseStream, s };
        RowMatrixD tokens(spec.tokens, spec.dim);
        fillNormal(tokens, random);
        tokens *= noise;
        tokens += std::sqrt(spec.position) * factors.position
            + std::sqrt(spec.interaction)
                * factors.interaction.middleRows(Eigen::Index { c } * spec.tokens, spec.tokens);
        tokens.rowwise() += std::sqrt(spec.channel) * factors.channel.row(c);
        addContext(*this, s, tokens);
        if (spec.layerNorm)
            for (auto row : tokens.rowwise()) {
                row.array() -= row.mean();
                row /= std::sqrt(row.squaredNorm() / spec.dim);
            }
        targets.middleRows(tokenRow(s, 0), spec.tokens) = tokens.cast<float>();
    }
}

} // namespace maskscope
