// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The passes of an inference plan over each batch, with the measurements that tell whether a pass could show anything.
#include <algorithm>
#include <array>
#include <cmath>
#include <new>

#include <c10/util/Exception.h>

#include "model/layers/row_kernels.h"
#include "model/session/input_change.h"
#include "model/session/network_run.h"
#include "model/session/prediction_rows.h"
#include "model/session/token_rows.h"
#include "model/session/torch_errors.h"

namespace maskscope {

namespace {

constexpr Eigen::Index kKeptRows = 128; // of a sequence, evenly: enough for a layer's spectrum, whatever its length

} // namespace

struct NetworkRun::PlanState {
    const InferenceInput& input;
    const InferencePlan& plan;
    const PredictionSink& sink;
    PredictionRows layout;
    PlanReport report;
    std::vector<double> changeSquares {}; // [pass]
    double inputSquares = 0;
    std::int64_t notFinite = 0;
    std::vector<std::uint8_t> lookedInto {}; // [sequence]
    // Of one batch:
    std::vector<RowMatrixF> predictions {}; // [pass]
    RowMatrixF targets {}, tokenTargets {};
    TokenRows tokens {};
    std::vector<SequenceGradient> gradients {};
    std::vector<RowMatrixF> layers {};
    std::vector<std::int32_t> layerSequence {};

