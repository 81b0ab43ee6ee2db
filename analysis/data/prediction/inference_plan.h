// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/data/core/error.h"
#include "analysis/data/masking/mask_plan.h"
#include "analysis/data/prediction/prediction_set.h"
#include "analysis/data/windowing/window_set.h"

namespace maskscope {

/// One change of a model's input, behind gains and ablations. Masks, what stands in masked tokens, and the targets
/// always stay the true ones.
enum class InputChange {
    None,
    ContextSwapped, ///< visible tokens of another recording's same channel (see InferenceInput::otherContext)
    ContextZeroed, ///< visible tokens are windows of zeros
    PositionMirrored, ///< temporal code of token T - 1 - t
    ChannelMoved, ///< spatial code of another channel (see InferenceInput::movedChannel)
    PositionTurned, ///< temporal code of token (t + T / 2) mod T
    ChannelFar, ///< spatial code of a channel half the recording's list away (see InferenceInput::farChannel)
    ContextOtherChannel, ///< visible tokens of that channel in another recording (see InferenceInput::farContext)
    NoTemporalCode,
    NoSpatialCode,
};
[[nodiscard]] std::string_view inputChangeName(InputChange change); // "none", "context_swapped", ...

/// Passes over the same batches, side by side: rows of all passes belong together.
struct InferencePlan {
    std::vector<InputChange> passes { InputChange::None }; ///< the first is None
    bool tokenTargets = false; ///< blocks also hold what visible tokens would be trained to match
    bool singleTokens = false; ///< besides: some tokens with only them masked, and with everything masked
    /// Besides, of at most so many sequences, evenly over all: gradients and the layers' outputs, the layers' outputs
    /// on unmasked input, and predictions with noise written under the masks.
    int lookedInto = 0;
};
/// None, the two context passes, mirrored position, moved channel, both ablations, what tells through which input
/// something is read, single tokens, and a look into 64 sequences.
[[nodiscard]] InferencePlan fullInferencePlan();
/// The same without the passes that only tell through which input something is read: for untrained copies.
[[nodiscard]] InferencePlan untrainedInferencePlan();
/// Changes whose predictions are kept as sums by position bin (PassSums::binSums), in the order of the tables.
[[nodiscard]] const std::vector<InputChange>& readingChanges();

/// What a plan runs over. `windows` may be a part of an analysis (some recordings), with `mask` of the same sequences.
struct InferenceInput {
    const WindowSet* windows = nullptr;
    const MaskPlan* mask = nullptr;
    /// Windows [token, sample] that stand in for the visible tokens of a sequence, in order, again from the first where
    /// it is shorter; empty: there is no other recording, and ContextSwapped does not apply. May itself be empty.
    std::function<std::span<const float>(std::size_t sequence)> otherContext {};
    std::vector<int> movedChannel {}; ///< [sequence] index into windows->channels; empty: ChannelMoved does not apply
    /// As otherContext, of the channel half the list away in another recording; empty: does not apply.
    std::function<std::span<const float>(std::size_t sequence)> farContext {};
    std::vector<int> farChannel {}; ///< [sequence] index into windows->channels; empty: ChannelFar does not apply
    /// [channel] of another table of electrodes; empty: those of the windows
    std::span<const std::optional<Eigen::Vector3d>> positions {};
};
/// [sequence] the next channel of the same recording in file order, the last takes the first. Empty where no recording
/// has two channels.
[[nodiscard]] std::vector<int> nextChannels(const WindowSet& windows);
/// [sequence] the channel half of the recording's list of channels further on, round its end. Empty as above.
[[nodiscard]] std::vector<int> farChannels(const WindowSet& windows);

/// [sequence] the sequence of the same channel in the next recording that has it (the last takes the first); -1: none.
[[nodiscard]] std::vector<int> sameChannelElsewhere(const WindowSet& windows);
/// The same of another channel, `channel` [sequence]; all -1 where `channel` is empty.
[[nodiscard]] std::vector<int> channelElsewhere(const WindowSet& windows, std::span<const int> channel);

/// What the squared error of one sequence's masked tokens asks of the backbone's input. The three codes are added
/// there: the gradient into each of them is this same one.
struct SequenceGradient {
    std::int32_t sequence = 0;
    double squaredError = 0; ///< sum over masked tokens and dimensions
    double squares = 0; ///< of the gradient of that sum, over rows (padding included) and dimensions
    double summedSquares = 0; ///< of that gradient summed over rows, over dimensions
    std::array<double, 3> products {}; ///< gradient x code, summed over rows and dimensions: token, temporal, spatial
};

/// Predictions with noise written under the masks against those with the true windows there, from the same batches.
struct LeakSums {
    double change = 0; ///< sum over rows and dimensions of the squared difference
    std::int64_t rows = 0;
};

/// The masked tokens of some whole sequences, in the order of PredictionSet, under every pass. Valid during the call.
struct PredictionBlock {
    OutputKind output = OutputKind::Embedding;
    std::span<const RowMatrixF> predictions; ///< [pass] of [row, dim]; 0 rows where the pass does not apply
    const RowMatrixF* targets = nullptr; ///< [row, dim], null where the model defines none
    std::span<const double> position; ///< [row] t/T in [0, 1)
    std::span<const std::int32_t> tokenIndex, seqLen, sequence, channel, recording; ///< [row] as in PredictionSet
    std::span<const std::int32_t> distance; ///< [row] tokens to the nearest visible token; 0: none is visible
    const RowMatrixF* tokenTargets = nullptr; ///< [token, dim] of all tokens of the sequences, where the plan asks
    std::span<const std::int64_t> tokenRow; ///< [row] index into tokenTargets
    std::span<const std::int64_t> firstToken; ///< [sequence of the block + 1] index into tokenTargets
    std::span<const std::uint8_t> tokenMasked; ///< [token]
    std::span<const SequenceGradient> gradients; ///< of the sequences that were looked into
    /// [layer + 1] of [masked row of these sequences, D]: the backbone's input, then each block's output
    std::span<const RowMatrixF> layers;
    std::span<const std::int32_t> layerSequence; ///< [row of `layers`]
    std::span<const RowMatrixF>
        states; ///< [layer + 1] of [token, D] on unmasked input, of some tokens of these sequences
    std::span<const std::int32_t> stateSequence, stateToken; ///< [row of `states`]
    LeakSums leak; ///< of these sequences

    [[nodiscard]] Eigen::Index rows() const { return static_cast<Eigen::Index>(position.size()); }
};
using PredictionSink = std::function<Result<void>(const PredictionBlock&)>;

/// What a reason begins with where this kind of model cannot be asked at all, whatever the data.
inline constexpr std::string_view kNotComputable = "not computable for TorchScript models";
[[nodiscard]] inline bool isNotComputable(std::string_view reason) { return reason.starts_with(kNotComputable); }

/// Whether a pass could show anything: a question is testable only if perturbing the factor changes the model's input.
struct PassSummary {
    InputChange change = InputChange::None;
    bool applies = true; ///< false: not run
    double relativeInputChange = 0; ///< RMS of the change of the backbone's input / RMS of that input, over all tokens
    std::string reason; ///< why it does not apply, or why the input does not change, for people
};

struct PlanReport {
    std::vector<PassSummary> passes;
    /// [sequence, code] squares of token, temporal and spatial code at the backbone's input, as the backbone sees them:
    /// mean over dimensions, summed over all tokens
    RowMatrixD codeSquares;
    std::vector<std::string> warnings;
};

} // namespace maskscope
