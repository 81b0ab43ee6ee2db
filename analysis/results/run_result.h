// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/metrics/metric.h"
#include "analysis/data/prediction/prediction_set.h"
#include "analysis/data/recording/channel_choices.h"

namespace maskscope {

struct RunTokens;

struct CheckpointSummary {
    std::string path;
    std::string sha256;
    std::string architecture; ///< "A", "C-strided"
    std::string backbone; ///< "mamba1", "transformer"
    int dModel = 0;
    int layers = 0;
    int window = 0;
    std::int64_t parameters = 0;
    std::string projection; ///< "seed:0" or the file, with its SHA-256
    std::optional<double> trainedMaskRatio = {}; ///< of the checkpoint's config
    bool script = false; ///< a TorchScript archive
    /// Lines by title ("recognised by", "tensors", "config"): what reading it showed. Empty: not kept.
    std::vector<std::pair<std::string, std::vector<std::string>>> loadReport = {};
};

struct RecordingSummary {
    std::string id;
    std::string path;
    std::string sha256;
    std::string format;
    double originalRateHz = 0;
    double rateHz = 0; ///< as the model saw it
    int sequences = 0;
    int tokens = 0; ///< of the longest sequence
    std::string subject {}; ///< whose recording it is; empty: not known
    ChannelChoices choices {}; ///< of the user, about its channels
};

struct MaskSummary {
    double ratio = 1;
    std::string style;
    std::string replacement;
    std::uint64_t seed = 0;
    std::string source; ///< "seed N" or the mask file
    std::int64_t maskedTokens = 0;
};

/// One checkpoint at one mask: inputs, settings, numbers. Everything a figure or report needs without the inputs.
struct RunResult {
    std::string id; ///< unique in a result file and usable as an HDF5 group name: "M75@0.75"
    std::string label; ///< for people
    CheckpointSummary checkpoint;
    std::vector<RecordingSummary> recordings;
    MaskSummary mask;
    bool keepBad = false; ///< spans and channels that the recordings mark as bad were analysed too
    std::string device; ///< "cpu (OpenBLAS, 2 threads)", "cuda:0 (NAME)"
    std::vector<std::pair<std::string, std::string>> versions; ///< maskscope, libtorch, hdf5, ...
    double inferenceSeconds = 0;
    std::vector<PredictionChannel> channels;
    OutputKind output = OutputKind::Embedding;
    int dimensions = 0; ///< of a prediction; 0: not known
    std::vector<MetricResult> metrics;
    std::vector<std::string> warnings;
    std::shared_ptr<const PredictionSet> predictions; ///< null once read back from a file without them
    std::shared_ptr<const RunTokens> tokens {}; ///< for the signal view; null: not asked for, or read from a file

    [[nodiscard]] const MetricResult* metric(std::string_view id) const;
};

/// One figure of every run side by side, with provenance. `colors`: one per run, where a choice among more runs must
/// keep theirs; empty: runColor() of their order. `sphere`: with which scalp maps project the electrodes.
[[nodiscard]] Figure makeFigure(const Metric& metric, std::span<const std::shared_ptr<const RunResult>> runs,
                                std::span<const Rgb> colors = {}, ScalpSphere sphere = ScalpSphere::Default);

} // namespace maskscope
