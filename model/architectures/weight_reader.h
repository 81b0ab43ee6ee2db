// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "analysis/data/core/error.h"

namespace maskscope {

/// Name in the checkpoint (of the encoder: a fine-tuned model's prefix removed) -> float32 tensor on the device.
using WeightMap = std::map<std::string, at::Tensor, std::less<>>;

/// Hands out tensors by name and shape and remembers the first that is missing or mis-shaped, so that a network is put
/// together in plain constructors and asked once.
class WeightReader {
public:
    explicit WeightReader(const WeightMap& weights)
        : m_weights(&weights)
    {
    }

    /// Zeros of that shape where the tensor is missing or mis-shaped (see error()).
    [[nodiscard]] at::Tensor take(const std::string& name, const std::vector<std::int64_t>& shape);
    /// Undefined where the checkpoint has no such tensor.
    [[nodiscard]] at::Tensor takeIfPresent(const std::string& name, const std::vector<std::int64_t>& shape);
    [[nodiscard]] std::optional<std::vector<std::int64_t>> shapeOf(const std::string& name) const;
    void fail(std::string name, std::string message);
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

private:
    const WeightMap* m_weights;
    std::optional<Error> m_error;
};

} // namespace maskscope
