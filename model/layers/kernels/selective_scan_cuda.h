// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/layers/kernels/selective_scan_thread.h"

struct CUstream_st; // cudaStream_t is a pointer to it

namespace maskscope::device {

/// Queues the scan on a stream of the current device. Null, or what the CUDA runtime says is wrong. Fails with a
/// sentence where `states` is above kScanMostStates.
[[nodiscard]] const char* launchSelectiveScan(const ScanArguments& arguments, CUstream_st* stream);

} // namespace maskscope::device
