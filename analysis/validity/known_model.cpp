// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/validity/known_model.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <Eigen/SVD>

#include "analysis/metrics/sums/plan_accumulator.h"
#include "analysis/data/prediction/prediction_collector.h"
#include "analysis/data/random/numpy_random.h"

namespace maskscope {

namespace {

enum Stream : std::uint64_t { MixingStream = 11, OutputStream, DirectionStream, ScaleStream };

/// What a model sees in place of a masked token, under one change of its input. -1: none.
struct SeenInput {
    int token = -1; ///< whose temporal code
    int channel = -1; ///< whose spatial code
    int context = -1; ///< sequence that lends the visible tokens
};

class KnownModel {
public:
    KnownModel(const KnownWorld& world, const ModelSpec& spec, std::uint64_t seed)
        : m_world(world)
        , m_spec(spec)
        , m_seed(seed)
        , m_other(world.spec, seed, 1)
        , m_mixing(world.spec.dim, world.spec.dim)
        , m_elsewhere(sameChannelElsewhere(world.windows))
        , m_next(nextChannels(world.windows))
        , m_far(farChannels(world.windows))
        , m_farElsewhere(channelElsewhere(world.windows, m_far))
    {
        NumpyRandom random { seed, MixingStream };
        for (Eigen::Index i = 0; i < m_mixing.size(); ++i)
            m_mixing.data()[i] = random.standardNormal() / std::sqrt(static_cast<double>(world.spec.dim));
        m_directions = directions();
        for (int distance = 0; distance < world.spec.tokens; ++distance)
            m_memory.push_back(std::pow(kContextMemory, distance));
        if (spec.context > 0 && world.spec.maskRatio < 1)
            m_unknown = unknown();
    }

    [[nodiscard]] SeenInput seen(InputChange change, std::size_t sequence, int token) const
    {
        SeenInput input { token, m_world.windows.sequences[sequence].channel, static_cast<int>(sequence) };
        const int tokens = m_world.spec.tokens;
        if (change == InputChange::ContextSwapped)
            input.context = m_elsewhere[sequence];
        if (change == InputChange::ContextOtherChannel)
            input.context = m_farElsewhere[sequence];
        if (change == InputChange::ContextZeroed || m_world.spec.maskRatio >= 1)
            input.context = -1;
        if (change == InputChange::PositionMirrored)
            input.token = tokens - 1 - token;
        if (change == InputChange::PositionTurned)
            input.token = (token + tokens / 2) % tokens;
        if (change == InputChange::ChannelMoved && !m_next.empty())
            input.channel = m_next[sequence];
        if (change == InputChange::ChannelFar && !m_far.empty())
            input.channel = m_far[sequence];
        if (change == InputChange::NoTemporalCode || m_spec.hidesCodes)
            input.token = -1;
        if (change == InputChange::NoSpatialCode || m_spec.hidesCodes)
            input.channel = -1;
        return input;
    }

    /// `sequence` and `token`: which tokens are masked, and where among them this one lies.
    [[nodiscard]] Eigen::RowVectorXd predict(const SeenInput& input, std::size_t sequence, int token) const
    {
        const int dim = m_world.spec.dim;
        if (m_spec.noise)
            return drawn(input, sequence, token);
        Eigen::RowVectorXd out = codes(input.token, input.channel);
        if (m_spec.context > 0 && input.context >= 0) {
            const Eigen::RowVectorXd continued = context(input, sequence, token);
            out += m_spec.context * (m_spec.ownFactors ? Eigen::RowVectorXd(continued * m_mixing) : continued);
            if (m_spec.misfit > 0)
                out += m_spec.misfit * continued * m_mixing;
        }
        if (m_spec.rank > 0)
            out = out * m_directions * m_directions.transpose();
        out *= m_spec.scale;
        if (m_world.spec.layerNorm) {
            out.array() -= out.mean();
            const double size = std::sqrt(out.squaredNorm() / dim);
            if (size > 0)
                out /= size;
        }
        return out;
    }

private:
    /// What the codes of a token and a channel make the model say.
    [[nodiscard]] Eigen::RowVectorXd codes(int token, int channel) const
    {
        const WorldSpec& world = m_world.spec;
        const KnownFactors& f = m_spec.ownFactors ? m_other : m_world.factors;
        // A network of its own is as large as the world is on the whole, whatever the world is made of.
        const auto share = [&](double of) { return m_spec.ownFactors ? 0.5 : std::sqrt(of); };
        Eigen::RowVectorXd out = Eigen::RowVectorXd::Zero(world.dim);
        if (token >= 0 && m_spec.position > 0)
            out += m_spec.position * share(world.position) * f.position.row(token)
                + m_spec.misfit * m_other.position.row(token);
        if (channel >= 0 && m_spec.channel > 0)
            out += m_spec.channel * share(world.channel) * f.channel.row(channel)
                + m_spec.misfit * m_other.channel.row(channel);
        if (token >= 0 && channel >= 0 && m_spec.interaction > 0)
            out += m_spec.interaction * share(world.interaction) * f.interaction.row(channel * world.tokens + token)
                + m_spec.misfit * m_other.interaction.row(channel * world.tokens + token);
        return out;
    }

