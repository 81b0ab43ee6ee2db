// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// An inference plan over a TorchScript archive: what forward() is given can be replaced, what it makes inside cannot.
#include <algorithm>
#include <cmath>
#include <optional>

#include <torch/csrc/jit/runtime/graph_executor.h>

#include "model/session/input_change.h"
#include "model/session/prediction_rows.h"
#include "model/session/script_network_state.h"
#include "model/session/token_rows.h"

namespace maskscope {

namespace {

constexpr const char* noCoords = "forward() is given nothing that tells the channel (no input 'coords')";

bool isAboutChannel(InputChange change)
{
    return change == InputChange::ChannelMoved || change == InputChange::ChannelFar
        || change == InputChange::NoSpatialCode;
}

double squares(const std::vector<float>& values)
{
    double sum = 0;
    for (const float v : values)
        sum += static_cast<double>(v) * static_cast<double>(v);
    return sum;
}

double squaredDistance(const std::vector<float>& a, const std::vector<float>& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2);
    return sum;
}

class ScriptPlan {
public:
    ScriptPlan(const InferenceInput& input, const InferencePlan& plan, bool coords, OutputKind output)
        : m_input(input)
        , m_plan(plan)
        , m_coords(coords)
        , m_output(output)
        , m_layout(layOutPredictions(*input.windows, *input.mask))
        , m_change(plan.passes.size(), 0.0)
        , m_whole(plan.passes.size(), 0.0)
        , m_predictions(plan.passes.size())
    {
        for (const InputChange change : plan.passes) {
            std::string reason = obstacleTo(change);
            const bool applies = reason.empty();
            report.passes.push_back({ change, applies, 0, std::move(reason) });
        }
    }

    PlanReport report;

    template <typename Forward>
    Result<void> runBatch(SequenceRange range, const PredictionSink& sink, const Forward& forward)
    {
        ScriptBatch truth = makeScriptBatch(*m_input.windows, *m_input.mask, range);
        const auto rows = static_cast<Eigen::Index>(truth.maskedRows.size());
        if (rows == 0)
            return {};
        for (std::size_t i = 0; i < m_plan.passes.size(); ++i) {
            if (!report.passes[i].applies)
                continue;
            if (i > 0 && isAboutChannel(m_plan.passes[i]) && !m_coords) { // the same input gives the same output
                m_predictions[i] = m_predictions.front();
                continue;
            }
            std::optional<ScriptBatch> changed;
            if (i > 0)
                changed = changedBatch(m_plan.passes[i], range, truth, i);
            ScriptBatch& batch = changed ? *changed : truth;
            const auto output = forward(batch);
            if (!output)
                return tl::unexpected(output.error());
            m_predictions[i].resize(rows, output->size(2));
            copyMaskedRows(*output, batch, m_predictions[i].data());
        }
        if (auto looked = lookUnderMasks(range, truth, forward); !looked)
            return looked;
        return sink(block(range));
    }

    void summarise()
    {
        for (std::size_t i = 1; i < report.passes.size(); ++i) {
            PassSummary& pass = report.passes[i];
            if (!pass.applies)
                continue;
            pass.relativeInputChange = m_whole[i] > 0 ? std::sqrt(m_change[i] / m_whole[i]) : 0;
            if (!(m_change[i] > 0))
                pass.reason = isAboutChannel(pass.change) && !m_coords
                    ? noCoords
                    : unchangedReason(pass.change, m_tokens.nothingVisible, false);
        }
    }

private:
    /// What noise under the masks does to the predictions of the first sequences.
    template <typename Forward>
    Result<void> lookUnderMasks(SequenceRange range, ScriptBatch& truth, const Forward& forward)
    {
        m_leak = {};
        if (m_lookedAt >= static_cast<std::size_t>(std::max(0, m_plan.lookedInto)))
            return {};
        m_lookedAt += range.last - range.first;
        PreparationRules rules;
        rules.noiseUnderMasks = true;
        ScriptBatch noisy = makeScriptBatch(*m_input.windows, *m_input.mask, range, rules, false);
        const auto output = forward(noisy);
        if (!output)
            return tl::unexpected(output.error());
        RowMatrixF predictions(static_cast<Eigen::Index>(truth.maskedRows.size()), output->size(2));
        copyMaskedRows(*output, noisy, predictions.data());
        m_leak = { (predictions - m_predictions.front()).cast<double>().squaredNorm(), predictions.rows() };
        return {};
    }

