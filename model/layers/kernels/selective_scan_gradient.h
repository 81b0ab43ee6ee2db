// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "model/layers/kernels/selective_scan_kernel.h"

namespace maskscope {

/// Gradients of the rows of one sequence, matrices without gaps between rows. Those of the codes are added to.
struct ScanGradients {
    const float* output = nullptr; ///< [token, channel] dL/dy
    float *input = nullptr, *gate = nullptr; ///< [token, channel] dL/du, dL/dz
    float *inputCode = nullptr, *outputCode = nullptr; ///< [token, state] dL/dB, dL/dC
    float* step = nullptr; ///< [token, channel] dL/d(dt before bias and softplus)
};

/// The chain rule through selectiveScan() (selective_scan_kernel.h), of sequences whose `step` still holds dt before
/// bias and softplus. With g_t = dL/dy_t silu(z_t), and going back in time from p_T = 0:
///   dL/dh_t = g_t C_t + p_{t+1};  p_t = dL/dh_t exp(dt_t A)
///   dL/dB_t = sum over channels of dL/dh_t dt u;  dL/dC_t = sum of g_t h_t
///   dL/ddt = <dL/dh_t, A exp(dt A) h_{t-1} + u B_t>;  dL/du = <dL/dh_t, dt B_t> + g_t D
/// The states are computed a second time; those of one block of channels are held. Runs on OpenMP's threads over
/// blocks of channels; sums keep their order whatever the number of threads.
void selectiveScanGradient(const ScanParameters& parameters, std::span<const ScanSequence> sequences,
                           std::span<const ScanGradients> gradients);

} // namespace maskscope
