// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/metrics/drawing/figure_support.h"
#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/metrics/result_builder.h"
#include "analysis/metrics/spectrum/spectrum_intervals.h"

namespace maskscope {
namespace {

constexpr const char* kRankNote
    = "Low alone is no collapse: compare with the targets' own spectrum and with untrained copies.";
/// Shares below are rounding of float32 values.
constexpr double kSmallestShare = 1e-12;

MetricNumbers summaryNumbers(const SpectrumSummary& summary)
{
    return { { "pca_top1", summary.top1 },
             { "pca_top3", summary.top3 },
             { "pcs_for_90", summary.componentsFor90 },
             { "participation_ratio", summary.participationRatio },
             { "effective_rank_centred", summary.effectiveRank } };
}

using Intervals = std::map<std::string, ClusterEstimate>;

void addPowerLaw(ResultBuilder& out, PredictionStatistics& s, const Eigen::VectorXd& eigenvalues,
                 const Intervals& intervals, const std::string& intervalUnit)
{
    const auto law = fitPowerLaw(eigenvalues);
    if (!law)
        return;
    MetricValue* value = out.add(
        "alpha_req",
        MetricNumbers { { "slope", law->slope }, { "fit_r2", law->fitR2 }, { "k_first", 1 }, { "k_last", law->last } },
        "1", recordingsOf(s),
        "Slope of log eigenvalue on log k over k_first..k_last (eigenvalues above 1e-10 of the first). No power law "
        "where fit_r2 is low.");
    const auto interval = intervals.find("slope");
    if (value && interval != intervals.end())
        setInterval(*value, "slope", interval->second, intervalUnit);
}

void addPredictions(ResultBuilder& out, PredictionStatistics& s, const Spectra& spectra, const SpectrumSummary& summary,
                    const MetricOptions& options)
{
    const auto recordings = recordingsOf(s);
    const RowClusters clusters(s.groups());
    const Intervals intervals = spectrumIntervals(s, spectra, clusters, options);
    out.add("pca_eigenvalues", toVector(spectra.centred), "(model unit)²", recordings,
            "Of the centred covariance (divided by n), descending.");
    out.add("pca_ratio_top10", toVector(summary.share.head(std::min<Eigen::Index>(10, summary.share.size()))), "1",
            recordings, kRankNote);
    for (const auto& [key, number] : summaryNumbers(summary)) {
        MetricValue* value = out.add(key, number, "1", recordings, kRankNote);
        if (const auto interval = intervals.find(key); interval != intervals.end())
            setInterval(value, interval->second, clusters.unit());
    }
    if (const auto rank = rankMe(spectra.uncentred)) {
        MetricValue* value = out.add("rankme_uncentred", *rank, "1", recordings,
                                     "Uncentred: a large mean prediction lowers it whatever the rest does.");
        if (const auto interval = intervals.find("rankme_uncentred"); interval != intervals.end())
            setInterval(value, interval->second, clusters.unit());
    }
    addPowerLaw(out, s, spectra.centred, intervals, clusters.unit());
    out.addArray("prediction_share", "component", summary.share);
}

void addTargets(ResultBuilder& out, PredictionStatistics& s)
{
    if (!s.targets() || !s.targets()->spectra())
        return;
    const Spectra& spectra = *s.targets()->spectra();
    const auto summary = summariseSpectrum(spectra.centred);
    if (!summary)
        return;
    MetricNumbers numbers = summaryNumbers(*summary);
    if (const auto rank = rankMe(spectra.uncentred))
        numbers.emplace_back("rankme_uncentred", *rank);
    out.add("target", std::move(numbers), "1", recordingsOf(s),
            "The same numbers of the targets: what a perfect model would show.");
    out.addArray("target_share", "component", summary->share);
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions& options)
{
    ResultBuilder out("pca_spectrum", "diag.v1.");
    if (const auto& spectra = s.predictions().spectraWithAxes(options.intervals ? kResampledAxes : 0)) {
        if (const auto summary = summariseSpectrum(spectra->centred))
            addPredictions(out, s, *spectra, *summary, options);
    }
    addTargets(out, s);
    return std::move(out).take();
}

/// Shares against k = 1, 2, ...; what a log axis cannot show is dropped.
Series shareCurve(std::span<const double> share, std::string name, Rgb color, SeriesStyle style)
{
    Series series;
    series.name = std::move(name);
    series.color = color;
    series.style = style;
    for (std::size_t k = 0; k < share.size(); ++k) {
        if (!(share[k] > kSmallestShare))
            continue;
        series.x.push_back(static_cast<double>(k + 1));
        series.y.push_back(share[k]);
        series.hover.push_back("component " + std::to_string(k + 1) + ": " + shortNumber(100 * share[k]) + " %");
    }
    return series;
}

Series cumulativeCurve(std::span<const double> share, Rgb color)
{
    Series series;
    series.name = "cumulative";
    series.color = color;
    series.style = SeriesStyle::DottedLine;
    series.secondAxis = true;
    double sum = 0;
    for (std::size_t k = 0; k < share.size(); ++k) {
        sum += share[k];
        series.x.push_back(static_cast<double>(k + 1));
        series.y.push_back(std::min(sum, 1.0));
        series.hover.push_back(std::to_string(k + 1) + " components: " + shortNumber(100 * sum) + " %");
    }
    return series;
}

/// Of untrained copies, where a log axis can show it.
Series spectrumBand(const RunView& run, std::size_t components)
{
    std::vector<double> k;
    while (k.size() < components)
        k.push_back(static_cast<double>(k.size() + 1));
    Series band = untrainedBand(run, "prediction_share", std::move(k));
    const auto end = std::ranges::find_if(band.low, [](double low) { return !(low > kSmallestShare); });
    const auto shown = static_cast<std::size_t>(end - band.low.begin());
    for (std::size_t i = 0; i < shown; ++i)
        band.y[i] = std::sqrt(band.low[i] * band.high[i]);
    for (auto* values : { &band.x, &band.y, &band.low, &band.high })
        values->resize(shown);
    return band;
}

CartesianPlot plotRun(const RunView& run)
{
    CartesianPlot plot;
    const auto share = arrayValues(run, "prediction_share"), target = arrayValues(run, "target_share");
    if (!target.empty())
        plot.series.push_back(shareCurve(target, "targets", kNullGrey, SeriesStyle::DashedLine));
    if (Series band = spectrumBand(run, share.size()); !band.x.empty())
        plot.series.push_back(std::move(band));
    if (!share.empty()) {
        plot.series.push_back(shareCurve(share, "predictions", run.color, SeriesStyle::Line));
        plot.series.push_back(cumulativeCurve(share, run.color));
    }
    return plot;
}

void setAxes(CartesianPlot& plot, double components, double smallest)
{
    plot.x = { "Principal component", AxisScale::Log10, 1, std::max(components, 2.0), {}, {} };
    plot.y = { "Share of variance", AxisScale::Log10, smallest, 1, {}, {} };
    plot.y2 = Axis { "Cumulative share", AxisScale::Linear, 0, 1, {}, {} };
}

Figure figure(std::span<const RunView> runs)
{
    Figure f { "pca_spectrum", "PCA variance spectrum", {}, {}, true, true, {}, {} };
    ValueRange components, shares;
    shares.include(0.1); // so that a single component does not leave an axis of no width
    for (std::size_t i = 0; i < runs.size(); ++i) {
        Panel panel = runPanel(runs[i], 0, static_cast<int>(i));
        CartesianPlot plot = plotRun(runs[i]);
        for (const Series& s : plot.series) {
            components.include(s.x);
            if (!s.secondAxis)
                shares.include(s.y);
        }
        panel.plot = std::move(plot);
        f.panels.push_back(std::move(panel));
    }
    const double smallest = std::pow(10, std::floor(std::log10(shares.low())));
    for (Panel& panel : f.panels)
        setAxes(std::get<CartesianPlot>(panel.plot), components.empty() ? 10 : components.high(), smallest);
    f.caption = "Share of the variance of predictions along each principal component (line), cumulative (dotted), and "
                "the same for the targets (grey, dashed) and untrained copies (brown); "
        + recordingCount(runs) + ". A steep spectrum alone is no collapse: the targets may be as steep.";
    return f;
}

} // namespace

/// Eigenvalues l of the centred covariance of predictions (divided by n) and of targets, and what they say: shares,
/// components for 90 %, participation ratio (sum l)^2 / sum l^2, effective rank (Roy and Vetterli 2007, of sqrt l),
/// RankMe (Garrido et al. 2023), and the power law of alpha-ReQ (Agrawal et al. 2022) with its fit. Unit of inference:
/// the recording. Null: the targets' own spectrum and that of untrained copies, no permutation. Intervals draw
/// recordings (sequences) anew along fixed axes (spectrum_intervals.h); the targets' numbers have none.
/// Cannot show a collapse by itself: targets can be nearly of rank 1 too.
Metric pcaSpectrum() { return { "pca_spectrum", "PCA variance spectrum", compute, figure }; }

} // namespace maskscope
