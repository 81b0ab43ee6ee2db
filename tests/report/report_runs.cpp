// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/report/report_runs.h"

#include <algorithm>
#include <cmath>

namespace maskscope::test {

namespace {

MetricValue gain(const std::string& key, double value, double half)
{
    MetricValue gain = number(key, value, "What the true input is worth.");
    gain.interval = Interval { value - half, value + half };
    gain.intervalUnit = "sequence";
    gain.unit = "(model unit)²";
    gain.n = 6;
    gain.unitOfInference = "recording";
    gain.untrained = { -0.001, 0.0005, 0.001, 0.0, 0.0002 };
    return gain;
}

void addOldNumbers(RunResult& run)
{
    MetricResult& legacy = metricOf(run, "legacy");
    legacy.values = { number("legacy.samples", 17436, "Tokens, which are not independent."),
                      number("legacy.dim", 512),
                      number("legacy.mean_abs_position_correlation", 0.40284, "Linear and without a null."),
                      number("legacy.channel_diversity_first5_sorted", 0.00003, "Near 0 by construction."),
                      number("legacy.channel_diversity_all", 0.00002, "Near 0 by construction."),
                      number("legacy.top3_raw_dims_fraction", 0.00893, "No PCA.") };
    MetricValue means = number("legacy.channel_means", 0, "Averages over all dimensions.");
    means.value = MetricNumbers { { "CZ", 0.001 }, { "FP1", -0.002 } };
    legacy.values.push_back(means);
}

/// Of masked error 1.5: the position at the right amplitude; of the rest nothing.
MetricValue carried(const std::string& component, double size, double alignment, double half)
{
    MetricValue value = number("diag.v1.carries_" + component, 0, "Products of different recordings.");
    const double share = size > 0 ? std::max(alignment, 0.0) * std::max(alignment, 0.0) / size / 1.5 : 0;
    value.value = MetricNumbers { { "size", size },
                                  { "alignment", alignment },
                                  { "cosine", alignment / std::sqrt(size * 0.2) },
                                  { "scale", alignment / size },
                                  { "potential_share", share },
                                  { "worth", 2 * alignment - size },
                                  { "worth_share", (2 * alignment - size) / 1.5 },
                                  { "target_size", 0.2 } };
    value.intervals = { { "alignment", Interval { alignment - half, alignment + half } } };
    value.intervalUnit = "position bin";
    value.perUnit = { { "alignment", { alignment - half / 2, alignment + half / 2 } } };
    value.n = 2;
    value.unitOfInference = "recording";
    return value;
}

} // namespace

MetricValue number(const std::string& key, double value, const std::string& note)
{
    return { .key = key,
             .value = value,
             .interval = {},
             .null = {},
             .unit = "1",
             .n = 100,
             .unitOfInference = "token",
             .note = note };
}

MetricResult& metricOf(RunResult& run, const std::string& id)
{
    const auto at
        = std::find_if(run.metrics.begin(), run.metrics.end(), [&](const MetricResult& m) { return m.metric == id; });
    if (at != run.metrics.end())
        return *at;
    run.metrics.push_back({ id, {}, {} });
    return run.metrics.back();
}

RunResult knownRun(const std::string& label)
{
    RunResult run;
    run.id = "known@0.5";
    run.label = label;
    run.checkpoint = { .path = "/data/known.pt",
                       .sha256 = std::string(64, 'a'),
                       .architecture = "A",
                       .backbone = "mamba1",
                       .dModel = 512,
                       .layers = 2,
                       .window = 2048,
                       .parameters = 4443648,
                       .projection = "/data/known.npy (SHA-256 " + std::string(64, 'b') + ")",
                       .trainedMaskRatio = 0.5,
                       .loadReport = { { "recognised by", { "token_encoder.proj.weight (512, 2048)" } } } };
    for (const char* id : { "one", "two" })
        run.recordings.push_back(
            { id, "/data/recordings.h5", std::string(64, 'c'), "HDF5 windowed", 512, 256, 32, 44 });
    run.mask = { 0.5, "mae", "zeros", 7, "seed 7", 100 };
    run.device = "cpu (2 threads)";
    run.versions = { { "maskscope", "0.1.0" } };
    run.warnings = { "the model rate is assumed" };
    addOldNumbers(run);
    metricOf(run, "carries").values = { carried("position", 0.2, 0.2, 0.05), carried("channel", 0.001, 0.0001, 0.0005),
                                        carried("recording", 0.001, 0.0001, 0.0005) };
    metricOf(run, "gains").values
        = { gain("diag.v1.masked_mse", 1.5, 0.1), gain("diag.v1.position_gain", 0.2, 0.05),
            gain("diag.v1.channel_gain", 0.0001, 0.0002), gain("diag.v1.context_gain_swapped", -0.1, 0.02) };
    metricOf(run, "gains").values.front().untrained = { 2.0, 2.1, 2.02, 1.98, 2.05 };
    MetricValue spectrum = number("diag.v1.pca_eigenvalues", 0);
    spectrum.value = std::vector<double> { 3.5, 0.25, 0.0625 };
    metricOf(run, "pca_spectrum").values = { spectrum, number("diag.v1.pca_top3", 0.9876) };
    return run;
}

} // namespace maskscope::test
