// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "model/layers/dual_scan.h"
#include "model/layers/selective_scan.h"

namespace maskscope {

/// The kernels of our own for tensors on a CUDA device, on its current stream. Each says false where it does not apply:
/// this build has no such kernels, the tensors are elsewhere, or a width is beyond a kernel's registers; the caller
/// then takes tensor operations. A launch that fails throws c10::Error.
namespace fused {

/// weight [tap, channel], bias [channel]
[[nodiscard]] bool convolution(const at::Tensor& weight, const at::Tensor& bias, const at::Tensor& x, at::Tensor& out,
                               const RowLayout& layout);

struct ScanWeights {
    const at::Tensor& decay; ///< [state, channel] -exp(A_log) * log2(e)
    const at::Tensor& skip; ///< [channel]
    const at::Tensor& stepBias; ///< [channel]
};
[[nodiscard]] bool selectiveScan(const ScanWeights& weights, SelectiveScan::Rows& rows, const RowLayout& layout);

struct DualScanWeights {
    const DualScanParameters& sizes;
    const at::Tensor& decay; ///< [head] -exp(A_log)
    const at::Tensor& skip; ///< [channel]
    const at::Tensor& stepBias; ///< [head]
};
[[nodiscard]] bool dualScan(const DualScanWeights& weights, DualScan::Rows& rows, const RowLayout& layout);

/// Bytes that a CUDA device has left, those that Torch holds in reserve included; unset where this cannot be asked.
[[nodiscard]] std::optional<std::int64_t> freeMemory(const at::Device& device);

} // namespace fused

} // namespace maskscope
