// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/script_network.h"

#include <algorithm>

#include <ATen/ops/from_blob.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/csrc/jit/serialization/import.h>

#include "model/session/batch_plan.h"
#include "model/session/batch_preparation.h"
#include "model/session/prediction_rows.h"

namespace maskscope {

namespace {

constexpr int usualBatch = 4; // sequences, as the other networks' training code padded together

/// One batch in host memory, padded to `length` tokens.
struct ScriptBatch {
    std::int64_t sequences = 0, length = 0, window = 0;
    std::vector<float> windows; ///< [B, L, W]
    std::vector<float> coords; ///< [B, 3]
    std::vector<std::int64_t> lengths; ///< [B]
    std::unique_ptr<bool[]> tokenMask; ///< [B, L]
    std::vector<std::int64_t> maskedRows; ///< of the flat [B * L]
};

ScriptBatch makeBatch(const WindowSet& windows, const MaskPlan& mask, SequenceRange range)
{
    ScriptBatch batch;
    batch.window = windows.windowLength;
    for (std::size_t s = range.first; s < range.last; ++s)
        batch.length = std::max<std::int64_t>(batch.length, windows.sequences[s].tokens);
    batch.sequences = static_cast<std::int64_t>(range.last - range.first);
    const auto rows = static_cast<std::size_t>(batch.sequences * batch.length);
    const auto width = static_cast<std::size_t>(batch.window);
    batch.windows.resize(rows * width);
    batch.tokenMask = std::make_unique<bool[]>(rows);
    for (std::size_t s = range.first; s < range.last; ++s) {
        const std::size_t begin = (s - range.first) * static_cast<std::size_t>(batch.length);
        const int tokens = windows.sequences[s].tokens;
        mask.apply(s, windows.windows(s),
                   { batch.windows.data() + begin * width, static_cast<std::size_t>(tokens) * width }, 0);
        for (int t = 0; t < tokens; ++t) {
            if (!mask.tokenMasked(s, t))
                continue;
            batch.tokenMask[begin + static_cast<std::size_t>(t)] = true;
            batch.maskedRows.push_back(static_cast<std::int64_t>(begin) + t);
        }
        batch.lengths.push_back(tokens);
        const auto& position = windows.channels[static_cast<std::size_t>(windows.sequences[s].channel)].position;
        const Eigen::Vector3f place = position.value_or(Eigen::Vector3d::Zero()).cast<float>();
        const Eigen::Vector3f direction = place.norm() > 0 ? Eigen::Vector3f(place.normalized()) : place;
        batch.coords.insert(batch.coords.end(), direction.data(), direction.data() + 3);
    }
    return batch;
}

at::Tensor inputOf(ScriptBatch& batch, ScriptInput input)
{
    switch (input) {
    case ScriptInput::Windows:
        return at::from_blob(batch.windows.data(), { batch.sequences, batch.length, batch.window }, at::kFloat);
    case ScriptInput::Coords:
        return at::from_blob(batch.coords.data(), { batch.sequences, 3 }, at::kFloat);
    case ScriptInput::Lengths:
        return at::from_blob(batch.lengths.data(), { batch.sequences }, at::kLong);
    case ScriptInput::TokenMask:
        break;
    }
    return at::from_blob(batch.tokenMask.get(), { batch.sequences, batch.length }, at::kBool);
}

std::string sizesText(at::IntArrayRef sizes)
{
    std::string text = "[";
    for (const std::int64_t size : sizes)
        text += (text.size() > 1 ? ", " : "") + std::to_string(size);
    return text + "]";
}

} // namespace

struct ScriptNetwork::State {
    std::string archive;
    ScriptManifest manifest;
    at::Device device;
    torch::jit::Module module;
    std::vector<std::string> warnings;

    [[nodiscard]] Result<at::Tensor> forward(ScriptBatch& batch)
    {
        std::vector<c10::IValue> arguments;
        for (const ScriptInput input : manifest.inputs)
            arguments.emplace_back(inputOf(batch, input).to(device));
        const c10::IValue returned = module.forward(std::move(arguments));
        const std::string expected = "a tensor [" + std::to_string(batch.sequences) + ", "
            + std::to_string(batch.length) + ", " + (manifest.givesSignal ? std::to_string(batch.window) : "D") + "]";
        if (!returned.isTensor())
            return failure(ErrorCode::Mismatch, archive, "forward() does not give what the manifest says", expected,
                           "a " + returned.tagKind());
        const at::Tensor found = returned.toTensor();
        const bool fits = found.dim() == 3 && found.size(0) == batch.sequences && found.size(1) == batch.length
            && found.size(2) > 0 && (!manifest.givesSignal || found.size(2) == batch.window);
        if (!fits)
            return failure(ErrorCode::Mismatch, archive, "forward() does not give what the manifest says", expected,
                           sizesText(found.sizes()));
        return found.to(at::kCPU, at::kFloat).contiguous();
    }

