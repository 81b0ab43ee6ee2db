// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace maskscope {

/// What the scan needs of a Mamba-2 block.
struct DualScanParameters {
    int heads = 0; ///< H
    int headWidth = 0; ///< P: channels of a head
    int states = 0; ///< N
    int groups = 1; ///< heads of a group share B and C
    std::vector<float> decay; ///< [head] -exp(A_log)
    std::vector<float> stepBias; ///< [head]
    std::vector<float> skip; ///< [head * headWidth] D
};

/// The rows (tokens) of one sequence; each pointer with the floats between its rows.
struct DualScanSequence {
    int tokens = 0;
    float* input = nullptr; ///< [token, channel] in: u after convolution and SiLU; out: y
    const float* inputCode = nullptr; ///< B [token, group, state], same stride as input
    const float* outputCode = nullptr; ///< C [token, group, state], same stride as input
    std::int64_t inputStride = 0;
    const float* gate = nullptr; ///< z [token, channel], before SiLU
    std::int64_t gateStride = 0;
    const float* step = nullptr; ///< [token, head] dt before bias and softplus
    std::int64_t stepStride = 0;
};

/// State space duality block (Dao & Gu 2024) as a recurrence with one decay a head, gate included:
///   dt = softplus(step + bias);  h_t = exp(dt A) h_{t-1} + dt u B_t;  y_t = (<h_t, C_t> + D u) silu(z)
/// Runs on OpenMP's threads over sequences and heads.
void dualScan(const DualScanParameters& parameters, std::span<const DualScanSequence> sequences);

} // namespace maskscope
