// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "analysis/data/masking/mask_plan.h"
#include "analysis/data/prediction/prediction_set.h"
#include "analysis/data/recording/recording.h"
#include "analysis/data/core/scratch_memory.h"
#include "analysis/data/windowing/window_set.h"

namespace maskscope {

/// One channel's tokens of one recording in a run.
struct TokenTrack {
    std::string channel; ///< canonical name
    std::vector<std::uint8_t> masked; ///< [token] share of its samples that was to be predicted, 255: all
    std::vector<std::uint8_t> kept; ///< [token] 1: to be predicted, but shown to the model as it is (bert). Empty: none
    std::vector<float> r; ///< [token] Pearson's r of the reconstruction with the window; not a number: not predicted
    std::vector<std::int64_t> row; ///< [token] of RunTokens::samplesUv; -1: not predicted. Empty, as r: no samples
};

/// The tokens of one recording of a run on that file's axis of time.
struct RecordingTokens {
    std::filesystem::path path;
    double rateHz = 0; ///< of the tokens' samples on that axis
    double tokenS = 0; ///< length of a token
    std::vector<double> startS; ///< [token] among the file's samples
    std::vector<TokenTrack> tracks;
};

/// Where a run's tokens lie in its recordings, which were hidden, and what a model that predicts samples put there.
struct RunTokens {
    int windowLength = 0;
    bool predictsSamples = false;
    std::vector<RecordingTokens> recordings;
    ScratchFloats samplesUv; ///< [row, sample] predicted, in microvolt; empty: none, or none that can be laid over

    [[nodiscard]] std::span<const float> predicted(std::int64_t row) const
    {
        const auto width = static_cast<std::size_t>(windowLength);
        return { samplesUv.data() + static_cast<std::size_t>(row) * width, width };
    }
};

/// Predictions are given the true window's mean and spread where the model was shown standardised windows: the line
/// through (target's mean, window's mean) whose slope is the ratio of their standard deviations.
[[nodiscard]] RunTokens runTokens(const WindowSet& windows, const MaskPlan& mask, const PredictionSet& predictions);

/// The reconstruction as the samples of channels, one per name, at RecordingTokens::rateHz on the axis of time of
/// `path`: not a number where nothing was predicted. Null where the run predicts no samples of that file.
[[nodiscard]] std::shared_ptr<SampleSource> reconstructionSource(std::shared_ptr<const RunTokens> tokens,
                                                                 const std::filesystem::path& path,
                                                                 std::span<const std::string> channels);

} // namespace maskscope
