// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/checkpoint_weights.h"

#include <algorithm>
#include <optional>
#include <string_view>

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
    for (const auto& tensor : checkpoint.tensors()) {
        const auto name = encoderName(tensor.name, report.network.fineTuned);
        if (!name || std::ranges::find(report.unexpected, tensor.name) != report.unexpected.end())
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
