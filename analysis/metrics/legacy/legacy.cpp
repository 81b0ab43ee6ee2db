// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"

namespace maskscope {
namespace {

double variance(const Eigen::Ref<const Eigen::VectorXd>& v) { return (v.array() - v.mean()).square().mean(); }

void addMoments(ResultBuilder& out, PredictionStatistics& s)
{
    const RowMoments& rows = s.rowMoments();
    const auto tokens = tokensOf(s);
    const std::string layerNorm = "After a LayerNorm this is near its bias' mean by construction.";
    out.add("mean", rows.mean.mean(), kModelUnit, tokens, layerNorm);
    // Spread over all values = mean spread inside the rows + spread of the rows' means.
    out.add("std", std::sqrt(rows.variance.mean() + variance(rows.mean)), kModelUnit, tokens,
            "After a LayerNorm this is fixed by its weights.");
    out.add("min", rows.min, kModelUnit, tokens, "An extreme grows with the number of tokens.");
    out.add("max", rows.max, kModelUnit, tokens, "An extreme grows with the number of tokens.");
    const std::string inside
        = "Variance inside each embedding, not between embeddings: a constant prediction has it too.";
    out.add("mean_variance_per_embedding", rows.variance.mean(), "(model unit)²", tokens, inside);
    out.add("std_variance_per_embedding", std::sqrt(variance(rows.variance)), "(model unit)²", tokens, inside);
}

void addPositionCorrelation(ResultBuilder& out, PredictionStatistics& s)
{
    const Eigen::VectorXd& r = s.positionCorrelation();
    double sum = 0, varying = 0;
    for (const double v : r) {
        if (!std::isnan(v)) {
            sum += std::abs(v);
            ++varying;
        }
    }
    std::string note = "Linear and without a null: an untrained model scores 0.8, one that ignores position can score "
                       "0.28 on one short recording.";
    if (varying < static_cast<double>(r.size()))
        note += " " + std::to_string(r.size() - static_cast<Eigen::Index>(varying))
            + " constant dimensions are left out.";
    if (varying > 0)
        out.add("mean_abs_position_correlation", sum / varying, "1", tokensOf(s), note);
}

void addChannels(ResultBuilder& out, PredictionStatistics& s)
{
    const RowGroups& groups = s.groups();
    const auto count = static_cast<Eigen::Index>(groups.channels());
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(count), n = Eigen::VectorXd::Zero(count);
    for (std::size_t i = 0; i < groups.rowChannel.size(); ++i) {
        sum(groups.rowChannel[i]) += s.rowMoments().mean(static_cast<Eigen::Index>(i));
        n(groups.rowChannel[i]) += 1;
    }
    const Eigen::VectorXd means = sum.cwiseQuotient(n);
    MetricNumbers named;
    for (Eigen::Index c = 0; c < count; ++c)
        named.emplace_back(groups.channelNames[static_cast<std::size_t>(c)], means(c));
    const std::string note = "Averages over all dimensions after a LayerNorm: near 0 by construction, even for a model "
                             "that predicts nothing but the channel.";
    const InferenceUnit channels { count, "channel" };
    out.add("channel_means", named, kModelUnit, tokensOf(s), note);
    out.add("channel_diversity_first5_sorted", std::sqrt(variance(means.head(std::min<Eigen::Index>(5, count)))),
            kModelUnit, { std::min<Eigen::Index>(5, count), "channel" },
            note + " Five channels only (here the first by name; the old script took hash order).");
    out.add("channel_diversity_all", std::sqrt(variance(means)), kModelUnit, channels, note);
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions&)
{
    ResultBuilder out("legacy", "legacy.");
    std::string note;
    if (!s.usable())
        note = s.nonFinite() > 0
            ? std::to_string(s.nonFinite()) + " predicted values are NaN or infinite: no other number is given."
            : "No predictions: no other number is given.";
    out.add("samples", static_cast<double>(s.set().rows()), "1", tokensOf(s),
            note.empty() ? "Tokens, which are not independent: no sample size for inference." : note);
    out.add("dim", static_cast<double>(s.set().dim()), "1", tokensOf(s), note);
    if (!s.usable())
        return std::move(out).take();
    addMoments(out, s);
    addPositionCorrelation(out, s);
    addChannels(out, s);
    const Eigen::VectorXd spread = s.predictions().covariance().diagonal();
    if (spread.sum() > 0) {
        out.add("top3_raw_dims_fraction", spread.head(std::min<Eigen::Index>(3, spread.size())).sum() / spread.sum(),
                "1", tokensOf(s),
                "The first three dimensions by index, no PCA: a rank-1 model in 512 dimensions scores 0.5 %.");
    }
    return std::move(out).take();
}

} // namespace

/// The old diagnosis' definitions, unchanged, so that old reports stay comparable.
Metric legacyNumbers() { return { "legacy", "Old numbers", compute, {} }; }

} // namespace maskscope
