// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Builds without CUDA kernels, or with a LibTorch without CUDA.
#include "model/layers/fused_cuda.h"

namespace maskscope::fused {

bool convolution(const at::Tensor&, const at::Tensor&, const at::Tensor&, at::Tensor&, const RowLayout&)
{
    return false;
}

bool selectiveScan(const ScanWeights&, SelectiveScan::Rows&, const RowLayout&) { return false; }

bool dualScan(const DualScanWeights&, DualScan::Rows&, const RowLayout&) { return false; }

std::optional<std::int64_t> freeMemory(const at::Device&) { return std::nullopt; }

} // namespace maskscope::fused
