// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The passes of an inference plan over each batch, with the measurements that tell whether a pass could show anything.
#include <algorithm>
#include <array>
#include <cmath>
#include <new>

#include "model/layers/kernels/row_kernels.h"
#include "model/session/input_change.h"
#include "model/session/plan_state.h"

namespace maskscope {

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
    block.states = states;
    block.stateSequence = stateSequence;
    block.stateToken = stateToken;
    block.leak = leak;
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

/// Targets of the masked tokens, and of all tokens where the plan asks for them.
void NetworkRun::fillBatchTargets(SequenceRange range, std::int64_t rows, PlanState& state)
{
    state.targets.resize(rows, m_network.outputWidth(m_decoded));
    if (!state.plan.tokenTargets)
        return embedMasked(range, rows, m_decoded ? m_network.traits().output : OutputKind::Embedding,
                           state.targets.data());
    fillTokenTargets(range, state.tokenTargets);
    for (std::int64_t r = 0; r < rows; ++r)
        state.targets.row(r) = state.tokenTargets.row(state.tokens.tokenRow[static_cast<std::size_t>(r)]);
}

/// Sequences of the range that have a masked token: the others are not asked for anything.
std::vector<std::size_t> NetworkRun::maskedSequences(SequenceRange range, const PlanState& state)
{
    std::vector<std::size_t> some;
    for (std::size_t s = range.first; s < range.last; ++s)
        if (state.layout.firstRow[s + 1] > state.layout.firstRow[s])
            some.push_back(s);
    return some;
}

Result<void> NetworkRun::runPlanBatch(SequenceRange range, PlanState& state)
{
    const std::int64_t rows = state.layout.firstRow[range.last] - state.layout.firstRow[range.first];
    if (rows == 0)
        return {};
    const auto traits = m_network.traits();
    state.tokens.describe(range, m_input.windows, m_input.mask);
    fillBatchTargets(range, rows, state);
    Network::InputProbe probe;
    at::Tensor started; // of the pass before: a device computes it while the host prepares this one
    std::vector<std::size_t> run, same; // passes that apply; those of them whose input is that of the first
    const std::vector<std::size_t> some = maskedSequences(range, state);
    const SequenceChoice sequences
        = some.size() == range.last - range.first ? SequenceChoice(range) : SequenceChoice(std::span(some));
    const bool nothingVisible = std::ranges::find(state.tokens.tokenMasked, 0) == state.tokens.tokenMasked.end();
    for (std::size_t i = 0; i < state.report.passes.size(); ++i) {
        const InputChange change = state.report.passes[i].change;
        if (!state.report.passes[i].applies)
            continue;
        if (nothingVisible && changesContextOnly(change)) {
            same.push_back(i);
            continue;
        }
        const PassInput pass = passInput(change, state.input, traits);
        prepareBatch(m_batch, m_input.windows, m_input.mask, sequences, m_padded, pass.rules);
        if (!run.empty())
            m_network.finish(started, state.predictions[run.back()].data());
        state.predictions[i].resize(rows, m_network.outputWidth(m_decoded));
        started = m_network.start(m_batch, pass.codes, m_decoded, state.predictions[i].data(), &probe);
        if (run.empty())
            stateRounding(pass.codes, state.predictions[i].data());
        run.push_back(i);
    }
    m_network.finish(started, state.predictions[run.back()].data());
    for (const std::size_t i : same)
        state.predictions[i] = state.predictions.front();
    lookInto(range, state);
    // Only now: a batch that runs out of memory before is tried again in halves.
    for (std::size_t i = 1; i < run.size(); ++i)
        state.changeSquares[run[i]] += probe.changeSquares[i - 1].item<double>();
    for (std::size_t s = 0; s < probe.codeSquares.size(); ++s)
        for (Eigen::Index code = 0; code < 3; ++code)
            state.report.codeSquares(static_cast<Eigen::Index>(sequences[s]), code)
                = probe.codeSquares[s][static_cast<std::size_t>(code)] / m_network.description().dModel;
    state.inputSquares += probe.inputSquares.item<double>();
    for (std::int64_t r = 0; r < rows; ++r)
        state.notFinite += state.predictions.front().row(r).allFinite() ? 0 : 1;
    for (const auto* context : { &state.input.otherContext, &state.input.farContext })
        for (std::size_t s = range.first; *context && s < range.last; ++s) { // for the batch's own, see forEachBatch()
            const std::span<const float> other = (*context)(s);
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
    if (plan.lookedInto > 0) {
        state.lookedInto = chooseSequences(plan.lookedInto);
        state.nothingMasked = m_input.mask;
        std::ranges::fill(state.nothingMasked.bits, std::uint8_t { 0 });
    }
    const auto batch = [&](SequenceRange range) { return runPlanBatch(range, state); };
    if (auto finished = forEachBatch(batch, progress, stop); !finished)
        return tl::unexpected(finished.error());
    state.summarise(m_network.traits().hidesCodes);
    warnOfNonFinite(state.notFinite, state.layout.firstRow.back());
    state.report.warnings = m_warnings;
    return std::move(state.report);
}

} // namespace maskscope
