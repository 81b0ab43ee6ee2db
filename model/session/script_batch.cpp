// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/script_batch.h"

#include <algorithm>

#include <ATen/ops/from_blob.h>

namespace maskscope {

namespace {

constexpr int usualBatch = 4; // sequences, as the other networks' training code padded together

void addCoords(ScriptBatch& batch, const WindowSet& windows, std::size_t sequence, const PreparationRules& rules,
               bool blind)
{
    const int channel
        = rules.channelInstead.empty() ? windows.sequences[sequence].channel : rules.channelInstead[sequence];
    const auto at = static_cast<std::size_t>(channel);
    const auto& position = rules.positions.empty() ? windows.channels[at].position : rules.positions[at];
    const Eigen::Vector3f place = position.value_or(Eigen::Vector3d::Zero()).cast<float>();
    Eigen::Vector3f direction = place.norm() > 0 ? Eigen::Vector3f(place.normalized()) : place;
    if (blind)
        direction.setZero();
    batch.coords.insert(batch.coords.end(), direction.data(), direction.data() + 3);
}

int batchSize(const ScriptManifest& manifest, int batch)
{
    return batch > 0 ? batch : manifest.batch > 0 ? manifest.batch : usualBatch;
}

} // namespace

at::Tensor ScriptBatch::input(ScriptInput which)
{
    switch (which) {
    case ScriptInput::Windows:
        return at::from_blob(windows.data(), { sequences, length, window }, at::kFloat);
    case ScriptInput::Coords:
        return at::from_blob(coords.data(), { sequences, 3 }, at::kFloat);
    case ScriptInput::Lengths:
        return at::from_blob(lengths.data(), { sequences }, at::kLong);
    case ScriptInput::TokenMask:
        break;
    }
    return at::from_blob(tokenMask.get(), { sequences, length }, at::kBool);
}

ScriptBatch makeScriptBatch(const WindowSet& windows, const MaskPlan& mask, SequenceChoice sequences,
                            const PreparationRules& rules, bool blind, std::int64_t leastLength)
{
    ScriptBatch batch;
    batch.window = windows.windowLength;
    batch.length = leastLength;
    for (std::size_t i = 0; i < sequences.size(); ++i)
        batch.length = std::max<std::int64_t>(batch.length, windows.sequences[sequences[i]].tokens);
    batch.sequences = static_cast<std::int64_t>(sequences.size());
    const auto rows = static_cast<std::size_t>(batch.sequences * batch.length);
    const auto width = static_cast<std::size_t>(batch.window);
    batch.windows.resize(rows * width);
    batch.tokenMask = std::make_unique<bool[]>(rows);
    batch.firstMasked.push_back(0);
    std::vector<float> replaced;
    for (std::size_t i = 0; i < sequences.size(); ++i) {
        const std::size_t s = sequences[i], begin = i * static_cast<std::size_t>(batch.length);
        const int tokens = windows.sequences[s].tokens;
        mask.apply(s, unmaskedWindows(windows, mask, s, rules, replaced),
                   { batch.windows.data() + begin * width, static_cast<std::size_t>(tokens) * width }, 0);
        for (int t = 0; t < tokens; ++t) {
            if (!mask.tokenMasked(s, t))
                continue;
            batch.tokenMask[begin + static_cast<std::size_t>(t)] = true;
            batch.maskedRows.push_back(static_cast<std::int64_t>(begin) + t);
        }
        batch.firstMasked.push_back(batch.maskedRows.size());
        batch.lengths.push_back(tokens);
        addCoords(batch, windows, s, rules, blind);
    }
    return batch;
}

std::vector<SequenceRange> scriptBatches(const WindowSet& windows, const ScriptManifest& manifest, int batch)
{
    const bool byRecording = batch == 0 && manifest.batchIsRecording;
    const auto most = static_cast<std::size_t>(batchSize(manifest, batch));
    std::vector<SequenceRange> ranges;
    for (std::size_t first = 0; first < windows.sequences.size(); first = ranges.back().last) {
        std::size_t last = first + 1;
        while (last < windows.sequences.size()
               && (byRecording ? windows.sequences[last].recording == windows.sequences[first].recording
                               : last - first < most))
            ++last;
        ranges.push_back({ first, last });
    }
    return ranges;
}

std::string scriptBatchText(const ScriptManifest& manifest, int batch)
{
    if (batch == 0 && manifest.batchIsRecording)
        return "batches of all sequences of a recording";
    const int size = batchSize(manifest, batch);
    return size == 1 ? "every sequence alone" : "batches of " + std::to_string(size) + " sequences in file order";
}

} // namespace maskscope
