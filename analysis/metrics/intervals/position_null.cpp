// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/metrics/intervals/position_null.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

#include "analysis/numerics/counter_random.h"

namespace maskscope {
namespace {

/// Rows of each sequence in their order, and where each row stands.
struct SequenceRows {
    std::vector<std::vector<Eigen::Index>> rows; ///< [sequence]
    std::vector<int> sequence; ///< [row]
    std::vector<std::size_t> rank; ///< [row] in its sequence
};

SequenceRows sequencesOf(const PredictionSet& set)
{
    SequenceRows out;
    std::vector<std::int32_t> ids = set.sequence;
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    out.rows.resize(ids.size());
    for (std::size_t i = 0; i < set.sequence.size(); ++i) {
        const auto at = std::lower_bound(ids.begin(), ids.end(), set.sequence[i]) - ids.begin();
        auto& rows = out.rows[static_cast<std::size_t>(at)];
        out.sequence.push_back(static_cast<int>(at));
        out.rank.push_back(rows.size());
        rows.push_back(static_cast<Eigen::Index>(i));
    }
    return out;
}

/// Fractions of a turn in [0, 1): [draw * recordings + recording].
std::vector<double> drawTurns(int draws, int recordings, std::uint64_t seed)
{
    CounterRandom random(seed);
    std::vector<double> turns(static_cast<std::size_t>(draws) * static_cast<std::size_t>(recordings));
    std::generate(turns.begin(), turns.end(), [&] { return random.uniform(); });
    return turns;
}

/// r of each dimension with the turned positions. [draw, dim]
RowMatrixD permutedCorrelations(PredictionStatistics& s, int draws, std::uint64_t seed)
{
    const SequenceRows sequences = sequencesOf(s.set());
    const RowGroups& groups = s.groups();
    const auto recordings = static_cast<std::size_t>(groups.recordings());
    const std::vector<double> turns = drawTurns(draws, groups.recordings(), seed);
    const Eigen::VectorXd& position = s.centredPosition();
    RowMatrixD r = s.predictions().projected(draws, [&](Eigen::Index first, RowMatrixD& left) {
        for (Eigen::Index i = 0; i < left.rows(); ++i) {
            const auto row = static_cast<std::size_t>(first + i);
            const auto& rows = sequences.rows[static_cast<std::size_t>(sequences.sequence[row])];
            const auto cell = static_cast<std::size_t>(groups.rowCell[row]);
            const auto recording = static_cast<std::size_t>(groups.cells[cell].recording);
            const std::size_t n = rows.size();
            for (Eigen::Index k = 0; k < draws; ++k) {
                const double turn = turns[static_cast<std::size_t>(k) * recordings + recording];
                const std::size_t shifted
                    = sequences.rank[row] + static_cast<std::size_t>(turn * static_cast<double>(n));
                left(i, k) = position(rows[shifted < n ? shifted : shifted - n]);
            }
        }
    });
    // The turn changes neither the positions' mean nor their spread.
    const double scale = static_cast<double>(s.set().rows()) * position.squaredNorm();
    const Eigen::RowVectorXd spread = (s.predictions().covariance().diagonal().transpose() * scale).cwiseSqrt();
    r.array().rowwise() /= spread.array();
    return r;
}

} // namespace

std::vector<double> sortedAbsolute(const Eigen::VectorXd& r)
{
    std::vector<double> curve;
    for (const double v : r) {
        if (std::isfinite(v))
            curve.push_back(std::min(std::abs(v), 1.0));
    }
    std::sort(curve.begin(), curve.end(), std::greater<>());
    return curve;
}

double quantile(const std::vector<double>& sorted, double q)
{
    const double at = q * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], at - static_cast<double>(below));
}

PositionNull positionNull(PredictionStatistics& s, int draws, std::uint64_t seed)
{
    PositionNull null;
    if (draws < 1)
        return null;
    const RowMatrixD r = permutedCorrelations(s, draws, seed);
    std::vector<std::vector<double>> curves;
    for (Eigen::Index k = 0; k < r.rows(); ++k) {
        curves.push_back(sortedAbsolute(r.row(k).transpose()));
        const auto& curve = curves.back();
        if (!curve.empty())
            null.meanAbsolute.push_back(std::accumulate(curve.begin(), curve.end(), 0.0)
                                        / static_cast<double>(curve.size()));
    }
    std::sort(null.meanAbsolute.begin(), null.meanAbsolute.end());
    std::vector<double> atRank(curves.size());
    for (std::size_t rank = 0; rank < curves.front().size(); ++rank) {
        std::transform(curves.begin(), curves.end(), atRank.begin(), [rank](const auto& c) { return c[rank]; });
        std::sort(atRank.begin(), atRank.end());
        null.low.push_back(quantile(atRank, 0.025));
        null.median.push_back(quantile(atRank, 0.5));
        null.high.push_back(quantile(atRank, 0.975));
    }
    return null;
}

} // namespace maskscope
