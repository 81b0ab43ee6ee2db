// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/charts_samples.h"

#include <cmath>
#include <limits>
#include <numbers>
#include <random>

#include "tests/gui/charts_scalp_sample.h"

namespace maskscope::samples {

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

const char* const names64[]
    = { "FP1", "FPZ", "FP2", "AF3", "AF4", "F7",  "F5",  "F3",  "F1",  "FZ",  "F2", "F4", "F6", "F8",  "FT7", "FC5",
        "FC3", "FC1", "FCZ", "FC2", "FC4", "FC6", "FT8", "T7",  "C5",  "C3",  "C1", "CZ", "C2", "C4",  "C6",  "T8",
        "TP7", "CP5", "CP3", "CP1", "CPZ", "CP2", "CP4", "CP6", "TP8", "P7",  "P5", "P3", "P1", "PZ",  "P2",  "P4",
        "P6",  "P8",  "PO7", "PO5", "PO3", "POZ", "PO4", "PO6", "PO8", "CB1", "O1", "OZ", "O2", "CB2", "M1",  "M2" };

std::string label(int run)
{
    const char* const labels[] = { "M100 · mask 1.00", "M75 · mask 0.75", "M50 · mask 0.50",
                                   "M25 · mask 0.25",  "M10 · mask 0.10", "untrained copy" };
    return labels[run % 6];
}

Figure framed(const char* metric, const char* title, const char* caption)
{
    Figure figure;
    figure.metric = metric;
    figure.title = title;
    figure.caption = caption;
    figure.provenance = {
        "Maskscope 0.1.0 · device cpu · seed 0 · mask mae, zeros, seed 7 · projection seed 3 · OpenBLAS 0.3.21",
        "checkpoint M100.pt sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 · recording val.h5 "
        "sha256 60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"
    };
    return figure;
}

Panel panelOf(int run, int runs, int row, int column, CartesianPlot plot)
{
    return { label(run), runColor(std::size_t(run), std::size_t(runs)), row, column, std::move(plot) };
}

CartesianPlot sortedCurve(int run, int runs)
{
    CartesianPlot plot;
    plot.x = { "Dimension (sorted)", AxisScale::Linear, 0, 511, {}, {} };
    plot.y = { "|r| with position", AxisScale::Linear, 0, 1, {}, {} };
    Series curve { label(run), runColor(std::size_t(run), std::size_t(runs)), SeriesStyle::Line, false, {}, {}, {}, {},
                   {} };
    Series null { "permuted positions, 95 %", { 128, 128, 128 }, SeriesStyle::DashedLine, false, {}, {}, {}, {}, {} };
    for (int i = 0; i < 512; ++i) {
        const double u = i / 511.0;
        curve.x.push_back(i);
        curve.y.push_back((0.95 - 0.18 * run) * std::pow(1 - u, 0.7 + 0.4 * run));
        null.x.push_back(i);
        null.y.push_back(0.12 * (1 - u));
        null.low.push_back(0.09 * (1 - u));
        null.high.push_back(0.17 * (1 - u));
    }
    plot.series = { std::move(null), std::move(curve) };
    return plot;
}

CartesianPlot profile(int run, int runs)
{
    CartesianPlot plot;
    plot.x = { "Position t/T", AxisScale::Linear, 0, 1, {}, {} };
    plot.y = { "Mean prediction (SD)", AxisScale::Linear, -1.5, 1.5, {}, {} };
    plot.references = { { true, 0, "zero" } };
    Series curve { label(run), runColor(std::size_t(run), std::size_t(runs)), SeriesStyle::Line, false, {}, {}, {}, {},
                   {} };
    for (int i = 0; i < 20; ++i) {
        const double u = (i + 0.5) / 20;
        const double y = (1.2 - 0.3 * run) * std::cos(std::numbers::pi * u * (1 + run));
        curve.x.push_back(u);
        curve.y.push_back(y);
        curve.low.push_back(y - 0.15 - 0.05 * run);
        curve.high.push_back(y + 0.15 + 0.05 * run);
    }
    plot.series = { std::move(curve) };
    return plot;
}

CartesianPlot spectrum(int run, int runs)
{
    CartesianPlot plot;
    plot.x = { "Principal component", AxisScale::Log10, 1, 512, {}, {} };
    plot.y = { "Share of variance", AxisScale::Log10, 1e-6, 1, {}, {} };
    plot.y2 = Axis { "Cumulative share", AxisScale::Linear, 0, 1, {}, {} };
    Series share {
        "share", runColor(std::size_t(run), std::size_t(runs)), SeriesStyle::Line, false, {}, {}, {}, {}, {}
    };
    Series target { "share, target", { 110, 110, 110 }, SeriesStyle::DashedLine, false, {}, {}, {}, {}, {} };
    Series sum { "cumulative", { 110, 110, 110 }, SeriesStyle::DottedLine, true, {}, {}, {}, {}, {} };
    double total = 0;
    for (int i = 1; i <= 512; ++i)
        total += std::pow(i, -1.2 - 0.3 * run) * std::exp(-i / 150.0);
    double running = 0;
    for (int i = 1; i <= 512; ++i) {
        const double value = std::pow(i, -1.2 - 0.3 * run) * std::exp(-i / 150.0) / total;
        running += value;
        for (Series* series : { &share, &target, &sum })
            series->x.push_back(i);
        share.y.push_back(value);
        target.y.push_back(0.05 * std::pow(i, -0.8));
        sum.y.push_back(running);
    }
    plot.series = { std::move(target), std::move(sum), std::move(share) };
    return plot;
}

} // namespace

