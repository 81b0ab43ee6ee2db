// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "analysis/data/core/progress.h"
#include "analysis/data/masking/mask_plan.h"
#include "analysis/data/prediction/inference_plan.h"
#include "analysis/data/prediction/prediction_set.h"
#include "analysis/data/windowing/window_set.h"
#include "model/architectures/network.h"
#include "model/inference_session.h"
#include "model/session/batch_preparation.h"

namespace maskscope {

/// One pass of a network over all windows, batch by batch. Exceptions of Torch pass through, except that memory that
/// runs out first halves the batch.
class NetworkRun {
public:
    struct Input {
        const WindowSet& windows;
        const MaskPlan& mask;
        ForwardSwitches switches;
        int batch = 0; ///< as InferenceOptions::batch
        std::int64_t budgetBytes = 0; ///< memory a batch may take when `batch` is 0
        bool rounded = false; ///< products are in bfloat16: the first batch is held against float32
    };
    NetworkRun(Network& network, const Input& input);

    [[nodiscard]] Result<PredictionSet> run(const ProgressSink& progress, const std::stop_token& stop);
    /// The passes of a plan side by side (plan_run.cpp); `switches` do not take part. `input` is over the same windows.
    [[nodiscard]] Result<PlanReport> runPlan(const InferenceInput& input, const InferencePlan& plan,
                                             const PredictionSink& sink, const ProgressSink& progress,
                                             const std::stop_token& stop);
    [[nodiscard]] const std::vector<std::string>& warnings() const { return m_warnings; }
    /// Some sequences are padded, and the network sees it: what `warnings` holds before the first pass says so.
    [[nodiscard]] bool paddingMatters() const { return m_paddingMatters; }

private:
    struct PlanState; // of runPlan and lookInto
    [[nodiscard]] Result<void> forEachBatch(const std::function<Result<void>(SequenceRange)>& body,
                                            const ProgressSink& progress, const std::stop_token& stop);
    void warnOfNonFinite(std::int64_t rows, std::int64_t total);
    [[nodiscard]] Result<void> runPlanBatch(SequenceRange range, PlanState& state);
    [[nodiscard]] static std::vector<std::size_t> maskedSequences(SequenceRange range, const PlanState& state);
    void lookInto(SequenceRange range, PlanState& state);
    void tryToLook(std::span<const std::size_t> sequences, SequenceRange range, PlanState& state);
    void lookIntoSome(std::span<const std::size_t> sequences, SequenceRange range, PlanState& state);
    void lookWithoutMasks(std::span<const std::size_t> sequences, PlanState& state);
    void lookUnderMasks(std::span<const std::size_t> sequences, PlanState& state);
    [[nodiscard]] std::vector<std::uint8_t> chooseSequences(int count) const;
    void stateRounding(const Network::Codes& codes, const float* rounded);
    void fillTokenTargets(SequenceRange range, RowMatrixF& targets);
    void fillBatchTargets(SequenceRange range, std::int64_t rows, PlanState& state);
    void allocateResult(PredictionSet& set, std::int64_t rows) const;
    void runBatch(SequenceRange range, PredictionSet& set, std::int64_t firstRow);
    void embedMasked(SequenceRange range, std::int64_t rows, OutputKind output, float* targets);
    [[nodiscard]] bool shrinkAfter(const std::string& message, SequenceRange range);

    Network& m_network;
    Input m_input;
    bool m_decoded; ///< predictions leave through the decoder
    bool m_hasTargets;
    std::vector<int> m_padded;
    std::int64_t m_maxRows;
    std::int64_t m_maxLookRows; ///< at once, where autograd keeps what every layer computes
    std::int64_t m_longestLook; ///< rows of a sequence that is still looked into
    std::size_t m_maxSequences;
    PreparedBatch m_batch;
    std::vector<float> m_truth; // true windows of masked tokens
    std::vector<std::string> m_warnings;
    bool m_roundingStated = false, m_paddingMatters = false;
};

} // namespace maskscope
