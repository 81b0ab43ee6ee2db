// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/metrics/channel/channel_probe_figure.h"
#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/channel/nearest_centroid.h"
#include "analysis/metrics/intervals/position_null.h"
#include "analysis/metrics/result_builder.h"
#include "analysis/metrics/intervals/row_clusters.h"
#include "analysis/numerics/counter_random.h"

namespace maskscope {
namespace {

/// [recording] rows that were guessed.
std::vector<std::vector<std::size_t>> scoredRows(const RowGroups& groups, const CentroidGuesses& guesses)
{
    std::vector<std::vector<std::size_t>> rows(static_cast<std::size_t>(groups.recordings()));
    for (std::size_t row = 0; row < groups.rowCell.size(); ++row)
        if (guesses.guess[row] >= 0)
            rows[static_cast<std::size_t>(groups.cells[static_cast<std::size_t>(groups.rowCell[row])].recording)]
                .push_back(row);
    return rows;
}

/// Hits with the channel labels of each recording's sequences shuffled, ascending. The guesses stay: the means that
/// they come from are the other recordings'.
std::vector<double> shuffledHits(const RowGroups& groups, const CentroidGuesses& guesses, const MetricOptions& options)
{
    CounterRandom random(options.seed);
    std::vector<double> hits(static_cast<std::size_t>(std::max(0, options.permutations)));
    std::vector<int> image(static_cast<std::size_t>(groups.channels()));
    for (const auto& rows : scoredRows(groups, guesses)) {
        std::vector<int> present;
        present.reserve(rows.size());
        for (const std::size_t row : rows)
            present.push_back(groups.rowChannel[row]);
        std::sort(present.begin(), present.end());
        present.erase(std::unique(present.begin(), present.end()), present.end());
        for (double& sum : hits) {
            std::vector<int> label = present;
            random.shuffle(label);
            for (std::size_t i = 0; i < label.size(); ++i)
                image[static_cast<std::size_t>(present[i])] = label[i];
            for (const std::size_t row : rows)
                sum += image[static_cast<std::size_t>(groups.rowChannel[row])] == guesses.guess[row] ? 1 : 0;
        }
    }
    std::sort(hits.begin(), hits.end());
    return hits;
}

/// Mean over scored rows of 1 / number of candidates.
double chanceOf(const RowGroups& groups, const CentroidGuesses& guesses, double scored)
{
    double sum = 0;
    for (std::size_t row = 0; row < guesses.guess.size(); ++row)
        if (guesses.guess[row] >= 0)
            sum += 1.0
                / guesses.candidates[static_cast<std::size_t>(
                    groups.cells[static_cast<std::size_t>(groups.rowCell[row])].recording)];
    return sum / scored;
}

MetricNumbers nullOf(const RowGroups& groups, const CentroidGuesses& guesses, double scored,
                     const MetricOptions& options)
{
    MetricNumbers null { { "chance", chanceOf(groups, guesses, scored) } };
    const std::vector<double> hits = shuffledHits(groups, guesses, options);
    if (hits.empty())
        return null;
    const double mean = std::accumulate(hits.begin(), hits.end(), 0.0) / static_cast<double>(hits.size());
    null.emplace_back("shuffled_mean", mean / scored);
    null.emplace_back("quantile_97.5", quantile(hits, 0.975) / scored);
    return null;
}

/// [channel of the set] share of its scored rows that were told; NaN without any.
Eigen::VectorXd accuracyByChannel(const PredictionStatistics& s, const Eigen::VectorXd& hit,
                                  const Eigen::VectorXd& scored)
{
    const RowGroups& groups = s.groups();
    Eigen::VectorXd hits = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(s.set().channels.size())), rows = hits;
    for (Eigen::Index row = 0; row < hit.size(); ++row) {
        const auto group = static_cast<std::size_t>(groups.rowChannel[static_cast<std::size_t>(row)]);
        hits(groups.channelIndex[group]) += hit(row);
        rows(groups.channelIndex[group]) += scored(row);
    }
    return hits.cwiseQuotient(rows);
}

void addProbe(ResultBuilder& out, PredictionStatistics& s, const MetricOptions& options)
{
    const RowGroups& groups = s.groups();
    const CentroidGuesses guesses = nearestCentroids(s);
    Eigen::VectorXd scored(s.set().rows()), hit(s.set().rows());
    for (Eigen::Index row = 0; row < scored.size(); ++row) {
        const int guess = guesses.guess[static_cast<std::size_t>(row)];
        scored(row) = guess >= 0 ? 1 : 0;
        hit(row) = guess == groups.rowChannel[static_cast<std::size_t>(row)] ? 1 : 0;
    }
    if (!(scored.sum() > 0))
        return out.addUntestable("channel_probe", "1", recordingsOf(s), "no channel is in two recordings");
    std::string note = "Shows that the channel can be told from predictions, not that the model learned it: offsets of "
                       "the electrodes that it copies from the context are enough.";
    if (scored.sum() < static_cast<double>(scored.size()))
        note += " Left out: " + std::to_string(std::lround(static_cast<double>(scored.size()) - scored.sum()))
            + " tokens of channels that no other recording has.";
    MetricValue* value = out.add("channel_probe", hit.sum() / scored.sum(), "1", recordingsOf(s), std::move(note));
    const RowClusters clusters(groups);
    clusters.setInterval(value, clusters.sumRows(hit), clusters.sumRows(scored), options);
    value->null = nullOf(groups, guesses, scored.sum(), options);
    out.addArray("accuracy", "channel", accuracyByChannel(s, hit, scored));
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions& options)
{
    ResultBuilder out("channel_probe", "diag.v1.");
    const std::string reason = !s.groups().severalRecordings()
        ? "there is one recording: none to learn the channels from"
        : s.groups().channels() < 2 ? "there is one channel: none to tell it from"
                                    : "";
    if (!reason.empty())
        out.addUntestable("channel_probe", "1", recordingsOf(s), reason);
    else
        addProbe(out, s, options);
    return std::move(out).take();
}

} // namespace

/// Share of tokens whose channel the predictions tell: nearest channel mean (nearest centroid; Hastie, Tibshirani and
/// Friedman 2009, ch. 4.3, with equal spherical covariances), the means from the other recordings only. Unit of
/// inference: the recording. Null: chance (one in as many as there are candidates), and channel labels shuffled within
/// each recording with the guesses kept, so that what a recording's tokens share stays. The interval draws recordings
/// (sequences) anew and holds the means. Cannot show that the model learned the channel, nor a code that no mean
/// carries; a recording's own offset makes the channel harder to tell.
Metric channelProbe() { return { "channel_probe", "Can the channel be told?", compute, channelProbeFigure }; }

} // namespace maskscope
