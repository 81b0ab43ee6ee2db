// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/script_network.h"

#include <algorithm>

#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/csrc/jit/serialization/import.h>

#include "model/session/batch_plan.h"
#include "model/session/prediction_rows.h"
#include "model/session/script_network_state.h"

namespace maskscope {

namespace {

std::string sizesText(at::IntArrayRef sizes)
{
    std::string text = "[";
    for (const std::int64_t size : sizes)
        text += (text.size() > 1 ? ", " : "") + std::to_string(size);
    return text + "]";
}

} // namespace

Result<at::Tensor> ScriptNetwork::State::forward(ScriptBatch& inputs)
{
    std::vector<c10::IValue> arguments;
    for (const ScriptInput input : manifest.inputs)
        arguments.emplace_back(inputs.input(input).to(device.device));
    const c10::IValue returned = module.forward(std::move(arguments));
    const std::string expected = "a tensor [" + std::to_string(inputs.sequences) + ", " + std::to_string(inputs.length)
        + ", " + (manifest.givesSignal ? std::to_string(inputs.window) : "D") + "]";
    if (!returned.isTensor())
        return failure(ErrorCode::Mismatch, archive, "forward() does not give what the manifest says", expected,
                       "a " + returned.tagKind());
    const at::Tensor found = returned.toTensor();
    const bool fits = found.dim() == 3 && found.size(0) == inputs.sequences && found.size(1) == inputs.length
        && found.size(2) > 0 && (!manifest.givesSignal || found.size(2) == inputs.window);
    if (!fits)
        return failure(ErrorCode::Mismatch, archive, "forward() does not give what the manifest says", expected,
                       sizesText(found.sizes()));
    if (width != 0 && width != found.size(2))
        return failure(ErrorCode::Mismatch, archive, "forward() gives embeddings of changing width",
                       std::to_string(width), std::to_string(found.size(2)));
    width = found.size(2);
    return found.to(at::kCPU, at::kFloat).contiguous();
}

bool ScriptNetwork::State::isGiven(ScriptInput input) const
{
    return std::find(manifest.inputs.begin(), manifest.inputs.end(), input) != manifest.inputs.end();
}

void ScriptNetwork::State::caution(std::string text)
{
    if (std::find(cautions.begin(), cautions.end(), text) == cautions.end())
        cautions.push_back(text);
    warnings.push_back(std::move(text));
}

void ScriptNetwork::State::notePadding(const WindowSet& windows, const std::vector<SequenceRange>& ranges)
{
    std::size_t count = 0;
    for (const SequenceRange& range : ranges) {
        int longest = 0;
        for (std::size_t s = range.first; s < range.last; ++s)
            longest = std::max(longest, windows.sequences[s].tokens);
        for (std::size_t s = range.first; s < range.last; ++s)
            count += windows.sequences[s].tokens != longest ? 1 : 0;
    }
    if (count > 0 && !isGiven(ScriptInput::Lengths))
        caution("this TorchScript archive is not told where padding begins (no input 'lengths'): "
                + std::to_string(count) + " sequences are padded to the longest of their batch ("
                + scriptBatchText(manifest, batch) + "), which may change their predictions");
}

void copyMaskedRows(const at::Tensor& output, const ScriptBatch& batch, float* to)
{
    const std::int64_t width = output.size(2);
    const float* source = output.data_ptr<float>();
    for (const std::int64_t row : batch.maskedRows)
        to = std::copy_n(source + row * width, width, to);
}

ScriptNetwork::ScriptNetwork(const std::string& archive, ScriptManifest manifest, const ComputeDevice& device,
                             int batch)
    : m_state(
        new State { archive, std::move(manifest), device, torch::jit::load(archive, device.device), batch, {}, {} })
{
    m_state->module.eval();
}
ScriptNetwork::ScriptNetwork(ScriptNetwork&&) noexcept = default;
ScriptNetwork& ScriptNetwork::operator=(ScriptNetwork&&) noexcept = default;
ScriptNetwork::~ScriptNetwork() = default;

Result<PredictionSet> ScriptNetwork::run(const WindowSet& windows, const MaskPlan& mask, const ProgressSink& progress,
                                         const std::stop_token& stop)
{
    auto [set, firstRow] = layOutPredictions(windows, mask);
    const std::int64_t rows = firstRow.back(), total = windows.tokenCount();
    const auto ranges = scriptBatches(windows, m_state->manifest, m_state->batch);
    std::vector<float> truth;
    set.output = m_state->manifest.givesSignal ? OutputKind::Signal : OutputKind::Embedding;
    if (m_state->manifest.givesSignal)
        set.targets.resize(rows, windows.windowLength);
    m_state->warnings.clear();
    const torch::jit::GraphOptimizerEnabledGuard noSpecialising(false); // to each new length: slow at first, no gain
    if (auto checked = m_state->checkCompany(windows, mask, ranges); !checked)
        return tl::unexpected(checked.error());
    m_state->notePadding(windows, ranges);
    std::int64_t done = 0;
    for (const SequenceRange& range : ranges) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, "",
                           "stopped on request after " + std::to_string(done) + " of " + std::to_string(total)
                               + " tokens");
        ScriptBatch inputs = makeScriptBatch(windows, mask, range);
        const auto output = m_state->forward(inputs);
        if (!output)
            return tl::unexpected(output.error());
        if (set.predictions.size() == 0)
            set.predictions.resize(rows, m_state->width);
        copyMaskedRows(*output, inputs, set.predictions.data() + firstRow[range.first] * m_state->width);
        if (m_state->manifest.givesSignal)
            std::ranges::copy(maskedWindows(truth, windows, mask, range),
                              set.targets.data() + firstRow[range.first] * windows.windowLength);
        windows.release(range.first, range.last);
        for (const std::int64_t tokens : inputs.lengths)
            done += tokens;
        if (progress)
            progress({ "Predicting", done, total });
    }
    return std::move(set);
}

const ScriptManifest& ScriptNetwork::manifest() const { return m_state->manifest; }

const std::vector<std::string>& ScriptNetwork::warnings() const { return m_state->warnings; }

const std::vector<std::string>& ScriptNetwork::cautions() const { return m_state->cautions; }

std::string ScriptNetwork::batchText() const { return scriptBatchText(m_state->manifest, m_state->batch); }

} // namespace maskscope