    [[nodiscard]] PredictionBlock block(SequenceRange range, OutputKind output, bool hasTargets) const;
    void summarise(bool hidesCodes);
};

PredictionBlock NetworkRun::PlanState::block(SequenceRange range, OutputKind output, bool hasTargets) const
{
    PredictionBlock block = tokens.block(range, layout);
    block.output = output;
    block.predictions = predictions;
    block.targets = hasTargets ? &targets : nullptr;
    block.tokenTargets = hasTargets && plan.tokenTargets ? &tokenTargets : nullptr;
    block.gradients = gradients;
    block.layers = layers;
    block.layerSequence = layerSequence;
    return block;
}

void NetworkRun::PlanState::summarise(bool hidesCodes)
{
    for (std::size_t i = 0; i < report.passes.size(); ++i) {
        PassSummary& pass = report.passes[i];
        if (!pass.applies || pass.change == InputChange::None)
            continue;
        pass.relativeInputChange = inputSquares > 0 ? std::sqrt(changeSquares[i] / inputSquares) : 0;
        if (!(changeSquares[i] > 0))
            pass.reason = unchangedReason(pass.change, tokens.nothingVisible, hidesCodes);
    }
}

void NetworkRun::fillTokenTargets(SequenceRange range, RowMatrixF& targets)
{
    const auto& sequences = m_input.windows.sequences;
    std::int64_t tokens = 0;
    for (std::size_t s = range.first; s < range.last; ++s)
        tokens += sequences[s].tokens;
    targets.resize(tokens, m_network.outputWidth(m_decoded));
    const float* windows = m_input.windows.samples.data() + sequences[range.first].offset;
    if (m_network.traits().output == OutputKind::Signal)
        standardiseRows(windows, targets.data(), { tokens, m_input.windows.windowLength });
    else
        m_network.embed(windows, tokens, targets.data());
}

/// [sequence] 1 for at most `count` of those with a masked token that are not too long, evenly over all of them.
std::vector<std::uint8_t> NetworkRun::chooseSequences(int count) const
{
    const std::size_t all = m_input.windows.sequences.size();
    std::vector<std::size_t> masked;
    for (std::size_t s = 0; s < all; ++s) {
        bool any = false;
        for (int t = 0; t < m_input.windows.sequences[s].tokens && !any; ++t)
            any = m_input.mask.tokenMasked(s, t);
        if (any && m_padded[s] <= m_longestLook)
            masked.push_back(s);
    }
    std::vector<std::uint8_t> chosen(all, 0);
    const std::size_t n = std::min(masked.size(), static_cast<std::size_t>(std::max(0, count)));
    for (std::size_t i = 0; i < n; ++i)
        chosen[masked[(2 * i + 1) * masked.size() / (2 * n)]] = 1;
    return chosen;
}

/// Outputs of the layers and gradients of the chosen sequences of the range, a few at a time: autograd keeps much.
void NetworkRun::lookInto(SequenceRange range, PlanState& state)
{
    state.gradients.clear();
    state.layers.clear();
    state.layerSequence.clear();
    if (state.lookedInto.empty() || !m_hasTargets)
        return;
    std::vector<std::size_t> some; // sequences that go together
    std::int64_t rows = 0;
    for (std::size_t s = range.first; s < range.last; ++s) {
        if (state.lookedInto[s] == 0)
            continue;
        if (!some.empty() && rows + m_padded[s] > m_maxLookRows) {
            tryToLook(some, range, state);
            some.clear();
            rows = 0;
        }
        some.push_back(s);
        rows += m_padded[s];
    }
    if (!some.empty())
        tryToLook(some, range, state);
}

/// Memory that runs out costs the look, not the run.
void NetworkRun::tryToLook(std::span<const std::size_t> sequences, SequenceRange range, PlanState& state)
{
    const auto give = [&](const std::string& message) {
        if (!saysOutOfMemory(message))
            return false;
        m_network.releaseBuffers();
        for (const std::size_t s : sequences)
            state.lookedInto[s] = 0;
        const std::string warning
            = "memory ran out while sequences were looked into: some have no gradients and layers";
        if (std::ranges::find(m_warnings, warning) == m_warnings.end())
            m_warnings.push_back(warning);
        return true;
    };
    try {
        lookIntoSome(sequences, range, state);
    } catch (const c10::Error& error) {
        if (!give(error.what_without_backtrace()))
            throw;
    } catch (const std::bad_alloc&) {
        give("out of memory");
    }
}

void NetworkRun::lookIntoSome(std::span<const std::size_t> sequences, SequenceRange range, PlanState& state)
{
    prepareBatch(m_batch, m_input.windows, m_input.mask, SequenceChoice(sequences), m_padded,
                 passInput(InputChange::None, state.input, m_network.traits()).rules);
    RowMatrixF targets(static_cast<Eigen::Index>(m_batch.maskedRows.size()), state.targets.cols());
    Eigen::Index filled = 0;
    std::vector<Eigen::Index> kept; // rows of `targets` whose layers are kept
    std::vector<std::int32_t> keptSequence;
    for (const std::size_t s : sequences) {
        const Eigen::Index count = state.layout.firstRow[s + 1] - state.layout.firstRow[s],
                           few = std::min(count, kKeptRows);
        targets.middleRows(filled, count)
            = state.targets.middleRows(state.layout.firstRow[s] - state.layout.firstRow[range.first], count);
        for (Eigen::Index i = 0; i < few; ++i)
            kept.push_back(filled + (2 * i + 1) * count / (2 * few));
        keptSequence.resize(kept.size(), static_cast<std::int32_t>(s));
        filled += count;
    }
    const auto look = m_network.lookInto(m_batch, targets.data());
    std::vector<RowMatrixF> layers = state.layers; // so that nothing is half done where memory runs out
    layers.resize(look.layers.size());
    for (std::size_t layer = 0; layer < look.layers.size(); ++layer) {
        const Eigen::Map<const RowMatrixF> rows(look.layers[layer].data_ptr<float>(), filled,
                                                m_network.description().dModel);
        const Eigen::Index before = layers[layer].rows();
        layers[layer].conservativeResize(before + static_cast<Eigen::Index>(kept.size()), rows.cols());
        for (std::size_t i = 0; i < kept.size(); ++i)
            layers[layer].row(before + static_cast<Eigen::Index>(i)) = rows.row(kept[i]);
    }
    std::vector<SequenceGradient> gradients = state.gradients;
    for (std::size_t i = 0; i < sequences.size(); ++i) {
        gradients.push_back(look.gradients[i]);
        gradients.back().sequence = static_cast<std::int32_t>(sequences[i]);
    }
    state.layerSequence.insert(state.layerSequence.end(), keptSequence.begin(), keptSequence.end());
    state.layers.swap(layers);
    state.gradients.swap(gradients);
}

Result<void> NetworkRun::runPlanBatch(SequenceRange range, PlanState& state)
{
    const std::int64_t rows = state.layout.firstRow[range.last] - state.layout.firstRow[range.first];
    if (rows == 0)
        return {};
    const auto traits = m_network.traits();
    state.tokens.describe(range, m_input.windows, m_input.mask);
    fillTokenTargets(range, state.tokenTargets);
    state.targets.resize(rows, state.tokenTargets.cols());
    for (std::int64_t r = 0; r < rows; ++r)
        state.targets.row(r) = state.tokenTargets.row(state.tokens.tokenRow[static_cast<std::size_t>(r)]);
    Network::InputProbe probe;
    at::Tensor started; // of the pass before: a device computes it while the host prepares this one
    std::vector<std::size_t> run; // passes that apply
    for (std::size_t i = 0; i < state.report.passes.size(); ++i) {
        if (!state.report.passes[i].applies)
            continue;
        const PassInput pass = passInput(state.report.passes[i].change, state.input, traits);
        prepareBatch(m_batch, m_input.windows, m_input.mask, range, m_padded, pass.rules);
        if (!run.empty())
            m_network.finish(started, state.predictions[run.back()].data());
        state.predictions[i].resize(rows, m_network.outputWidth(m_decoded));
        started = m_network.start(m_batch, pass.codes, m_decoded, state.predictions[i].data(), &probe);
        if (run.empty())
            stateRounding(pass.codes, state.predictions[i].data());
        run.push_back(i);
    }
    m_network.finish(started, state.predictions[run.back()].data());
    lookInto(range, state);
    // Only now: a batch that runs out of memory before is tried again in halves.
    for (std::size_t i = 1; i < run.size(); ++i)
        state.changeSquares[run[i]] += probe.changeSquares[i - 1].item<double>();
    for (std::size_t s = 0; s < probe.codeSquares.size(); ++s)
        for (Eigen::Index code = 0; code < 3; ++code)
            state.report.codeSquares(static_cast<Eigen::Index>(range.first + s), code)
                = probe.codeSquares[s][static_cast<std::size_t>(code)] / m_network.description().dModel;
    state.inputSquares += probe.inputSquares.item<double>();
    for (std::int64_t r = 0; r < rows; ++r)
        state.notFinite += state.predictions.front().row(r).allFinite() ? 0 : 1;
    if (state.input.otherContext) // for the batch's own, see forEachBatch()
        for (std::size_t s = range.first; s < range.last; ++s) {
            const std::span<const float> other = state.input.otherContext(s);
            scratchRelease(other.data(), other.size_bytes());
        }
    const OutputKind output = m_decoded ? traits.output : OutputKind::Embedding;
    try {
        return state.sink(state.block(range, output, m_hasTargets));
    } catch (const std::bad_alloc&) { // what has taken a part of the batch must not get it a second time
        return failure(ErrorCode::OutOfMemory, "predictions", "memory ran out while they were taken in");
    }
}

Result<PlanReport> NetworkRun::runPlan(const InferenceInput& input, const InferencePlan& plan,
                                       const PredictionSink& sink, const ProgressSink& progress,
                                       const std::stop_token& stop)
{
    PlanState state { input, plan, sink, layOutPredictions(m_input.windows, m_input.mask), {} };
    for (const InputChange change : plan.passes) {
        std::string reason = obstacle(change, input);
        const bool applies = reason.empty();
        state.report.passes.push_back({ change, applies, 0, std::move(reason) });
    }
    state.report.codeSquares = RowMatrixD::Zero(static_cast<Eigen::Index>(m_input.windows.sequences.size()), 3);
    state.changeSquares.resize(plan.passes.size());
    state.predictions.resize(plan.passes.size());
    if (plan.lookedInto > 0)
        state.lookedInto = chooseSequences(plan.lookedInto);
    const auto batch = [&](SequenceRange range) { return runPlanBatch(range, state); };
    if (auto finished = forEachBatch(batch, progress, stop); !finished)
        return tl::unexpected(finished.error());
    state.summarise(m_network.traits().hidesCodes);
    warnOfNonFinite(state.notFinite, state.layout.firstRow.back());
    state.report.warnings = m_warnings;
    return std::move(state.report);
}

} // namespace maskscope
