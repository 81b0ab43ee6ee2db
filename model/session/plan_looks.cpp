// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What is looked at besides the predictions, of a few sequences: layers and gradients under the mask, layers without
// it, and whether what the mask hides reaches the predictions.
#include <algorithm>
#include <array>
#include <new>

#include <c10/util/Exception.h>

#include "model/session/input_change.h"
#include "model/session/plan_state.h"
#include "model/session/torch_errors.h"

namespace maskscope {

namespace {

constexpr Eigen::Index kKeptRows = 128; // of a sequence, evenly: enough for a layer's spectrum, whatever its length

} // namespace

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
    state.states.clear();
    state.stateSequence.clear();
    state.stateToken.clear();
    state.leak = {};
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
        lookWithoutMasks(sequences, state);
        lookUnderMasks(sequences, state);
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

/// Outputs of the layers on unmasked input, of some tokens of each sequence.
void NetworkRun::lookWithoutMasks(std::span<const std::size_t> sequences, PlanState& state)
{
    prepareBatch(m_batch, m_input.windows, state.nothingMasked, SequenceChoice(sequences), m_padded,
                 passInput(InputChange::None, state.input, m_network.traits()).rules);
    std::vector<std::int32_t> sequenceOf, tokenOf;
    for (std::size_t i = 0; i < sequences.size(); ++i) {
        const SequenceRows& rows = m_batch.layout.sequences[i];
        const std::int64_t few = std::min<std::int64_t>(rows.tokens, kKeptRows);
        for (std::int64_t k = 0; k < few; ++k) {
            const std::int64_t token = (2 * k + 1) * rows.tokens / (2 * few);
            m_batch.maskedRows.push_back(rows.first + token);
            sequenceOf.push_back(static_cast<std::int32_t>(sequences[i]));
            tokenOf.push_back(static_cast<std::int32_t>(token));
        }
    }
    const auto layers = m_network.layersOf(m_batch);
    std::vector<RowMatrixF> states = state.states; // so that nothing is half done where memory runs out
    states.resize(layers.size());
    for (std::size_t layer = 0; layer < layers.size(); ++layer) {
        const Eigen::Map<const RowMatrixF> rows(layers[layer].data_ptr<float>(), layers[layer].size(0),
                                                layers[layer].size(1));
        const Eigen::Index before = states[layer].rows();
        states[layer].conservativeResize(before + rows.rows(), rows.cols());
        states[layer].bottomRows(rows.rows()) = rows;
    }
    state.states.swap(states);
    state.stateSequence.insert(state.stateSequence.end(), sequenceOf.begin(), sequenceOf.end());
    state.stateToken.insert(state.stateToken.end(), tokenOf.begin(), tokenOf.end());
}

/// What noise under the masks does to predictions: both from the same batch, so that nothing else differs.
void NetworkRun::lookUnderMasks(std::span<const std::size_t> sequences, PlanState& state)
{
    PreparationRules rules = passInput(InputChange::None, state.input, m_network.traits()).rules;
    std::array<RowMatrixF, 2> predictions; // true windows, noise
    for (const bool noise : { false, true }) {
        rules.noiseUnderMasks = noise;
        prepareBatch(m_batch, m_input.windows, m_input.mask, SequenceChoice(sequences), m_padded, rules);
        RowMatrixF& out = predictions[noise ? 1 : 0];
        out.resize(static_cast<Eigen::Index>(m_batch.maskedRows.size()), m_network.outputWidth(m_decoded));
        m_network.predict(m_batch, {}, m_decoded, out.data());
    }
    state.leak.change += (predictions[1] - predictions[0]).cast<double>().squaredNorm();
    state.leak.rows += predictions[0].rows();
}

} // namespace maskscope
