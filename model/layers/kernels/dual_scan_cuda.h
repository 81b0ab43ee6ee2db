// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layers/kernels/dual_scan_thread.h"

struct CUstream_st; // cudaStream_t is a pointer to it

namespace maskscope::device {

/// Queues the scan on a stream of the current device. Null, or what the CUDA runtime says is wrong. Fails with a
/// sentence where `states` is above kDualMostStates.
[[nodiscard]] const char* launchDualScan(const DualScanArguments& arguments, CUstream_st* stream);

} // namespace maskscope::device
