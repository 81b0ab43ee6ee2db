// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <c10/core/Device.h>

#include "analysis/core/error.h"

namespace maskscope {

struct ComputeDevice {
    at::Device device { at::kCPU };
    int threads = 1;
    std::string description; ///< "cpu (2 threads)", "cuda:0 (NVIDIA H100)"
};

/// auto: the first CUDA device, else the CPU. threads 0: all cores this process may use. DeviceFailed where absent.
[[nodiscard]] Result<ComputeDevice> openDevice(const std::string& specification, int threads);

/// To be called on the thread that computes: thread counts belong to threads. Also keeps float32 products exact on
/// CUDA (no TF32).
void useDevice(const ComputeDevice& device);

} // namespace maskscope
