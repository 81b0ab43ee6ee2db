// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/channel/nearest_centroid.h"

#include "analysis/numerics/covariance.h"

namespace maskscope {
namespace {

using Cell = RowGroups::Cell;

/// Channel means of all recordings but one, as the columns that a row is multiplied with.
struct Centroids {
    std::vector<int> channel; ///< [candidate]
    Eigen::MatrixXd columns; ///< [dim, candidate]
    Eigen::RowVectorXd halfSquares; ///< [candidate] |c|^2 / 2
};

class HeldOutCentroids {
public:
    explicit HeldOutCentroids(PredictionStatistics& s)
        : m_groups(&s.groups())
        , m_cells(&s.predictions().cells())
        , m_all(mergeCells(*m_cells, m_groups->cellLabels(&Cell::channel), m_groups->channels()))
        , m_cellsOf(static_cast<std::size_t>(m_groups->recordings()))
    {
        for (std::size_t c = 0; c < m_groups->cells.size(); ++c)
            m_cellsOf[static_cast<std::size_t>(m_groups->cells[c].recording)].push_back(c);
    }

    [[nodiscard]] Centroids without(int recording) const
    {
        GroupSums others = m_all;
        for (const std::size_t c : m_cellsOf[static_cast<std::size_t>(recording)]) {
            const int channel = m_groups->cells[c].channel;
            others.sums.row(channel) -= m_cells->sums.row(static_cast<Eigen::Index>(c));
            others.counts(channel) -= m_cells->counts(static_cast<Eigen::Index>(c));
        }
        Centroids found;
        for (int channel = 0; channel < m_groups->channels(); ++channel)
            if (others.counts(channel) > 0)
                found.channel.push_back(channel);
        found.columns.resize(others.sums.cols(), static_cast<Eigen::Index>(found.channel.size()));
        for (Eigen::Index k = 0; k < found.columns.cols(); ++k) {
            const int channel = found.channel[static_cast<std::size_t>(k)];
            found.columns.col(k) = others.sums.row(channel).transpose() / others.counts(channel);
        }
        found.halfSquares = found.columns.colwise().squaredNorm() / 2;
        return found;
    }

private:
    const RowGroups* m_groups;
    const GroupSums* m_cells;
    GroupSums m_all; // [channel]
    std::vector<std::vector<std::size_t>> m_cellsOf; // [recording]
};

/// Guesses of consecutive rows of one recording.
void guessRows(const RowGroups& groups, const Centroids& centroids, Eigen::Index first, const RowMatrixD& rows,
               std::vector<int>& guess)
{
    if (centroids.channel.empty())
        return;
    std::vector<char> known(static_cast<std::size_t>(groups.channels()), 0);
    for (const int channel : centroids.channel)
        known[static_cast<std::size_t>(channel)] = 1;
    const RowMatrixD products = productWith(rows, centroids.columns);
    for (Eigen::Index i = 0; i < rows.rows(); ++i) {
        const auto row = static_cast<std::size_t>(first + i);
        if (!known[static_cast<std::size_t>(groups.rowChannel[row])])
            continue;
        // |x - c|^2 is least where x c - |c|^2 / 2 is largest.
        Eigen::Index best = 0;
        (products.row(i) - centroids.halfSquares).maxCoeff(&best);
        guess[row] = centroids.channel[static_cast<std::size_t>(best)];
    }
}

} // namespace

CentroidGuesses nearestCentroids(PredictionStatistics& s)
{
    const RowGroups& groups = s.groups();
    const HeldOutCentroids heldOut(s);
    CentroidGuesses found { std::vector<int>(groups.rowCell.size(), -1),
                            std::vector<int>(static_cast<std::size_t>(groups.recordings()), 0) };
    const auto recordingOf = [&](Eigen::Index row) {
        return groups.cells[static_cast<std::size_t>(groups.rowCell[static_cast<std::size_t>(row)])].recording;
    };
    int current = -1;
    Centroids centroids;
    s.predictions().eachBlock([&](Eigen::Index first, const RowMatrixD& block) {
        for (Eigen::Index begin = 0, end = 0; begin < block.rows(); begin = end) {
            const int recording = recordingOf(first + begin);
            for (end = begin; end < block.rows() && recordingOf(first + end) == recording; ++end) { }
            if (recording != current)
                centroids = heldOut.without(current = recording);
            found.candidates[static_cast<std::size_t>(recording)] = static_cast<int>(centroids.channel.size());
            guessRows(groups, centroids, first + begin, block.middleRows(begin, end - begin), found.guess);
        }
    });
    return found;
}

} // namespace maskscope