Figure channelMeans(int runs, int channels)
{
    Figure figure = framed("channel_means", "Channel means",
                           "Mean prediction of each channel over 17,436 masked tokens of 6 recordings; bars: standard "
                           "deviation over tokens. Channels in the montage's order, front to back. Says nothing about "
                           "whether the channels differ beyond chance.");
    std::mt19937 random(5);
    std::normal_distribution<double> noise(0, 0.4);
    for (int run = 0; run < runs; ++run) {
        CartesianPlot plot;
        plot.x = { "Channel", AxisScale::Categories, 0, 1, {}, {} };
        plot.y = { "Mean prediction (µV)", AxisScale::Linear, -3, 5, {}, {} };
        plot.references = { { true, 0, "zero" } };
        Series dots {
            label(run), runColor(std::size_t(run), std::size_t(runs)), SeriesStyle::Dots, false, {}, {}, {}, {}, {}
        };
        for (int i = 0; i < channels; ++i) {
            const double y = 1 + 1.7 * std::sin(0.2 * i + run) + noise(random);
            const double half = 0.5 + 0.3 * std::abs(noise(random));
            plot.x.categories.push_back(i < 64 ? names64[i] : "E" + std::to_string(i + 1));
            dots.x.push_back(i);
            dots.y.push_back(y);
            dots.low.push_back(y - half);
            dots.high.push_back(y + half);
        }
        plot.series = { std::move(dots) };
        figure.panels.push_back(panelOf(run, runs, run, 0, std::move(plot)));
    }
    return figure;
}

Figure positionCorrelation(int runs)
{
    Figure figure
        = framed("position_correlation", "Position correlation",
                 "Above: |r| of each output dimension with t/T, sorted; band: 95 % of 200 permutations within "
                 "recordings. Below: mean prediction along the sequence with its 95 % interval.");
    figure.shareX = false;
    for (int run = 0; run < runs; ++run) {
        figure.panels.push_back(panelOf(run, runs, 0, run, sortedCurve(run, runs)));
        figure.panels.push_back(panelOf(run, runs, 1, run, profile(run, runs)));
    }
    return figure;
}