    /// Visible tokens, weighted by how near they lie, less what the model knows that their place and channel put there:
    /// a model with codes does not need them twice.
    [[nodiscard]] Eigen::RowVectorXd context(const SeenInput& input, std::size_t sequence, int token) const
    {
        const auto from = static_cast<std::size_t>(input.context);
        Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(m_world.spec.dim);
        double weights = 0, nearest = 0;
        for (int t = 0; t < m_world.spec.tokens; ++t) {
            if (m_world.mask.tokenMasked(sequence, t))
                continue;
            const double memory = m_memory[static_cast<std::size_t>(std::abs(t - token))];
            const double memory2 = memory * memory, memory4 = memory2 * memory2, weight = memory4 * memory4;
            sum += weight * m_unknown.row(m_world.tokenRow(from, t));
            weights += weight;
            nearest = std::max(nearest, memory);
        }
        return weights > 0 ? Eigen::RowVectorXd(sum * (nearest / weights)) : sum;
    }

    /// Every token less what the model knows of it. [token row, dim]
    [[nodiscard]] RowMatrixD unknown() const
    {
        RowMatrixD rest = m_world.targets.cast<double>();
        for (std::size_t s = 0; s < m_world.sequences(); ++s)
            for (int t = 0; t < m_world.spec.tokens; ++t)
                rest.row(m_world.tokenRow(s, t)) -= known(t, m_world.windows.sequences[s].channel);
        return rest;
    }

    /// The world's own part at a token of a channel, as far as the model knows it.
    [[nodiscard]] Eigen::RowVectorXd known(int token, int channel) const
    {
        const WorldSpec& world = m_world.spec;
        Eigen::RowVectorXd out = Eigen::RowVectorXd::Zero(world.dim);
        if (m_spec.ownFactors)
            return out;
        out += m_spec.position * std::sqrt(world.position) * m_world.factors.position.row(token);
        out += m_spec.channel * std::sqrt(world.channel) * m_world.factors.channel.row(channel);
        out += m_spec.interaction * std::sqrt(world.interaction)
            * m_world.factors.interaction.row(channel * world.tokens + token);
        return out;
    }

    [[nodiscard]] Eigen::RowVectorXd drawn(const SeenInput& input, std::size_t sequence, int token) const
    {
        const auto word = [](int i) { return static_cast<std::uint64_t>(std::int64_t { i } + 1); };
        NumpyRandom random { m_seed,   OutputStream, word(input.token), word(input.channel), word(input.context),
                             sequence, word(token) };
        Eigen::RowVectorXd out(m_world.spec.dim);
        for (Eigen::Index d = 0; d < out.size(); ++d)
            out(d) = m_spec.scale * random.standardNormal();
        return out;
    }

    /// [dim, rank] orthonormal; the first are those the world's course and offsets need most.
    [[nodiscard]] RowMatrixD directions() const
    {
        const int dim = m_world.spec.dim, rank = std::max(1, m_spec.rank);
        RowMatrixD main(m_world.spec.tokens + m_world.spec.channels, dim);
        main.topRows(m_world.spec.tokens) = std::sqrt(m_world.spec.position) * m_world.factors.position;
        main.bottomRows(m_world.spec.channels) = std::sqrt(m_world.spec.channel) * m_world.factors.channel;
        const Eigen::JacobiSVD<Eigen::MatrixXd> svd(main, Eigen::ComputeThinV);
        return svd.matrixV().leftCols(rank);
    }

    const KnownWorld& m_world;
    const ModelSpec& m_spec;
    std::uint64_t m_seed;
    KnownFactors m_other; // of a network that learned something else, or nothing
    Eigen::MatrixXd m_mixing, m_directions;
    std::vector<double> m_memory; // [distance] share of a state that is left
    RowMatrixD m_unknown;
    std::vector<int> m_elsewhere, m_next, m_far, m_farElsewhere; // m_far before the channels it leads to elsewhere
};

/// The columns of the plan's single block.
struct Rows {
    std::vector<double> position;
    std::vector<std::int32_t> token, length, sequence, channel, recording, distance;
    std::vector<std::int64_t> tokenRow, firstToken { 0 };

