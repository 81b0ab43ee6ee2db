// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace maskscope {

/// What the scan needs of a Mamba-1 block, packed for blocks of 16 channels.
struct ScanParameters {
    int channels = 0; ///< E
    int states = 0; ///< N
    std::vector<float> decay; ///< [block][state][lane] -exp(A_log) * log2(e)
    std::vector<float> skip; ///< [block][lane] D
    std::vector<float> stepBias; ///< [block][lane] dt_proj.bias

    [[nodiscard]] int blocks() const;
};
/// aLog [channel, state]; skip, stepBias [channel].
[[nodiscard]] ScanParameters packScanParameters(std::span<const float> aLog, std::span<const float> skip,
                                                std::span<const float> stepBias, int states);

/// The rows (tokens) of one sequence; each pointer with the floats between its rows.
struct ScanSequence {
    int tokens = 0;
    const float* input = nullptr; ///< u [token, channel], after convolution and SiLU
    std::int64_t inputStride = 0;
    const float* gate = nullptr; ///< z [token, channel], before SiLU
    std::int64_t gateStride = 0;
    const float* inputCode = nullptr; ///< B [token, state]
    const float* outputCode = nullptr; ///< C [token, state]
    std::int64_t codeStride = 0;
    float* step = nullptr; ///< [token, channel] in: dt before bias and softplus; out: y
    std::int64_t stepStride = 0;
};

/// Selective state space recurrence (Gu & Dao 2023, eq. 2 with the discretisation of section 3.3), gate included:
///   dt = softplus(step + bias);  h_t = exp(dt A) h_{t-1} + dt u B_t;  y_t = (<h_t, C_t> + D u) silu(z)
/// for every channel of every sequence. Nothing of size tokens x channels x states is held: the states of 16 channels
/// stay in registers or first-level cache. Runs on OpenMP's threads over sequences and blocks of channels.
void selectiveScan(const ScanParameters& parameters, std::span<const ScanSequence> sequences);

} // namespace maskscope