Figure pcaSpectra(int runs)
{
    Figure figure
        = framed("pca_spectrum", "PCA variance spectrum",
                 "Eigenvalues of the centred covariance of the predictions and of their targets (17,436 tokens, "
                 "512 dimensions), and their cumulative share.");
    for (int run = 0; run < runs; ++run)
        figure.panels.push_back(panelOf(run, runs, 0, run, spectrum(run, runs)));
    return figure;
}

Figure scalpMaps(int runs, bool isSigned)
{
    Figure figure
        = framed("channel_diversity", "Channel diversity",
                 "Distance of each channel's mean prediction from the grand mean. Hollow electrodes lie below "
                 "the head circle's plane.");
    figure.colorScale = isSigned ? ColorScale { "z-score", -1, 1, ColorMap::RdBuReversed, 16 }
                                 : ColorScale { "Distance from the grand mean (SD)", 0, 0.85, ColorMap::Viridis, 16 };
    for (int run = 0; run < runs; ++run)
        figure.panels.push_back({ label(run), runColor(std::size_t(run), std::size_t(runs)), 0, run,
                                  scalpSample(run, *figure.colorScale) });
    return figure;
}

Figure awkward()
{
    Figure figure
        = framed("awkward", "A title so long that it must be broken into lines or cut, whichever comes first", "");
    figure.shareX = figure.shareY = false;
    CartesianPlot gaps;
    gaps.x = { "x", AxisScale::Linear, 2, 2, {}, {} };
    gaps.y = { "A rather long axis title with a unit (µV²/Hz)", AxisScale::Log10, -1, 1e4, {}, {} };
    gaps.series = { { "gap",
                      { 0, 114, 178 },
                      SeriesStyle::Line,
                      false,
                      { 1, 1.5, 2, 2.5, 3, 3.5 },
                      { 10, 100, notANumber, 1e3, -5, 50 },
                      { 1, 10, notANumber, 100, -9, 0 },
                      { 100, 1e3, 1, 5e3, 5, 90 },
                      {} } };
    figure.panels.push_back(
        { "a_very_long_checkpoint_file_name_epoch_0200_best.pt at 0.75", { 240, 228, 66 }, 0, 0, std::move(gaps) });
    CartesianPlot tiny;
    tiny.x = { "Rank", AxisScale::Log10, 3, 30, {}, {} };
    tiny.y = { "Loss", AxisScale::Linear, -3e-7, 1e-6, {}, {} };
    tiny.references = { { true, 5e-7, "noise floor" }, { false, 10, "" } };
    tiny.series = {
        { "one point", { 213, 94, 0 }, SeriesStyle::Dots, false, { 10 }, { 4e-7 }, { 1e-7 }, { 2e-6 }, { "the point" } }
    };
    figure.panels.push_back({ "tiny", { 213, 94, 0 }, 0, 1, std::move(tiny) });
    ScalpMapPlot none;
    none.message = "fewer than 4 electrodes have a position";
    figure.panels.push_back({ "no places", { 0, 158, 115 }, 1, 0, std::move(none) });
    CartesianPlot empty;
    empty.y.low = empty.y.high = notANumber;
    figure.panels.push_back({ "", { 0, 158, 115 }, 1, 1, std::move(empty) });
    return figure;
}

std::vector<std::pair<std::string, Figure>> all()
{
    return { { "means_8x3", channelMeans(3, 8) },
             { "means_32x3", channelMeans(3, 32) },
             { "means_65x3", channelMeans(3, 65) },
             { "position_3", positionCorrelation(3) },
             { "position_1", positionCorrelation(1) },
             { "pca_3", pcaSpectra(3) },
             { "pca_6", pcaSpectra(6) },
             { "scalp_signed_3", scalpMaps(3, true) },
             { "scalp_magnitude_3", scalpMaps(3, false) },
             { "scalp_1", scalpMaps(1, false) },
             { "awkward", awkward() } };
}

} // namespace maskscope::samples