    explicit Rows(const KnownWorld& world)
    {
        for (std::size_t s = 0; s < world.sequences(); ++s) {
            for (int t = 0; t < world.spec.tokens; ++t)
                if (world.mask.tokenMasked(s, t))
                    add(world, s, t);
            firstToken.push_back(firstToken.back() + world.spec.tokens);
        }
    }

    void add(const KnownWorld& world, std::size_t s, int t)
    {
        const WindowSequence& sequence_ = world.windows.sequences[s];
        position.push_back(static_cast<double>(t) / world.spec.tokens);
        token.push_back(t);
        length.push_back(world.spec.tokens);
        sequence.push_back(static_cast<std::int32_t>(s));
        channel.push_back(sequence_.channel);
        recording.push_back(sequence_.recording);
        tokenRow.push_back(world.tokenRow(s, t));
        int nearest = 0;
        for (int u = 0; u < world.spec.tokens; ++u)
            if (!world.mask.tokenMasked(s, u) && (nearest == 0 || std::abs(u - t) < nearest))
                nearest = std::abs(u - t);
        distance.push_back(nearest);
    }
};

/// Whether a change reaches the input, as InferenceSession measures it.
PassSummary passSummary(InputChange change, const WorldSpec& world, const ModelSpec& model)
{
    PassSummary pass { change, true, change == InputChange::None ? 0 : 0.5, {} };
    const bool other = change == InputChange::ContextSwapped || change == InputChange::ContextOtherChannel;
    const bool moved = change == InputChange::ChannelMoved || change == InputChange::ChannelFar;
    const bool context = other || change == InputChange::ContextZeroed;
    if ((other && world.recordings < 2)
        || ((moved || change == InputChange::ContextOtherChannel) && world.channels < 2))
        return { change, false, 0, "there is no other one" };
    if (context && world.maskRatio >= 1)
        return { change, true, 0, "every token is masked: there is no context to replace" };
    if (!context && change != InputChange::None && model.hidesCodes)
        return { change, true, 0, "every token is masked, and this model gives masked tokens no code" };
    return pass;
}

} // namespace

ModelSpec untrainedModel(std::uint64_t architecture, std::uint64_t copy)
{
    NumpyRandom common { architecture, ScaleStream }, own { architecture, ScaleStream, copy };
    const auto strength = [&] { return (0.3 + 0.7 * common.random()) * (0.9 + 0.2 * own.random()); };
    ModelSpec model;
    model.ownFactors = true;
    model.position = strength();
    model.channel = strength();
    model.interaction = strength();
    model.context = strength();
    model.scale = std::pow(10.0, common.random() - 1) * (0.9 + 0.2 * own.random()); // 0.1 to 1
    return model;
}

KnownRun runKnownModel(const KnownWorld& world, const ModelSpec& spec, std::uint64_t seed)
{
    const KnownModel model(world, spec, seed);
    const Rows rows(world);
    const InferencePlan plan = fullInferencePlan();
    PlanReport report;
    std::vector<RowMatrixF> predictions;
    const auto count = static_cast<Eigen::Index>(rows.position.size());
    for (const InputChange change : plan.passes) {
        report.passes.push_back(passSummary(change, world.spec, spec));
        predictions.emplace_back(report.passes.back().applies ? count : 0, world.spec.dim);
        for (Eigen::Index i = 0; i < predictions.back().rows(); ++i) {
            const auto s = static_cast<std::size_t>(rows.sequence[static_cast<std::size_t>(i)]);
            const int t = rows.token[static_cast<std::size_t>(i)];
            predictions.back().row(i) = model.predict(model.seen(change, s, t), s, t).cast<float>();
        }
    }
    RowMatrixF targets(count, world.spec.dim);
    for (Eigen::Index i = 0; i < count; ++i)
        targets.row(i) = world.targets.row(rows.tokenRow[static_cast<std::size_t>(i)]);
    PredictionBlock block;
    block.predictions = predictions;
    block.targets = &targets;
    block.position = rows.position;
    block.tokenIndex = rows.token;
    block.seqLen = rows.length;
    block.sequence = rows.sequence;
    block.channel = rows.channel;
    block.recording = rows.recording;
    block.distance = rows.distance;
    block.tokenTargets = &world.targets;
    block.tokenRow = rows.tokenRow;
    block.firstToken = rows.firstToken;
    block.tokenMasked = world.mask.bits;
    PlanAccumulator sums(world.windows, plan);
    PredictionCollector collector(world.windows, world.mask);
    sums.add(block);
    collector.add(block);
    return { std::make_shared<const PredictionSet>(std::move(collector).take()),
             std::make_shared<const PlanStatistics>(std::move(sums).finish(report)) };
}

} // namespace maskscope
