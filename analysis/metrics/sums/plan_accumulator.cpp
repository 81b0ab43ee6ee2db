// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/sums/plan_accumulator.h"

#include <algorithm>

namespace maskscope {

namespace {

constexpr auto kBins = static_cast<Eigen::Index>(kDistanceBins.size());

/// Nearest visible tokens on either side of a masked one, as indices into the block's tokens; -1 where there is none.
struct Neighbours {
    std::int64_t before = -1, after = -1;
};

Neighbours neighboursOf(const PredictionBlock& block, std::int64_t token)
{
    const auto sequence = std::upper_bound(block.firstToken.begin(), block.firstToken.end(), token);
    const auto visible = [&](std::int64_t t) { return block.tokenMasked[static_cast<std::size_t>(t)] == 0; };
    Neighbours found;
    for (std::int64_t t = token - 1; t >= *(sequence - 1) && found.before < 0; --t)
        found.before = visible(t) ? t : -1;
    for (std::int64_t t = token + 1; t < *sequence && found.after < 0; ++t)
        found.after = visible(t) ? t : -1;
    return found;
}

/// Linear between the two neighbours' targets; the one there is where only one side has any.
Eigen::RowVectorXd interpolated(const RowMatrixF& targets, std::int64_t token, const Neighbours& neighbours)
{
    if (neighbours.before < 0 || neighbours.after < 0)
        return targets.row(std::max(neighbours.before, neighbours.after)).cast<double>();
    const double share
        = static_cast<double>(token - neighbours.before) / static_cast<double>(neighbours.after - neighbours.before);
    return (1 - share) * targets.row(neighbours.before).cast<double>()
        + share * targets.row(neighbours.after).cast<double>();
}

double squaredDistance(const RowMatrixF& a, const RowMatrixF& b, Eigen::Index row)
{
    return (a.row(row).cast<double>() - b.row(row).cast<double>()).squaredNorm();
}

/// [layer] the blocks' rows one after the other; the blocks are emptied.
std::vector<ScratchMatrix> joined(std::vector<std::vector<RowMatrixF>>& blocks, std::size_t rows)
{
    std::vector<ScratchMatrix> layers;
    for (std::size_t layer = 0; !blocks.empty() && layer < blocks.front().size(); ++layer) {
        ScratchMatrix all(static_cast<Eigen::Index>(rows), blocks.front()[layer].cols());
        Eigen::Index row = 0;
        for (auto& block : blocks) {
            all.middleRows(row, block[layer].rows()) = block[layer];
            row += block[layer].rows();
            block[layer].resize(0, 0);
        }
        layers.push_back(std::move(all));
    }
    blocks.clear();
    return layers;
}

/// [token of the block + 1] visible tokens before it, over all sequences.
std::vector<std::int64_t> visibleBefore(const PredictionBlock& block)
{
    std::vector<std::int64_t> seen { 0 };
    for (const std::uint8_t masked : block.tokenMasked)
        seen.push_back(seen.back() + (masked == 0 ? 1 : 0));
    return seen;
}

/// [direction] bin of the visible tokens on either side of a masked row.
std::array<int, kDirections> visibleBins(const PredictionBlock& block, const std::vector<std::int64_t>& seen,
                                         Eigen::Index row)
{
    if (block.tokenRow.empty())
        return { 0, 0 };
    const std::int64_t token = block.tokenRow[static_cast<std::size_t>(row)];
    const auto after = std::upper_bound(block.firstToken.begin(), block.firstToken.end(), token);
    const auto at = [&](std::int64_t t) { return seen[static_cast<std::size_t>(t)]; };
    return { visibleBin(at(token) - at(*(after - 1))), visibleBin(at(*after) - at(token)) };
}

} // namespace

int visibleBin(std::int64_t tokens)
{
    return tokens < 2 ? static_cast<int>(std::max<std::int64_t>(tokens, 0))
        : tokens < 4  ? 2
        : tokens < 8  ? 3
        : tokens < 16 ? 4
                      : 5;
}

int distanceBin(std::int32_t distance)
{
    if (distance < 1)
        return static_cast<int>(kDistanceBins.size()) - 1;
    if (distance <= 4)
        return distance - 1;
    return distance <= 8 ? 4 : distance <= 16 ? 5 : 6;
}

const PassSums* PlanStatistics::pass(InputChange change) const
{
    const auto at = std::find_if(passes.begin(), passes.end(),
                                 [&](const PassSums& sums) { return sums.summary.change == change; });
    return at == passes.end() ? nullptr : &*at;
}

PlanAccumulator::PlanAccumulator(const WindowSet& windows, const InferencePlan& plan)
{
    const auto sequences = static_cast<Eigen::Index>(windows.sequences.size());
    std::vector<std::string> subjects;
    for (const auto& recording : windows.recordings)
        subjects.push_back(recording.subject);
    const InferenceUnits units = inferenceUnits(windows.recordings.size(), subjects);
    m_sums.unitName = units.name;
    for (const WindowSequence& sequence : windows.sequences) {
        m_sums.recording.push_back(sequence.recording);
        m_sums.channel.push_back(sequence.channel);
        if (static_cast<std::size_t>(sequence.recording) < units.ofRecording.size())
            m_sums.unit.push_back(units.ofRecording[static_cast<std::size_t>(sequence.recording)]);
    }
    m_sums.tokens = Eigen::VectorXd::Zero(sequences);
    for (Eigen::Index s = 0; s < sequences; ++s)
        m_sums.tokens(s) = windows.sequences[static_cast<std::size_t>(s)].tokens;
    m_sums.rows = RowMatrixD::Zero(sequences, kBins);
    m_sums.rowsByVisible = RowMatrixD::Zero(kDirections, kVisibleBins.size());
    for (const InputChange change : plan.passes) {
        PassSums sums { {},
                        RowMatrixD::Zero(sequences, kBins),
                        Eigen::VectorXd::Zero(sequences),
                        RowMatrixD::Zero(kDirections, kVisibleBins.size()),
                        {} };
        sums.summary.change = change;
        m_sums.passes.push_back(std::move(sums));
    }
    m_sums.neighbourError = m_sums.neighbourOwnError = m_sums.neighbourRows = Eigen::VectorXd::Zero(sequences);
}

void PlanAccumulator::add(const PredictionBlock& block)
{
    m_sums.dim = static_cast<int>(block.predictions.front().cols());
    addBins(block);
    const std::vector<std::int64_t> seen = visibleBefore(block);
    for (Eigen::Index row = 0; row < block.rows(); ++row) {
        const auto sequence = static_cast<Eigen::Index>(block.sequence[static_cast<std::size_t>(row)]);
        const int bin = distanceBin(block.distance[static_cast<std::size_t>(row)]);
        const auto visible = visibleBins(block, seen, row);
        for (const Direction direction : { Before, After })
            m_sums.rowsByVisible(direction, visible[direction]) += 1;
        m_sums.rows(sequence, bin) += 1;
        for (std::size_t i = 0; i < block.predictions.size(); ++i) {
            const RowMatrixF& predictions = block.predictions[i];
            if (predictions.rows() == 0)
                continue;
            if (block.targets) {
                const double error = squaredDistance(predictions, *block.targets, row);
                m_sums.passes[i].squaredError(sequence, bin) += error;
                for (const Direction direction : { Before, After })
                    m_sums.passes[i].errorByVisible(direction, visible[direction]) += error;
            }
            m_sums.passes[i].change(sequence) += squaredDistance(predictions, block.predictions.front(), row);
        }
    }
    if (block.targets && block.tokenTargets)
        addNeighbours(block);
    m_sums.gradients.insert(m_sums.gradients.end(), block.gradients.begin(), block.gradients.end());
    if (!block.layers.empty()) {
        m_layers.emplace_back(block.layers.begin(), block.layers.end());
        m_sums.layerSequence.insert(m_sums.layerSequence.end(), block.layerSequence.begin(), block.layerSequence.end());
    }
    if (!block.states.empty()) {
        m_states.emplace_back(block.states.begin(), block.states.end());
        m_sums.stateSequence.insert(m_sums.stateSequence.end(), block.stateSequence.begin(), block.stateSequence.end());
        m_sums.stateToken.insert(m_sums.stateToken.end(), block.stateToken.begin(), block.stateToken.end());
    }
    m_sums.leak.change += block.leak.change;
    m_sums.leak.rows += block.leak.rows;
}

/// Predictions under the changes that tell what is read, summed by sequence and position bin.
void PlanAccumulator::addBins(const PredictionBlock& block)
{
    for (std::size_t i = 0; i < block.predictions.size(); ++i) {
        PassSums& pass = m_sums.passes[i];
        const RowMatrixF& predictions = block.predictions[i];
        if (predictions.rows() == 0 || std::ranges::count(readingChanges(), pass.summary.change) == 0)
            continue;
        if (pass.binSums.rows() == 0)
            pass.binSums.resize(static_cast<Eigen::Index>(m_sums.recording.size()) * kPlanBins, predictions.cols());
        for (Eigen::Index row = 0; row < predictions.rows(); ++row) {
            const auto at = static_cast<std::size_t>(row);
            const int bin = std::clamp(static_cast<int>(block.position[at] * kPlanBins), 0, kPlanBins - 1);
            pass.binSums.row(Eigen::Index { block.sequence[at] } * kPlanBins + bin) += predictions.row(row);
        }
    }
}

void PlanAccumulator::addNeighbours(const PredictionBlock& block)
{
    for (Eigen::Index row = 0; row < block.rows(); ++row) {
        const std::int64_t token = block.tokenRow[static_cast<std::size_t>(row)];
        const Neighbours neighbours = neighboursOf(block, token);
        if (neighbours.before < 0 && neighbours.after < 0)
            continue;
        const auto sequence = static_cast<Eigen::Index>(block.sequence[static_cast<std::size_t>(row)]);
        const Eigen::RowVectorXd guess = interpolated(*block.tokenTargets, token, neighbours);
        m_sums.neighbourError(sequence) += (guess - block.targets->row(row).cast<double>()).squaredNorm();
        m_sums.neighbourOwnError(sequence) += squaredDistance(block.predictions.front(), *block.targets, row);
        m_sums.neighbourRows(sequence) += 1;
    }
}

PlanStatistics PlanAccumulator::finish(const PlanReport& report) &&
{
    for (std::size_t i = 0; i < m_sums.passes.size() && i < report.passes.size(); ++i)
        m_sums.passes[i].summary = report.passes[i];
    m_sums.codeSquares = report.codeSquares;
    m_sums.layers = joined(m_layers, m_sums.layerSequence.size());
    m_sums.states = joined(m_states, m_sums.stateSequence.size());
    return std::move(m_sums);
}

} // namespace maskscope
