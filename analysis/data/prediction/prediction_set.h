// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "analysis/data/core/scratch_matrix.h"

namespace maskscope {

struct WindowSet;

enum class OutputKind { Embedding, Signal };

struct PredictionChannel {
    std::string name;
    std::optional<Eigen::Vector3d> position;
};

/// The model's output at every masked token, and what it is trained to match. Rows: sequence by sequence, masked tokens
/// in ascending index (the order of the oracle's `predict`).
struct PredictionSet {
    OutputKind output = OutputKind::Embedding;
    ScratchMatrix predictions; ///< [row, dim]
    ScratchMatrix targets; ///< [row, dim], or 0 x 0 where the model defines none
    std::vector<double> position; ///< [row] t/T in [0, 1)
    std::vector<std::int32_t> tokenIndex; ///< [row]
    std::vector<std::int32_t> seqLen; ///< [row]
    std::vector<std::int32_t> sequence; ///< [row]
    std::vector<std::int32_t> channel; ///< [row] index into channels
    std::vector<std::int32_t> recording; ///< [row] index into recordings
    std::vector<PredictionChannel> channels;
    std::vector<std::string> recordings; ///< ids
    std::vector<std::string> subjects {}; ///< [recording] who was recorded, "": not known; empty: of none
    double samplingRateHz = 0; ///< of the windows; 0: not known
    std::vector<double> windowMeanUv, windowStdUv; ///< [row] of the true window, ddof 0; empty: not known
    /// Of the samples of up to 512 true windows, evenly over the rows: participation ratio of their covariance, and the
    /// share of their squares that is variance about the mean window. NaN: not known.
    double rawParticipationRatio = std::numeric_limits<double>::quiet_NaN();
    double rawVarianceShare = std::numeric_limits<double>::quiet_NaN();

    [[nodiscard]] Eigen::Index rows() const { return predictions.rows(); }
    [[nodiscard]] Eigen::Index dim() const { return predictions.cols(); }
    [[nodiscard]] bool hasTargets() const
    {
        return targets.rows() == predictions.rows() && targets.cols() == predictions.cols();
    }
};

/// What is drawn from a population: subjects where all are known and there are two, else recordings.
struct InferenceUnits {
    std::string name = "recording"; ///< or "subject"
    std::vector<int> ofRecording; ///< [recording] index of its unit, in order of appearance
    int count = 0;
};
[[nodiscard]] InferenceUnits inferenceUnits(std::size_t recordings, const std::vector<std::string>& subjects);
[[nodiscard]] inline InferenceUnits inferenceUnits(const PredictionSet& set)
{
    return inferenceUnits(set.recordings.size(), set.subjects);
}

/// Puts in what the windows themselves say of each row: sampling rate, mean and spread of the true window.
void describeWindows(PredictionSet& set, const WindowSet& windows);

} // namespace maskscope