    /// Why a pass is not run; empty where it is, also where it changes nothing.
    [[nodiscard]] std::string obstacleTo(InputChange change) const
    {
        if (change == InputChange::None || (isAboutChannel(change) && !m_coords))
            return {};
        if (changesContextOnly(change) || isAboutChannel(change))
            return obstacle(change, m_input);
        return std::string(kNotComputable) + ": such a model makes the code of the position itself";
    }

    ScriptBatch changedBatch(InputChange change, SequenceRange range, const ScriptBatch& truth, std::size_t pass)
    {
        PreparationRules rules = passInput(change, m_input, {}).rules;
        ScriptBatch batch
            = makeScriptBatch(*m_input.windows, *m_input.mask, range, rules, change == InputChange::NoSpatialCode);
        const bool channel = isAboutChannel(change);
        m_change[pass]
            += channel ? squaredDistance(truth.coords, batch.coords) : squaredDistance(truth.windows, batch.windows);
        m_whole[pass] += channel ? squares(truth.coords) : squares(truth.windows);
        return batch;
    }

    PredictionBlock block(SequenceRange range)
    {
        m_tokens.describe(range, *m_input.windows, *m_input.mask);
        PredictionBlock block = m_tokens.block(range, m_layout);
        block.output = m_output;
        block.predictions = m_predictions;
        block.leak = m_leak;
        if (m_output == OutputKind::Signal) {
            fillTargets(range);
            block.targets = &m_targets;
            block.tokenTargets = m_plan.tokenTargets ? &m_tokenTargets : nullptr;
        }
        return block;
    }

    /// The true windows of all tokens, and of the masked ones.
    void fillTargets(SequenceRange range)
    {
        const Eigen::Index width = m_input.windows->windowLength;
        m_tokenTargets.resize(m_tokens.firstToken.back(), width);
        Eigen::Index row = 0;
        for (std::size_t s = range.first; s < range.last; ++s) {
            const auto own = m_input.windows->windows(s);
            std::ranges::copy(own, m_tokenTargets.data() + row * width);
            row += m_input.windows->sequences[s].tokens;
        }
        m_targets.resize(static_cast<Eigen::Index>(m_tokens.tokenRow.size()), width);
        for (std::size_t r = 0; r < m_tokens.tokenRow.size(); ++r)
            m_targets.row(static_cast<Eigen::Index>(r)) = m_tokenTargets.row(m_tokens.tokenRow[r]);
    }

    const InferenceInput& m_input;
    const InferencePlan& m_plan;
    bool m_coords;
    OutputKind m_output;
    PredictionRows m_layout;
    std::vector<double> m_change, m_whole; // [pass] squares over all batches
    std::vector<RowMatrixF> m_predictions; // [pass] of one batch
    RowMatrixF m_targets, m_tokenTargets;
    TokenRows m_tokens;
    LeakSums m_leak; // of one batch
    std::size_t m_lookedAt = 0; // sequences
};

} // namespace

Result<PlanReport> ScriptNetwork::runPlan(const InferenceInput& input, const InferencePlan& plan,
                                          const PredictionSink& sink, const ProgressSink& progress,
                                          const std::stop_token& stop)
{
    const WindowSet& windows = *input.windows;
    const std::int64_t total = windows.tokenCount();
    const auto ranges = scriptBatches(windows, m_state->manifest, m_state->batch);
    ScriptPlan passes(input, plan, m_state->isGiven(ScriptInput::Coords),
                      m_state->manifest.givesSignal ? OutputKind::Signal : OutputKind::Embedding);
    m_state->warnings.clear();
    const torch::jit::GraphOptimizerEnabledGuard noSpecialising(false);
    if (plan.passes.size() > 1) // else a look at a few tokens beside a plan that was checked
        if (auto checked = m_state->checkCompany(windows, *input.mask, ranges); !checked)
            return tl::unexpected(checked.error());
    m_state->notePadding(windows, ranges);
    const auto forward = [&](ScriptBatch& batch) { return m_state->forward(batch); };
    std::int64_t done = 0;
    for (const SequenceRange& range : ranges) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, "",
                           "stopped on request after " + std::to_string(done) + " of " + std::to_string(total)
                               + " tokens");
        if (auto ran = passes.runBatch(range, sink, forward); !ran)
            return tl::unexpected(ran.error());
        windows.release(range.first, range.last);
        for (std::size_t s = range.first; s < range.last; ++s)
            done += windows.sequences[s].tokens;
        if (progress)
            progress({ "Predicting", done, total });
    }
    passes.summarise();
    passes.report.warnings = m_state->warnings;
    return std::move(passes.report);
}

} // namespace maskscope
