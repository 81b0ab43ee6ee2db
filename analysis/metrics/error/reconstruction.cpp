// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "analysis/metrics/metric_list.h"
#include "analysis/metrics/sums/prediction_statistics.h"
#include "analysis/metrics/error/reconstruction_figure.h"
#include "analysis/metrics/result_builder.h"
#include "analysis/metrics/intervals/row_clusters.h"
#include "analysis/numerics/band_power.h"

namespace maskscope {
namespace {

/// Predicted power counts as at least this share of the true one: a flat line is nine decades too low.
constexpr double kSmallestPower = 1e-9;

/// Log10 of predicted less true power. [row, band], NaN where the true window has no power in the band.
RowMatrixD logPowerErrors(const PredictionSet& set, BandPower& power)
{
    RowMatrixD errors(set.rows(), static_cast<Eigen::Index>(eegBands().size()));
    const auto add = [&](Eigen::Index row) {
        const Eigen::ArrayXd truth = power(set.targets.row(row)), own = power(set.predictions.row(row));
        errors.row(row) = (own / truth).cwiseMax(kSmallestPower).log10().transpose();
        for (Eigen::Index b = 0; b < truth.size(); ++b)
            if (!(truth(b) > 0))
                errors(row, b) = std::nan("");
    };
    forEachRow(add, set.predictions, set.targets);
    return errors;
}

void addBand(ResultBuilder& out, const PredictionStatistics& s, const RowClusters& clusters, const std::string& band,
             const Eigen::VectorXd& error, const MetricOptions& options)
{
    const Eigen::VectorXd known = error.unaryExpr([](double v) { return std::isnan(v) ? 0.0 : 1.0; }),
                          signedError = error.unaryExpr([](double v) { return std::isnan(v) ? 0.0 : v; });
    const auto rows = clusters.sumRows(known);
    const auto add = [&](const std::string& what, const Eigen::VectorXd& values, const std::string& note) {
        clusters.setInterval(out.add("reconstruction_log_power_" + what + "_" + band, values.sum() / known.sum(),
                                     "log10", recordingsOf(s), note),
                             clusters.sumRows(values), rows, options);
    };
    add("error", signedError.cwiseAbs(),
        "Mean size over windows of log10 predicted power less log10 true power. Power can be right where the waveform "
        "is wrong.");
    add("bias", signedError, "The same with its sign. Below 0: too little power, as means of uncertain signals have.");
}

void addBands(ResultBuilder& out, const PredictionStatistics& s, const RowClusters& clusters,
              const MetricOptions& options)
{
    const PredictionSet& set = s.set();
    const auto bands = eegBands();
    const bool rateKnown = set.samplingRateHz > 0;
    BandPower power(static_cast<int>(set.dim()), rateKnown ? set.samplingRateHz : 1, bands);
    RowMatrixD errors;
    if (rateKnown)
        errors = logPowerErrors(set, power);
    for (std::size_t b = 0; b < bands.size(); ++b) {
        if (rateKnown && power.covers(b)) {
            addBand(out, s, clusters, bands[b].name, errors.col(static_cast<Eigen::Index>(b)), options);
            continue;
        }
        const std::string reason = rateKnown ? "the windows are too short or too slowly sampled for this band"
                                             : "the sampling rate of the windows is not known";
        for (const char* what : { "error", "bias" })
            out.addUntestable("reconstruction_log_power_" + std::string(what) + "_" + bands[b].name, "log10",
                              recordingsOf(s), reason);
    }
}

Result<MetricResult> compute(PredictionStatistics& s, const MetricOptions& options)
{
    ResultBuilder out("reconstruction", "diag.v1.");
    if (s.set().output != OutputKind::Signal || !s.targets())
        return std::move(out).take();
    const RowClusters clusters(s.groups());
    const Eigen::VectorXd& r = s.pairs().correlation;
    clusters.setInterval(
        out.add("reconstruction_pattern_r", r.mean(), "1", recordingsOf(s),
                "Mean over windows of Pearson's r with the true window, 0 where either is flat. Blind to amplitude."),
        clusters.sumRows(r), clusters.rows(), options);
    Eigen::VectorXd spread(s.set().rows());
    const auto addSpread = [&](Eigen::Index row) {
        const Eigen::RowVectorXd window = s.set().targets.row(row).cast<double>();
        spread(row) = (window.array() - window.mean()).square().sum();
    };
    forEachRow(addSpread, s.set().targets);
    const Eigen::VectorXd& error = s.pairs().squaredError;
    clusters.setInterval(out.add("reconstruction_nmse", error.sum() / spread.sum(), "1", recordingsOf(s),
                                 "0: exact; 1: no better than a flat line at the window's own mean. Slow, strong "
                                 "waves weigh most."),
                         clusters.sumRows(error), clusters.sumRows(spread), options);
    addBands(out, s, clusters, options);
    return std::move(out).take();
}

} // namespace

/// How close predicted windows come to the true ones, for models that predict samples: mean Pearson's r, normalised MSE
/// sum |z - y|^2 / sum |y - mean of the window|^2, and per band the mean |log10 P(z) - log10 P(y)| and the same with
/// its sign, P the band's power in the periodogram (band_power.h). Unit of inference: the recording. Null: untrained
/// copies; no permutation. Intervals draw recordings (sequences) anew. Cannot show through which input the model
/// gained, and no single number shows both amplitude and waveform.
Metric reconstruction() { return { "reconstruction", "Reconstructed power by band", compute, reconstructionFigure }; }

} // namespace maskscope
