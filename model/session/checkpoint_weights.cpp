// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/checkpoint_weights.h"

#include <optional>
#include <string_view>
#include <unordered_set>

#include <ATen/ops/from_blob.h>

namespace maskscope {

namespace {

/// A fine-tuned model holds the encoder below `backbone.`, beside a classifier that has no part here.
std::optional<std::string> encoderName(const std::string& name, bool fineTuned)
{
    constexpr std::string_view prefix = "backbone.";
    if (!fineTuned)
        return name;
    return name.starts_with(prefix) ? std::optional(name.substr(prefix.size())) : std::nullopt;
}

} // namespace

Result<WeightMap> loadWeights(const Checkpoint& checkpoint, const LoadReport& report, const at::Device& device)
{
    WeightMap weights;
    const std::unordered_set<std::string_view> unexpected(report.unexpected.begin(), report.unexpected.end());
    for (const auto& tensor : checkpoint.tensors()) {
        const auto name = encoderName(tensor.name, report.network.fineTuned);
        if (!name || unexpected.contains(tensor.name))
            continue;
        auto values = checkpoint.values(tensor);
        if (!values)
            return tl::unexpected(values.error());
        weights[*name]
            = at::from_blob(values->data(), tensor.shape, at::TensorOptions().dtype(at::kFloat)).clone().to(device);
    }
    return weights;
}

} // namespace maskscope