    void notePadding(const WindowSet& windows, int group)
    {
        const std::vector<int> padded = paddedLengths(windows, true, group);
        std::size_t count = 0;
        for (std::size_t s = 0; s < padded.size(); ++s)
            count += padded[s] != windows.sequences[s].tokens ? 1 : 0;
        const bool told
            = std::find(manifest.inputs.begin(), manifest.inputs.end(), ScriptInput::Lengths) != manifest.inputs.end();
        if (count > 0 && !told)
            warnings.push_back("this TorchScript archive is not told where padding begins (no input 'lengths'): "
                               + std::to_string(count) + " sequences are padded to the longest of their "
                               + std::to_string(group) + " neighbours in file order, which may change their "
                               + "predictions");
    }

    /// Copies the batch's masked rows to `firstRow` and on; the width is known with the first batch.
    [[nodiscard]] Result<void> keep(const at::Tensor& output, const ScriptBatch& batch, PredictionSet& set,
                                    std::int64_t rows, std::int64_t firstRow) const
    {
        const std::int64_t width = output.size(2);
        if (set.predictions.size() == 0)
            set.predictions.resize(rows, width);
        if (set.predictions.cols() != width)
            return failure(ErrorCode::Mismatch, archive, "forward() gives embeddings of changing width",
                           std::to_string(set.predictions.cols()), std::to_string(width));
        const float* source = output.data_ptr<float>();
        for (const std::int64_t row : batch.maskedRows)
            std::copy_n(source + row * width, width, set.predictions.row(firstRow++).data());
        return {};
    }
};

ScriptNetwork::ScriptNetwork(const std::string& archive, ScriptManifest manifest, const ComputeDevice& device)
    : m_state(new State { archive, std::move(manifest), device.device, torch::jit::load(archive, device.device), {} })
{
    m_state->module.eval();
}
ScriptNetwork::ScriptNetwork(ScriptNetwork&&) noexcept = default;
ScriptNetwork& ScriptNetwork::operator=(ScriptNetwork&&) noexcept = default;
ScriptNetwork::~ScriptNetwork() = default;

Result<PredictionSet> ScriptNetwork::run(const WindowSet& windows, const MaskPlan& mask, int batch,
                                         const ProgressSink& progress, const std::stop_token& stop)
{
    auto [set, firstRow] = layOutPredictions(windows, mask);
    const std::int64_t rows = firstRow.back(), total = windows.tokenCount();
    const auto group = static_cast<std::size_t>(batch > 0 ? batch : usualBatch);
    std::vector<float> truth;
    set.output = m_state->manifest.givesSignal ? OutputKind::Signal : OutputKind::Embedding;
    if (m_state->manifest.givesSignal)
        set.targets.resize(rows, windows.windowLength);
    m_state->warnings.clear();
    m_state->notePadding(windows, static_cast<int>(group));
    const torch::jit::GraphOptimizerEnabledGuard noSpecialising(false); // to each new length: slow at first, no gain
    std::int64_t done = 0;
    for (std::size_t first = 0; first < windows.sequences.size(); first += group) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, "",
                           "stopped on request after " + std::to_string(done) + " of " + std::to_string(total)
                               + " tokens");
        const SequenceRange range { first, std::min(first + group, windows.sequences.size()) };
        ScriptBatch inputs = makeBatch(windows, mask, range);
        const auto output = m_state->forward(inputs);
        if (!output)
            return tl::unexpected(output.error());
        if (auto kept = m_state->keep(*output, inputs, set, rows, firstRow[first]); !kept)
            return tl::unexpected(kept.error());
        if (m_state->manifest.givesSignal)
            std::ranges::copy(maskedWindows(truth, windows, mask, range),
                              set.targets.data() + firstRow[first] * windows.windowLength);
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

} // namespace maskscope
