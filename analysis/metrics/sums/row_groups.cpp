// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/sums/row_groups.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

namespace maskscope {
namespace {

/// Compact labels of the values that occur, in ascending order of value.
template <typename T>
std::vector<int> compact(const std::vector<T>& values, std::vector<T>& occurring)
{
    occurring = values;
    std::sort(occurring.begin(), occurring.end());
    occurring.erase(std::unique(occurring.begin(), occurring.end()), occurring.end());
    std::vector<int> labels(values.size());
    std::transform(values.begin(), values.end(), labels.begin(), [&](const T& v) {
        return static_cast<int>(std::lower_bound(occurring.begin(), occurring.end(), v) - occurring.begin());
    });
    return labels;
}

void groupChannels(const PredictionSet& set, RowGroups& groups)
{
    std::vector<int> occurring;
    const std::vector<int> used = compact(std::vector<int>(set.channel.begin(), set.channel.end()), occurring);
    std::map<std::string, int> first; // name to the first channel of that name
    for (const int index : occurring)
        first.emplace(set.channels[static_cast<std::size_t>(index)].name, index);
    std::map<std::string, int> label;
    for (const auto& [name, index] : first) {
        label.emplace(name, groups.channels());
        groups.channelNames.push_back(name);
        groups.channelIndex.push_back(index);
    }
    std::vector<int> labelOfUsed;
    for (const int index : occurring)
        labelOfUsed.push_back(label.at(set.channels[static_cast<std::size_t>(index)].name));
    for (const int u : used)
        groups.rowChannel.push_back(labelOfUsed[static_cast<std::size_t>(u)]);
}

/// Rank of the position among all distinct positions (to 1e-6), modulo 2.
std::vector<int> positionParity(const std::vector<double>& position)
{
    std::vector<long> rounded(position.size());
    std::transform(position.begin(), position.end(), rounded.begin(), [](double p) { return std::lrint(p * 1e6); });
    std::vector<long> occurring;
    std::vector<int> rank = compact(rounded, occurring);
    for (int& r : rank)
        r %= 2;
    return rank;
}

} // namespace

std::vector<int> RowGroups::cellLabels(int Cell::*label) const
{
    std::vector<int> labels(cells.size());
    std::transform(cells.begin(), cells.end(), labels.begin(), [label](const Cell& c) { return c.*label; });
    return labels;
}

RowGroups groupRows(const PredictionSet& set, int bins)
{
    RowGroups groups;
    groups.bins = bins;
    groupChannels(set, groups);
    const InferenceUnits units = inferenceUnits(set);
    groups.unit = units.name;
    std::vector<int> unitOfRow, occurringUnits;
    for (const std::int32_t recording : set.recording)
        unitOfRow.push_back(units.ofRecording[static_cast<std::size_t>(recording)]);
    const auto recording = compact(unitOfRow, occurringUnits);
    groups.units = static_cast<int>(occurringUnits.size());
    groups.unitOfRecording.assign(set.recordings.size(), -1);
    for (std::size_t row = 0; row < recording.size(); ++row)
        groups.unitOfRecording[static_cast<std::size_t>(set.recording[row])] = recording[row];
    const auto parity
        = groups.severalRecordings() ? std::vector<int>(set.position.size(), 0) : positionParity(set.position);
    using Key = std::array<int, 4>;
    std::vector<Key> keys(set.position.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const int bin = std::clamp(static_cast<int>(set.position[i] * bins), 0, bins - 1);
        keys[i] = { recording[i], groups.rowChannel[i], bin, parity[i] };
    }
    std::vector<Key> occurring;
    groups.rowCell = compact(keys, occurring);
    for (const Key& k : occurring)
        groups.cells.push_back({ k[0], k[1], k[2], k[3] });
    return groups;
}

GroupSums::GroupSums(Eigen::Index groups, Eigen::Index dim)
    : sums(RowMatrixD::Zero(groups, dim))
    , squares(Eigen::VectorXd::Zero(groups))
    , counts(Eigen::VectorXd::Zero(groups))
{
}

double GroupSums::squaredDistances(Eigen::Index group, const Eigen::RowVectorXd& point) const
{
    // Each row is centred on the overall mean, so the three terms are of the size of the variance: nothing cancels
    // beyond the fraction of variance explained.
    return squares(group) - 2 * sums.row(group).dot(point) + counts(group) * point.squaredNorm();
}

double GroupSums::betweenSumOfSquares() const
{
    double total = 0;
    for (Eigen::Index g = 0; g < counts.size(); ++g) {
        if (counts(g) > 0)
            total += sums.row(g).squaredNorm() / counts(g);
    }
    return total;
}

void GroupSums::addGroup(Eigen::Index to, const GroupSums& from, Eigen::Index group)
{
    sums.row(to) += from.sums.row(group);
    squares(to) += from.squares(group);
    counts(to) += from.counts(group);
}

GroupSums mergeCells(const GroupSums& cells, std::span<const int> label, int groups)
{
    GroupSums merged(groups, cells.sums.cols());
    for (std::size_t i = 0; i < label.size(); ++i)
        merged.addGroup(label[i], cells, static_cast<Eigen::Index>(i));
    return merged;
}

} // namespace maskscope
