// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/data/masking/mask_plan.h"
#include "analysis/data/recording/channel_choices.h"
#include "analysis/results/run_result.h"
#include "model/inference_session.h"

namespace maskscope {

/// Everything a user asks of one analysis: each checkpoint at each mask ratio over all recordings.
struct AnalysisRequest {
    struct CheckpointInput {
        std::filesystem::path path;
        std::string projection; ///< "seed:N" or a file; empty: AnalysisRequest::projection
        std::string weights {}; ///< name of one of the file's sets of weights; empty: the one that matches best
    };
    std::vector<std::filesystem::path> recordings;
    std::vector<CheckpointInput> checkpoints;
    std::vector<double> ratios; ///< empty: the ratio of each checkpoint's config, else 1.0
    std::optional<MaskStyle> style; ///< unset: the checkpoint's config, else mae
    std::optional<MaskReplacement> replacement; ///< unset: the checkpoint's config, else zeros
    std::optional<std::filesystem::path> maskFile;
    std::string projection = "seed:0";
    std::uint64_t seed = 0;
    int untrainedCopies = 5; ///< of each architecture, beside every number
    /// Spatial projections drawn anew, for the spread of numbers about channels; unset: 5 where the run's own is drawn
    /// too, none where it comes from a file.
    std::optional<int> projectionDraws;
    std::optional<std::filesystem::path> montage;
    ChannelChoices channels; ///< of all recordings
    std::map<std::filesystem::path, ChannelChoices> channelsOf; ///< of one recording, in place of `channels`
    std::string subjects {}; ///< "names", or a CSV file (subjects.h); empty: as the recordings say
    std::map<std::filesystem::path, std::string> subjectOf {}; ///< of one recording: goes before all else
    bool keepBad = false; ///< spans and channels that recordings mark as bad
    std::optional<double> modelRateHz; ///< unset: the checkpoint's config, else the windowed file, else 256
    bool keepTokens = false; ///< RunResult::tokens, for views of the signals themselves
    InferenceOptions inference;
};

/// How far a whole analysis has come, over all its runs.
struct AnalysisProgress {
    std::string stage; ///< "Predicting M75 at mask ratio 0.75"
    double fraction = 0; ///< [0, 1]
};

/// Called from the thread that analyses; any may be empty.
struct AnalysisObserver {
    std::function<void(const AnalysisProgress&)> progress;
    std::function<void(std::shared_ptr<const RunResult>)> runFinished;
    std::function<void(const Error&)> failed; ///< an input or run that was left out; the others go on
};

struct AnalysisOutcome {
    std::vector<std::shared_ptr<const RunResult>> runs;
    std::vector<Error> failures; ///< empty: all of it succeeded
    bool cancelled = false;

    /// 0 done, 5 where the device failed (which ends the analysis; finished runs are kept), 3 partly done or cancelled,
    /// else that of the first failure.
    [[nodiscard]] int status() const;
};

/// Runs an analysis from files to numbers. Inputs that fail are listed and left out; what can be done is done.
[[nodiscard]] AnalysisOutcome analyze(const AnalysisRequest& request, const AnalysisObserver& observer,
                                      std::stop_token stop);

} // namespace maskscope
