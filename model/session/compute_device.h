// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <c10/core/Device.h>

#include "analysis/data/core/error.h"
#include "model/inference_session.h"

namespace maskscope {

struct ComputeDevice {
    at::Device device { at::kCPU };
    int threads = 1;
    ProductPrecision precision = ProductPrecision::Float32;
    std::string description; ///< "cpu (2 threads), float32", "cuda:0 (NVIDIA H100), float32"
};

/// auto: the first CUDA device, else the CPU. threads 0: all cores this process may use. DeviceFailed where absent,
/// InvalidArgument for a precision that is not of that kind of device.
[[nodiscard]] Result<ComputeDevice> openDevice(const std::string& specification, int threads,
                                               ProductPrecision precision = ProductPrecision::Float32);

/// To be called on the thread that computes: thread counts belong to threads. Also keeps float32 products exact on
/// CUDA, unless TF32 is asked for.
void useDevice(const ComputeDevice& device);

} // namespace maskscope
